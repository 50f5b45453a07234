"""What every answer carries, whom the site answers to, and what it keeps of somebody who only reads: nothing."""

from __future__ import annotations

import logging.config
import os
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.test import Client

from levelground.web.site.settings import LOGGING

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/",
    "/results/measures/M1/",
    "/results/measures/M1.csv",
    "/results/change-package.yaml",
    "/nothing/",
    "/health/",
    "/results/board.css",
)
STATIC = ("/static/levelground/levelground.css", "/static/vendor/nhsuk-frontend/nhsuk-frontend.min.css")


@pytest.mark.parametrize("address", [*ADDRESSES, *STATIC])
def test_every_answer_is_closed_to_other_sites(client: Client, address: str) -> None:
    with closing(client.get(address)) as response:
        headers = response.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "script-src": "'self'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


def test_https_is_remembered_only_where_it_is_used(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "max-age=31536000" in client.get("/", secure=True).headers["Strict-Transport-Security"]


def test_a_name_that_the_site_does_not_have_is_refused(release: object, client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_the_site_has_no_admin_of_its_own() -> None:
    assert not any("admin" in word for word in (*settings.INSTALLED_APPS, *settings.MIDDLEWARE))


def test_the_deployment_check_is_clean_and_keys_differ() -> None:
    program = (
        "import django; django.setup(); from django.core.management import call_command; from django.conf import settings;"
        "call_command('check', '--deploy', fail_level='WARNING'); print(settings.SECRET_KEY)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "levelground.web.site.settings", "LEVELGROUND_HTTPS": "1"}
    for other in ("LEVELGROUND_SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # the second is for tests that drive a browser
        environment.pop(other, None)
    runs = [subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False) for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr
    keys = [run.stdout.splitlines()[-1] for run in runs]
    assert keys[0] == keys[1]  # kept in the home of the site
    assert len(keys[0]) >= 50


def test_logs_hold_no_address_of_a_visitor_and_no_query(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(LOGGING)  # handlers of this test's own standard error
    client.get("/nothing/?name=canary-name", REMOTE_ADDR="203.0.113.9")
    client.get("/?q=canary-name", headers={"host": "canary-host.example"}, REMOTE_ADDR="203.0.113.9")
    said = "".join(capfd.readouterr())
    assert "canary" not in said
    assert "203.0.113.9" not in said


def test_static_files_come_compressed(client: Client) -> None:
    with closing(client.get(STATIC[1], headers={"accept-encoding": "gzip"})) as sheet:
        assert sheet["Content-Encoding"] == "gzip"
        assert len(b"".join(sheet.streaming_content)) < 40_000
    assert client.get("/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"
