"""The words of signing in, of a person's account and of its messages are plain."""

from __future__ import annotations

import html
import re

import pytest
from django.core.cache import cache
from tests.builders.web import PASSWORD, browser, person

from levelground.web.design_system.reading_age import grade
from levelground.web.notifications import twins
from levelground.web.people import sign_in_words

HIGHEST = 7
OPEN = [
    "/account/login/",
    "/account/inactive/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-nothing/",
    "/account/password/reset/key/done/",
    "/account/second-step/lost/",
    "/account/provider/cancelled/",
    "/invitations/nothing/",
]
OWN = [
    "/account/",
    "/account/consents/",
    "/account/logout/",
    "/account/sessions/",
    "/account/password/change/",
    "/account/second-step/",
    "/account/second-step/app/start/",
    "/account/second-step/passkeys/",
    "/account/second-step/passkeys/add/",
]


def said(page: str) -> str:
    """The sentences of the main part of a page: each block a sentence of its own, lists and labels of a few words left out."""
    main = page[page.index('id="maincontent"') : page.index("</main>")]
    blocks = re.split(r"</?(?:p|li|h1|h2|dt|dd|label|legend|div|form|ul|ol|button|code|svg)\b[^>]*>", main)
    texts = (html.unescape(re.sub(r"<[^>]+>", " ", block)).strip() for block in blocks)
    return " ".join(text if text.endswith((".", "?", ":")) else f"{text}." for text in texts if len(text.split()) > 3)


@pytest.mark.django_db
@pytest.mark.parametrize("path", OPEN)
def test_pages_of_signing_in_are_plain(path: str) -> None:
    words = said(browser().get(path).content.decode())
    assert grade(words) <= HIGHEST, words


@pytest.mark.django_db
@pytest.mark.parametrize("path", OWN)
def test_pages_of_an_account_are_plain(path: str) -> None:
    cache.clear()
    user, client = person("curator"), browser()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    page = client.get(path)
    assert page.status_code == 200
    words = said(page.content.decode())
    assert grade(words, leave_out=[user.email, user.name]) <= HIGHEST, words


@pytest.mark.parametrize("name", sorted(sign_in_words.MESSAGES))
def test_messages_are_plain(name: str) -> None:
    message = sign_in_words.MESSAGES[name]({"password_reset_url": "x"})
    assert grade(" ".join([*message.paragraphs, twins.CLOSING])) <= HIGHEST


@pytest.mark.parametrize("words", [*sign_in_words.ERRORS.values(), *sign_in_words.DONE.values()])
def test_what_is_told_is_plain(words: str) -> None:
    assert grade(words) <= HIGHEST + 2, words  # one or two sentences weigh each long word of the field heavily
