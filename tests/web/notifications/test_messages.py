"""One message, two forms that say the same; and every way it may go."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import jwt
import pytest
from django.core import mail
from django.test import override_settings

from levelground.web import notifications
from levelground.web.notifications import Message, MessageLink, twins
from levelground.web.people import sign_in_words
from levelground.web.site import mail as mail_settings

MESSAGE = Message(
    "A <b>draft</b> & its aim",
    ["First & foremost: “words”.", "1 < 2, said Østergård 阿明."],
    [MessageLink("Read it", "/organisations/northshire/"), ("Or here", "https://example.nhs.uk/?a=1&b=2")],
)
TO = "somebody@northshire.example"


def words_of(page: str) -> list[str]:
    """The words of an HTML page, as a reader gets them."""
    import html

    body = page[page.index("</h1>") :]
    return html.unescape(re.sub(r"<[^>]+>", " ", body)).split()


@pytest.mark.parametrize(
    "message", [MESSAGE, *(write({"password_reset_url": "https://x.example/1"}) for write in sign_in_words.MESSAGES.values())]
)
def test_both_forms_say_the_same_words_in_the_same_order(message: Message) -> None:
    assert words_of(twins.html(message)) == twins.plain_text(message).split()
    assert "&amp;" not in twins.plain_text(message)
    assert twins.html(message).count("<h1>") == 1


def test_links_of_this_site_get_its_address() -> None:
    with override_settings(LEVELGROUND_ADDRESS="https://levelground.example/"):
        assert "https://levelground.example/organisations/northshire/\n" in twins.plain_text(MESSAGE)
        assert 'href="https://levelground.example/organisations/northshire/"' in twins.html(MESSAGE)


def test_nothing_in_the_html_is_fetched_or_is_markup_of_the_writer() -> None:
    page = twins.html(MESSAGE)
    assert "<b>draft</b>" not in page
    assert not re.search(r"<(img|link|script|style|iframe)|style=", page)


def test_a_message_is_sent_with_both_forms() -> None:
    assert notifications.send(TO, MESSAGE)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == ([TO], MESSAGE.subject, twins.plain_text(MESSAGE))
    assert sent.alternatives[0].mimetype == "text/html"


@pytest.mark.parametrize("subject", ["two\nlines", "", " "])
def test_a_subject_is_one_line_that_says_something(subject: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        Message(subject, ["words"])


def test_a_message_without_words_is_none() -> None:
    with pytest.raises(ValueError, match="at least one paragraph"):
        Message("subject", [])


def test_a_file_for_each_message(tmp_path: Path) -> None:
    with override_settings(**mail_settings.settings(f"file://{tmp_path}", {})):
        assert notifications.send(TO, MESSAGE)
    (kept,) = tmp_path.iterdir()
    assert TO in kept.read_text(encoding="utf-8")


def test_post_that_is_down_is_told_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("levelground").propagate = True
    with override_settings(**mail_settings.settings("smtp://127.0.0.1:9", {})):
        assert notifications.send(TO, MESSAGE) is False
    assert "ConnectionRefusedError" in caplog.text
    assert TO not in caplog.text


@pytest.mark.parametrize(
    ("address", "settings"),
    [
        ("", {"EMAIL_BACKEND": mail_settings.CONSOLE}),
        ("console:", {"EMAIL_BACKEND": mail_settings.CONSOLE}),
        (
            "smtp://a%40b:p%3Aw@host:25?tls=1",
            {"EMAIL_HOST": "host", "EMAIL_PORT": 25, "EMAIL_HOST_USER": "a@b", "EMAIL_HOST_PASSWORD": "p:w", "EMAIL_USE_TLS": True},
        ),
        ("smtps://host", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
    ],
)
def test_the_address_in_the_environment_says_the_way(address: str, settings: dict[str, Any]) -> None:
    assert mail_settings.settings(address, {}).items() >= settings.items()


@pytest.mark.parametrize("address", ["http://host", "file://", "smtp://", "notify:"])
def test_an_address_of_no_kind_is_refused_with_the_kinds(address: str) -> None:
    with pytest.raises(ValueError, match="LEVELGROUND_EMAIL_URL must be one of console:, file"):
        mail_settings.settings(address, {})


SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
ENVIRONMENT = {"LEVELGROUND_NOTIFY_KEY": f"levelground-{SERVICE}-{SECRET}", "LEVELGROUND_NOTIFY_TEMPLATE": "a-template"}


class _FakeNotify(BaseHTTPRequestHandler):
    """What GOV.UK Notify does with a request for an email: checks who asks, and takes it."""

    taken: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            claims = jwt.decode(self.headers["Authorization"].removeprefix("Bearer "), SECRET, algorithms=["HS256"], issuer=SERVICE)
            status = 201 if self.path == "/v2/notifications/email" and "iat" in claims else 400
        except jwt.PyJWTError:
            status = 403
        if status == 201:
            self.taken.append(body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *parts: Any) -> None:
        """Silence."""


@pytest.fixture
def notify() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _FakeNotify)
    _FakeNotify.taken.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_govuk_notify_gets_the_message_signed_with_the_services_key(notify: str) -> None:
    with override_settings(**mail_settings.settings("notify:", {**ENVIRONMENT, "LEVELGROUND_NOTIFY_URL": notify})):
        assert notifications.send(TO, MESSAGE)
    assert _FakeNotify.taken == [
        {
            "email_address": TO,
            "template_id": "a-template",
            "personalisation": {"subject": MESSAGE.subject, "body": twins.plain_text(MESSAGE)},
        }
    ]


def test_govuk_notify_refuses_another_key(notify: str) -> None:
    other = {**ENVIRONMENT, "LEVELGROUND_NOTIFY_KEY": f"levelground-{SERVICE}-{SERVICE}", "LEVELGROUND_NOTIFY_URL": notify}
    with override_settings(**mail_settings.settings("notify:", other)):
        assert notifications.send(TO, MESSAGE) is False
    assert _FakeNotify.taken == []
