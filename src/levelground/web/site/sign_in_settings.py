"""Settings of signing in: allauth (password and second factor, passkeys, OIDC), axes (lock-out), sessions, the cache of its limits.

Environment for signing in at another organisation's provider (none when absent): LEVELGROUND_OIDC_ISSUER (its address),
LEVELGROUND_OIDC_CLIENT_ID, then either LEVELGROUND_OIDC_SECRET or, for NHS CIS2 (`private_key_jwt`), LEVELGROUND_OIDC_KEY_FILE (a
private RSA key in PEM) and LEVELGROUND_OIDC_KEY_ID. LEVELGROUND_OIDC_NAME is what its button says. LEVELGROUND_OIDC_ACR (values of
`acr`, separated by spaces) says which of its sign-ins count as two steps; with none, a step of our own is asked for.
LEVELGROUND_OIDC_ORIGINS (separated by spaces) names where its pages are, when that is not where its address is.

LEVELGROUND_PROXIES says how many proxies of one's own stand in front (1 with LEVELGROUND_HTTPS=1, otherwise 0): without it, all
visitors would seem to come from the proxy, and one person's wrong passwords would lock everybody out.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3600

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_of_limits",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # with few, whoever sends many forms would push out the counts of others
    }
}

# accounts, by allauth
ACCOUNT_ADAPTER = "levelground.web.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proved the address already
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PASSWORD_MIN_LENGTH = None  # AUTH_PASSWORD_VALIDATORS say it, once
ACCOUNT_FORMS = {
    "login": "levelground.web.people.forms.sign_in.SignInForm",
    "reauthenticate": "levelground.web.people.forms.sign_in.PasswordAgainForm",
    "reset_password": "levelground.web.people.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "levelground.web.people.forms.sign_in.NewPasswordForm",
    "set_password": "levelground.web.people.forms.sign_in.SetPasswordForm",
    "change_password": "levelground.web.people.forms.sign_in.ChangePasswordForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600

# second factors, by allauth
MFA_ADAPTER = "levelground.web.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Levelground"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late; `forms.second_factor` remembers used codes for as long as they would do
MFA_FORMS = {
    "activate_totp": "levelground.web.people.forms.second_factor.StartAppForm",
    "authenticate": "levelground.web.people.forms.second_factor.CodeForm",
    "reauthenticate": "levelground.web.people.forms.second_factor.CodeAgainForm",
    "add_webauthn": "levelground.web.people.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "levelground.web.people.forms.second_factor.RenamePasskeyForm",
}

# another organisation's provider
SOCIALACCOUNT_ADAPTER = "levelground.web.people.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter matches by verified address, and by nothing else
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ACR = os.environ.get("LEVELGROUND_OIDC_ACR", "").split()
_ISSUER = os.environ.get("LEVELGROUND_OIDC_ISSUER", "")
OIDC_ORIGINS = [f"{urlsplit(_ISSUER).scheme}://{urlsplit(_ISSUER).netloc}"] if _ISSUER else []
OIDC_ORIGINS += os.environ.get("LEVELGROUND_OIDC_ORIGINS", "").split()


def oidc_provider(address: str, environment: dict[str, str]) -> dict[str, Any]:
    """allauth's settings of one OpenID Connect provider, from the environment; none for an empty address."""
    if not address:
        return {}
    key_file = environment.get("LEVELGROUND_OIDC_KEY_FILE", "")
    acr = environment.get("LEVELGROUND_OIDC_ACR", "")
    app = {
        "provider_id": "organisation",
        "name": environment.get("LEVELGROUND_OIDC_NAME", "your organisation"),
        "client_id": environment.get("LEVELGROUND_OIDC_CLIENT_ID", ""),
        "secret": environment.get("LEVELGROUND_OIDC_SECRET", ""),
        "settings": {
            "server_url": address,
            "oauth_pkce_enabled": True,
            "private_key": Path(key_file).read_text(encoding="ascii") if key_file else "",
            "key_id": environment.get("LEVELGROUND_OIDC_KEY_ID", ""),
            "auth_params": {"acr_values": acr} if acr else {},
        },
    }
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = oidc_provider(_ISSUER, dict(os.environ))

# axes: lock-out, by account and by network address; what it keeps is digests, and goes when the lock-out ends
AXES_HANDLER = "levelground.web.people.lock_out.LockOut"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "levelground.web.people.lock_out.account_of"
AXES_CLIENT_IP_CALLABLE = "levelground.web.people.lock_out.place_of"
AXES_LOCKOUT_CALLABLE = "levelground.web.people.lock_out.locked_out_page"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# sessions
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LEVELGROUND_PROXIES") or os.environ.get("LEVELGROUND_HTTPS") == "1")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
SIGNED_IN_AT_MOST = timedelta(hours=12)
IDLE_AT_MOST = timedelta(minutes=20)
