"""Signing in at another organisation's OpenID Connect provider, also one that asks for a signed assertion (NHS CIS2)."""

from __future__ import annotations

import time
import uuid
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

SIGNED_BY_PROVIDER = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
"""How a provider may sign what it says of a person: with a key pair, never with a shared secret or not at all."""
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LASTS = 300
"""Seconds."""
ASKED_AT = "provider_asked_at"
"""In a session: when the provider last asked the person who they are, by its own word; a provider may let somebody through unasked."""


def offered() -> list[dict[str, str]]:
    """The providers that people may sign in with: what the button says, and where it leads."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [{"name": app["name"], "address": reverse("openid_connect_login", args=[app["provider_id"]])} for app in apps]


def again(next_page: str) -> list[dict[str, str]]:
    """The same, for whoever signs in once more before something that matters: the provider is asked to ask them, to say when it did (which
    `max_age` makes it), and then leads there."""
    asked = urlencode({"next": next_page, "auth_params": urlencode({"prompt": "login", "max_age": 0})})
    return [{"name": each["name"], "address": f"{each['address']}?{asked}"} for each in offered()]


class AssertingClient(OAuth2Client):  # type: ignore[misc]  # allauth has no types
    """Says who it is by an assertion that it signs with its own key (`private_key_jwt`, RS512), not by a shared secret."""

    def __init__(self, *args: Any, private_key: str, key_id: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.private_key, self.key_id = private_key, key_id
        self.consumer_secret = ""

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None, extra_data: dict[str, str] | None = None) -> Any:
        signed = {"client_assertion_type": ASSERTION, "client_assertion": self._assertion()}
        return super().get_access_token(code, pkce_code_verifier, extra_data={**(extra_data or {}), **signed})

    def _assertion(self) -> str:
        now = int(time.time())
        told = {
            "iss": self.consumer_key,
            "sub": self.consumer_key,
            "aud": self.access_token_url,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + ASSERTION_LASTS,
        }
        return jwt.encode(told, self.private_key, algorithm="RS512", headers={"kid": self.key_id} if self.key_id else None)


class AssertingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's adapter, with the assertion where a key is configured, and always with a check of the provider's signature."""

    def get_client(self, request: HttpRequest, app: Any) -> OAuth2Client:
        if not app.settings.get("private_key"):
            return super().get_client(request, app)
        return AssertingClient(
            request,
            app.client_id,
            "",
            self.access_token_method,
            self.access_token_url,
            self.get_callback_url(request, app),
            private_key=app.settings["private_key"],
            key_id=app.settings.get("key_id", ""),
        )

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **more: Any) -> Any:
        """What the provider says of the person: who, which address, how they signed in. Nothing of it is kept but the subject."""
        login = super().complete_login(request, app, token, **more)
        said = login.account.extra_data or {}
        of_sign_in = said.get("id_token") or {}
        login.acr, login.asked_at = str(of_sign_in.get("acr", "")), of_sign_in.get("auth_time", 0)
        subjects = {part["sub"] for part in (said.get("id_token"), said.get("userinfo")) if part and "sub" in part}
        if len(subjects) != 1:
            raise OAuth2Error("the provider speaks of two people")
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            how = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as fault:
            raise OAuth2Error("not a token") from fault
        if how not in SIGNED_BY_PROVIDER:
            raise OAuth2Error("not signed by a key of the provider")
        said: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return said
