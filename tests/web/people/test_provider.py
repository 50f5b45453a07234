"""Signing in at another organisation's OpenID Connect provider: a small one, over real HTTP on this machine."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from tests.builders.web import browser, organisation, person, with_second_factor

from levelground.web.people.models import AuditEvent, Invitation, Membership, User
from levelground.web.site.sign_in_settings import oidc_provider

pytestmark = pytest.mark.django_db

LOGIN = "/account/provider/organisation/login/"
CLIENT = "levelground-at-northshire"
SHARED = "a-shared-secret"
OURS, THEIRS, STRANGERS = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3))


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


@dataclass
class Provider:
    """What the provider says of the person, how it signs, and what it was asked."""

    address: str = ""
    signs_with: rsa.RSAPrivateKey = THEIRS
    person: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    challenge: str = ""
    acr: str = ""
    asked_ago: int | None = None
    """Seconds since it asked the person; None where it does not say."""

    def id_token(self) -> str:
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + 60, "acr": self.acr}
        if self.asked_ago is not None:
            told["auth_time"] = now - self.asked_ago
        return jwt.encode(told, self.signs_with, algorithm="RS256", headers={"kid": "theirs"})

    def knows(self, form: dict[str, str]) -> bool:
        """Whether the one who asks signed with the key that was registered, for this very address, and holds the verifier."""
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(verifier).rstrip(b"=").decode() != self.challenge:
            return False
        if form.get("client_secret"):
            return form["client_secret"] == SHARED
        try:
            claims = jwt.decode(form["client_assertion"], OURS.public_key(), algorithms=["RS512"], audience=f"{self.address}/token")
        except jwt.PyJWTError:
            return False
        kind = form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return kind and claims["iss"] == claims["sub"] == CLIENT and claims["exp"] - claims["iat"] <= 300 and "jti" in claims


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = provider.address
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(THEIRS.public_key()))
            self.answer(
                {
                    "/.well-known/openid-configuration": {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorise",
                        "token_endpoint": f"{here}/token",
                        "userinfo_endpoint": f"{here}/userinfo",
                        "jwks_uri": f"{here}/keys",
                        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"],
                    },
                    "/keys": {"keys": [{**jwk, "kid": "theirs", "alg": "RS256", "use": "sig"}]},
                    "/userinfo": provider.person,
                }[urlsplit(self.path).path]
            )

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            provider.asked.append(form)
            if provider.knows(form):
                self.answer({"access_token": "t", "token_type": "Bearer", "id_token": provider.id_token()})
            else:
                self.answer({"error": "invalid_client"}, 401)

        def answer(self, told: Any, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *parts: Any) -> None:
            """Silence."""

    return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    cache.clear()
    made = Provider(person={"sub": "4711", "email": "analyst@northshire.example", "email_verified": True, "name": "Ann Analyst"})
    server = HTTPServer(("127.0.0.1", 0), handler(made))
    made.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def configured(provider: Provider, tmp_path: Any, key: rsa.RSAPrivateKey = OURS, **more: str) -> override_settings:
    (tmp_path / "key.pem").write_text(pem(key), encoding="ascii")
    environment = {
        "LEVELGROUND_OIDC_CLIENT_ID": CLIENT,
        "LEVELGROUND_OIDC_KEY_FILE": str(tmp_path / "key.pem"),
        "LEVELGROUND_OIDC_KEY_ID": "ours-1",
        "LEVELGROUND_OIDC_NAME": "NHS sign-in",
        **more,
    }
    acr = environment.get("LEVELGROUND_OIDC_ACR", "").split()
    return override_settings(SOCIALACCOUNT_PROVIDERS=oidc_provider(provider.address, environment), OIDC_ACR=acr)


def there_and_back(client: Client, provider: Provider, start: str = LOGIN) -> Any:
    """Press the button, be sent to the provider, and come back with a code."""
    sent = client.post(start)
    assert sent.status_code == 302
    assert sent.url.startswith(f"{provider.address}/authorise?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent.url).query).items()}
    provider.challenge = asked["code_challenge"]
    back = urlsplit(asked["redirect_uri"]).path
    return client.get(back, {"code": "a-code", "state": asked["state"]})


def test_a_person_with_an_account_is_known_by_their_verified_address_and_does_the_second_step(provider: Provider, tmp_path: Any) -> None:
    user = with_second_factor(person("analyst"))
    with configured(provider, tmp_path):
        client = browser()
        assert "Sign in with NHS sign-in" in client.get("/account/login/").content.decode()
        back = there_and_back(client, provider)
        assert (back.status_code, back.url) == (302, "/account/second-step/enter/")
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (user, "4711", {}), "nothing is kept of what the provider said but who it is"
    assert AuditEvent.objects.filter(action="people.provider_connected", by=user.pk).exists()
    assert jwt.get_unverified_header(provider.asked[0]["client_assertion"]) == {"alg": "RS512", "typ": "JWT", "kid": "ours-1"}
    assert "client_secret" not in provider.asked[0]


@pytest.mark.parametrize(("acr", "counts"), [("AAL2", True), ("AAL1", False), ("", False)])
def test_the_providers_second_step_counts_only_where_it_is_configured(provider: Provider, tmp_path: Any, acr: str, counts: bool) -> None:
    person("analyst")
    provider.acr = acr
    with configured(provider, tmp_path, LEVELGROUND_OIDC_ACR="AAL2 AAL3"):
        client = browser()
        there_and_back(client, provider)
        page = client.get("/organisations/northshire/people/")
    assert page.status_code == (200 if counts else 302)
    if not counts:
        assert page.url == "/account/second-step/"


def test_a_second_sign_in_finds_the_same_person_even_with_another_address(provider: Provider, tmp_path: Any) -> None:
    user = person("analyst")
    with configured(provider, tmp_path):
        there_and_back(browser(), provider)
        provider.person["email"] = "married@northshire.example"
        client = browser()
        there_and_back(client, provider)
        assert client.session["_auth_user_id"] == str(user.pk)


def test_who_has_no_password_signs_in_again_before_their_data_are_erased(provider: Provider, tmp_path: Any) -> None:
    user = person("analyst")
    user.set_unusable_password()
    user.save()
    provider.acr, asked = "AAL2", {"words": "erase", "sure": "on"}
    with configured(provider, tmp_path, LEVELGROUND_OIDC_ACR="AAL2"):
        client = browser()
        there_and_back(client, provider)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            page = client.get("/account/erase/").content.decode()
            assert "sign in again" in page and "What becomes of your words" not in page
            refused = client.post("/account/erase/", asked)
            assert (refused.status_code, User.objects.get(pk=user.pk).erased_at) == (422, None)
            again = unescape(re.search(r'action="(/account/provider[^"]*)"', page)[1])
            sent = client.post(again)
            assert "prompt=login" in sent.url and "max_age=0" in sent.url
            for unasked in (None, 3600):  # let through on an older sign-in, as at a screen that was left open
                provider.asked_ago = unasked
                there_and_back(client, provider, again)
                assert client.post("/account/erase/", asked).status_code == 422
            provider.asked_ago = 2
            back = there_and_back(client, provider, again)
            assert (back.status_code, back.url) == (302, "/account/erase/")
            assert client.post("/account/erase/", asked).url == "/"
    assert User.objects.get(pk=user.pk).erased_at is not None


@pytest.mark.parametrize(
    "said",
    [{"email_verified": False}, {"email": "stranger@northshire.example"}, {"email": None}],
    ids=["not verified", "no account", "no address"],
)
def test_nobody_gets_in_without_an_account_and_a_verified_address(provider: Provider, tmp_path: Any, said: dict[str, Any]) -> None:
    person("analyst")
    provider.person.update(said)
    with configured(provider, tmp_path):
        client = browser()
        page = there_and_back(client, provider)
    assert page.status_code == 403
    assert "You do not have an account here yet" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.count() == 0
    assert User.objects.count() == 1


def test_an_assertion_of_another_key_is_refused_by_the_provider_and_the_page_says_so(provider: Provider, tmp_path: Any) -> None:
    person("analyst")
    with configured(provider, tmp_path, STRANGERS):
        client = browser()
        page = there_and_back(client, provider)
    assert "We could not sign you in" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_token_that_the_provider_did_not_sign_is_refused(provider: Provider, tmp_path: Any) -> None:
    person("analyst")
    provider.signs_with = STRANGERS
    with configured(provider, tmp_path):
        client = browser()
        page = there_and_back(client, provider)
    assert "We could not sign you in" in page.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_signature_by_a_key_pair_is_refused(provider: Provider, tmp_path: Any, algorithm: str, monkeypatch: Any) -> None:
    person("analyst")
    told = {"sub": "4711", "iss": provider.address, "aud": CLIENT, "exp": time.time() + 60}
    shared = None if algorithm == "none" else "x" * 32
    forged = jwt.encode(told, shared, algorithm=algorithm, headers={"kid": "theirs"})
    monkeypatch.setattr(provider, "id_token", lambda: forged)
    with configured(provider, tmp_path):
        client = browser()
        there_and_back(client, provider)
    assert "_auth_user_id" not in client.session


def test_userinfo_of_somebody_else_is_refused(provider: Provider, tmp_path: Any, monkeypatch: Any) -> None:
    person("analyst")
    token = provider.id_token()
    monkeypatch.setattr(provider, "id_token", lambda: token)
    provider.person["sub"] = "somebody-else"
    with configured(provider, tmp_path):
        client = browser()
        there_and_back(client, provider)
    assert "_auth_user_id" not in client.session


def test_a_shared_secret_does_where_no_key_is_configured(provider: Provider, tmp_path: Any) -> None:
    person("analyst")
    with configured(provider, tmp_path, LEVELGROUND_OIDC_KEY_FILE="", LEVELGROUND_OIDC_SECRET=SHARED):
        client = browser()
        there_and_back(client, provider)
        assert "_auth_user_id" in client.session


def test_an_invited_person_joins_by_the_provider(provider: Provider, tmp_path: Any) -> None:
    provider.person["email"] = "newcomer@northshire.example"
    link = "a-secret-of-a-link"
    Invitation.objects.create(
        organisation=organisation(),
        email="newcomer@northshire.example",
        role="analyst",
        token_digest=hashlib.sha256(link.encode()).hexdigest(),
        invited_by=person("administrator"),
        expires_at=timezone.now() + timedelta(days=1),
    )
    with configured(provider, tmp_path):
        client = browser()
        address = f"/invitations/{link}/"
        assert "Join with NHS sign-in" in client.get(address).content.decode()
        back = there_and_back(client, provider, f"{LOGIN}?next={address}")
        assert (back.status_code, back.url) == (302, address)
        assert client.post(address).url == "/organisations/northshire/"
    user = User.objects.get(email="newcomer@northshire.example")
    assert user.name == "Ann Analyst"
    assert not user.has_usable_password()
    assert Membership.objects.filter(user=user, role="analyst").exists()


def test_a_provider_that_is_down_is_told(provider: Provider, tmp_path: Any) -> None:
    provider.address = "http://127.0.0.1:9"
    with configured(provider, tmp_path):
        page = browser().post(LOGIN)
    assert page.status_code == 503
    assert "Try again in a few minutes" in page.content.decode()


def test_without_a_provider_there_is_no_such_page() -> None:
    assert browser().post(LOGIN).status_code == 404
    assert "your organisation's sign-in" not in browser().get("/account/login/").content.decode()


def test_somebody_who_stops_at_the_provider_is_told(provider: Provider, tmp_path: Any) -> None:
    with configured(provider, tmp_path):
        client = browser()
        sent = client.post(LOGIN)
        state = parse_qs(urlsplit(sent.url).query)["state"][0]
        page = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert "You stopped signing in" in page.content.decode()


def test_no_second_account_of_a_provider_is_connected_by_hand(provider: Provider, tmp_path: Any) -> None:
    with configured(provider, tmp_path):
        client = browser(person("curator"))
        page = there_and_back(client, provider, f"{LOGIN}?process=connect")
    assert page.status_code == 403
    assert SocialAccount.objects.count() == 0
