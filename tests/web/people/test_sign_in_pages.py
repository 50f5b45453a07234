"""The pages of signing in and of a person's account in a real browser: with scripts and without, wide and narrow, axe, passkeys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.builders.web import PASSWORD, code, organisation, person, with_second_factor
from tests.builders.web import browser as signed_in

from levelground.web.people.models import Invitation

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED_OUT = [
    "/account/login/",
    "/account/inactive/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-nothing/",
    "/account/password/reset/key/done/",
    "/account/second-step/lost/",
    "/account/provider/cancelled/",
    "/invitations/nothing/",
    "/invitations/newcomer/",
    "/invitations/colleague/",
]
SIGNED_IN = [
    "/account/",
    "/account/consents/",
    "/account/logout/",
    "/account/sessions/",
    "/account/password/again/",
    "/account/password/change/",
    "/account/second-step/",
    "/account/second-step/again/",
    "/account/second-step/app/stop/",
    "/account/second-step/passkeys/",
    "/account/second-step/passkeys/add/",
    "/invitations/colleague/",
    "/invitations/newcomer/",
]


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    """The address by the name that passkeys need."""
    cache.clear()
    for token, email in (("newcomer", "new@northshire.example"), ("colleague", "curator@northshire.example")):
        Invitation.objects.create(
            organisation=organisation(),
            email=email,
            role="analyst",
            token_digest=hashlib.sha256(token.encode()).hexdigest(),
            invited_by=person("administrator"),
            expires_at=timezone.now() + timedelta(days=1),
        )
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        yield live_server.url.replace("127.0.0.1", "localhost")


def page_of(browser: Browser, site: str, width: int = 1280, *, scripts: bool = True, user: Any = None) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=site)
    if user is not None:
        key = signed_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" and "status of 4" not in message.text else None)
    return page


def sound(page: Page, path: str) -> None:
    """No fault that axe finds, no sideways scroll, light, one heading."""
    page.goto(path)
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == [], path
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), f"{path} scrolls sideways"
    assert page.locator("h1").count() == 1
    assert not page.url.endswith("/login/") or path == "/account/login/", f"{path} led to signing in"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_signing_in_is_sound(browser: Browser, site: str, width: int) -> None:
    person("curator")
    page = page_of(browser, site, width)
    for path in SIGNED_OUT:
        sound(page, path)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_an_account_is_sound(browser: Browser, site: str, width: int) -> None:
    page = page_of(browser, site, width, user=person("curator"))
    for path in SIGNED_IN:
        sound(page, path)
    page.goto("/account/second-step/app/stop/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    for path in ("/account/second-step/app/stop/", "/account/second-step/passkeys/add/", "/account/second-step/recovery-codes/new/"):
        sound(page, path)
    page.get_by_role("button", name="Make new codes").click()
    sound(page, "/account/second-step/recovery-codes/")
    page.goto("/account/second-step/app/stop/")
    page.get_by_role("button", name="Take the app away").click()
    sound(page, "/account/second-step/app/start/")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_somebody_joins_sets_up_an_app_and_signs_in_by_keyboard(browser: Browser, site: str, width: int, scripts: bool) -> None:
    page = page_of(browser, site, width, scripts=scripts)
    page.goto("/invitations/newcomer/")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Nia Newcomer")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Your second step")).to_be_visible()
    page.get_by_role("link", name="Set up an app").press("Enter")
    secret = page.locator(".people-key").inner_text()
    page.get_by_label("Code from your app").focus()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Your recovery codes")).to_be_visible()
    codes = page.locator(".people-codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them safe").press("Enter")
    page.get_by_role("link", name="Sign out", exact=True).press("Enter")
    page.get_by_role("button", name="Sign out").press("Enter")
    page.goto("/account/")
    page.get_by_label("Email address").focus()
    page.keyboard.type("new@northshire.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").focus()
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Your account")).to_be_visible()


def with_authenticator(page: Page) -> None:
    """A device that keeps passkeys and asks for a fingerprint, as the browser plays it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})


def test_a_passkey_is_added_signs_in_alone_and_stands_in_for_a_code(browser: Browser, site: str) -> None:
    user = with_second_factor(person("curator"))
    page = page_of(browser, site)
    with_authenticator(page)
    page.goto("/account/login/?next=/account/second-step/passkeys/add/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_label("Let me sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1, name="Your recovery codes")).to_be_visible()
    kept = Authenticator.objects.get(user=user, type="webauthn").wrap()
    assert (kept.name, kept.is_passwordless) == ("Work laptop", True)
    sound(page, "/account/second-step/passkeys/")
    for path in (f"/account/second-step/passkeys/{kept.instance.pk}/name/", f"/account/second-step/passkeys/{kept.instance.pk}/remove/"):
        sound(page, path)

    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="Sign out")).to_be_visible()

    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    sound(page, "/account/second-step/enter/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("link", name="Sign out")).to_be_visible()


def test_a_passkey_that_does_not_come_is_told(browser: Browser, site: str) -> None:
    page = page_of(browser, site)
    with_authenticator(page)
    page.goto("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('stopped')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work, or you stopped it.")


def test_without_scripts_passkeys_are_not_offered_and_an_app_is(browser: Browser, site: str) -> None:
    page = page_of(browser, site, scripts=False, user=person("curator"))
    page.goto("/account/second-step/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="Set up an app instead")).to_be_visible()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
