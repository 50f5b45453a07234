"""Signing in: the addresses of allauth that this site uses, each with its policy, and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from allauth.usersessions import views as usersessions
from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import URLPattern, path, re_path

from levelground.web.people.oidc import offered
from levelground.web.people.policy import OF_OTHERS, AccessPolicy, Audience
from levelground.web.people.views import providers, sign_in

View = Callable[..., Any]

sign_in_page = csp_update({"connect-src": [SELF]})(account.LoginView.as_view(extra_context={"providers": offered}))
"""Its script asks this site what to ask a passkey; no other page's script asks for anything."""

TO_SIGN_IN: list[tuple[str, View, str]] = [
    ("login/", sign_in_page, "account_login"),
    ("logout/", account.logout, "account_logout"),
    ("inactive/", account.account_inactive, "account_inactive"),
    ("password/reset/", account.password_reset, "account_reset_password"),
    ("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    ("password/reset/key/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    ("second-step/enter/", mfa.authenticate, "mfa_authenticate"),
    ("second-step/passkeys/login/", webauthn.login_webauthn, "mfa_login_webauthn"),
    ("provider/cancelled/", socialaccount.login_cancelled, "socialaccount_login_cancelled"),
]
"""For whoever is signing in."""

OWN_ACCOUNT: list[tuple[str, View, str]] = [
    ("password/again/", account.reauthenticate, "account_reauthenticate"),
    ("password/change/", account.password_change, "account_change_password"),
    ("password/set/", account.password_set, "account_set_password"),
    ("second-step/", mfa.index, "mfa_index"),
    ("second-step/again/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("second-step/app/start/", totp.activate_totp, "mfa_activate_totp"),
    ("second-step/app/stop/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("second-step/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("second-step/recovery-codes/new/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("second-step/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    ("second-step/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    ("second-step/passkeys/again/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("second-step/passkeys/<int:pk>/name/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    ("second-step/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    ("sessions/", usersessions.list_usersessions, "usersessions_list"),
]
"""For whoever is signed in."""

RESET_LINK = r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"


def _addresses(group: list[tuple[str, View, str]], audience: Audience) -> list[URLPattern]:
    for _, _, name in group:
        OF_OTHERS[name] = AccessPolicy(audience)
    return [path(f"account/{address}", view, name=name) for address, view, name in group]


OF_OTHERS["account_reset_password_from_key"] = AccessPolicy(Audience.SIGNED_OUT)
urlpatterns: list[URLPattern] = [
    *_addresses(TO_SIGN_IN, Audience.SIGNED_OUT),
    *_addresses(OWN_ACCOUNT, Audience.SIGNED_IN),
    re_path(RESET_LINK, account.password_reset_from_key, name="account_reset_password_from_key"),
    path("account/provider/<str:provider_id>/login/", providers.openid_connect_login, name="openid_connect_login"),
    path("account/provider/<str:provider_id>/login/callback/", providers.openid_connect_callback, name="openid_connect_callback"),
    path("account/second-step/lost/", sign_in.second_factor_lost, name="second_factor_lost"),
]
