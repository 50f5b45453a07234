"""Settings of the web.

Environment: LEVELGROUND_HOME (the folder of the embedded database, the keys and the signed head of the audit trail; `levelground-web`
in the working folder when absent), DATABASE_URL (PostgreSQL: postgresql://user:password@host:port/name; the embedded SQLite when
absent), LEVELGROUND_RELEASE (a release folder whose results are shown), LEVELGROUND_HOSTS (names the site answers to, comma-separated;
this machine only when absent), LEVELGROUND_SECRET_KEY (made once and kept in LEVELGROUND_HOME when absent), LEVELGROUND_HTTPS=1
(behind a proxy that ends https), LEVELGROUND_ADDRESS (the address that people know the site by, for links in messages;
http://127.0.0.1:8000 when absent), LEVELGROUND_EMAIL_URL, LEVELGROUND_TEXT_URL, LEVELGROUND_LETTER_URL and
LEVELGROUND_NOTIFY_* (see `mail`), LEVELGROUND_OIDC_* (see `sign_in_settings`),
LEVELGROUND_SECOND_FACTOR_KEY (what the secrets of authenticator apps are kept under; made once like the other key when absent),
LEVELGROUND_EMAIL_FROM (whom emails come from). Elsewhere: LEVELGROUND_AUDIT_KEY (`people.audit_key`), LEVELGROUND_AUDIT_HEAD
(`people.audit_head`). For whoever runs the site all of them stand in `docs/how-to/run_the_site.md`; a test holds the two together.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from levelground.web.design_system import environment
from levelground.web.site import database, mail
from levelground.web.site.secret import kept_secret
from levelground.web.site.sign_in_settings import *  # noqa: F403

WEB = Path(__file__).parent.parent

LEVELGROUND_RELEASE = os.environ.get("LEVELGROUND_RELEASE", "")
HOME = Path(os.environ.get("LEVELGROUND_HOME", "levelground-web")).absolute()
SECRET_KEY = os.environ.get("LEVELGROUND_SECRET_KEY") or kept_secret(HOME / "secret_key")
DEMONSTRATION = os.environ.get("LEVELGROUND_DEMONSTRATION") == "1"
ALLOWED_HOSTS = [host for host in os.environ.get("LEVELGROUND_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
DEBUG = False
LEVELGROUND_ADDRESS = os.environ.get("LEVELGROUND_ADDRESS", "http://127.0.0.1:8000")
SECOND_FACTOR_KEY = os.environ.get("LEVELGROUND_SECOND_FACTOR_KEY") or kept_secret(HOME / "second_factor_key")
DEFAULT_FROM_EMAIL = os.environ.get("LEVELGROUND_EMAIL_FROM", "Levelground <levelground@localhost>")
NOTIFY_KEY = NOTIFY_TEMPLATE = NOTIFY_ADDRESS = ""
MESSAGE_WAYS: dict[str, dict[str, str]] = {}
vars().update(mail.settings(os.environ.get("LEVELGROUND_EMAIL_URL", ""), os.environ, outbox=str(HOME / "outbox")))
vars().update(mail.other_ways(os.environ, outbox=str(HOME / "outbox")))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "levelground.web.people.apps.PeopleConfig",
    "levelground.web.publishing.apps.PublishingConfig",
    "levelground.web.coproduction.apps.CoproductionConfig",
    "levelground.web.overview.apps.OverviewConfig",
]
DATABASES = {"default": database.settings(os.environ.get("DATABASE_URL", ""), HOME)}
ROOT_URLCONF = "levelground.web.site.urls"
WSGI_APPLICATION = "levelground.web.site.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "levelground.web.site.middleware.closed_to_other_sites",
    "django.middleware.gzip.GZipMiddleware",  # no page holds a secret that its size could give away
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "levelground.web.design_system.language_choice.language_of_the_page",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "levelground.web.people.session_limits.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "levelground.web.people.middleware.EveryAddressHasAPolicy",
    "axes.middleware.AxesMiddleware",
    "levelground.web.site.middleware.ErrorsInWords",
]

TEMPLATE_ROOMS = ("site", "overview", "coproduction", "publishing", "people", "notifications")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [*(WEB / room / "templates" for room in TEMPLATE_ROOMS), environment.TEMPLATES],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "levelground.web.design_system.environment.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages", "levelground.web.overview.frame.frame"],
        },
    }
]

AUTH_USER_MODEL = "people.User"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "levelground.web.site.views.form_too_old"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["levelground.web.publishing.uploads.OnlyWhatFits"]

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATICFILES_DIRS = [environment.STATIC, ("vendor", environment.VENDOR)]
WHITENOISE_USE_FINDERS = True  # read where they stand: nothing to collect
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],  # voice notes
        "base-uri": [NONE],
        "form-action": [SELF, *OIDC_ORIGINS],  # noqa: F405 - a form may lead to where people sign in
        "script-src": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # without one, a browser sends forms with no origin, and they are refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600  # sent over https only
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
if os.environ.get("LEVELGROUND_HTTPS") == "1":
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # asking browsers to preload a name is for its owner to decide
]

LOGGING = {  # what happened to the site, never who asked for what
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}, "nowhere": {"class": "logging.NullHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["nowhere"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["nowhere"], "level": "ERROR", "propagate": False},
        "levelground": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "notifications_python_client": {"handlers": ["nowhere"], "level": "ERROR", "propagate": False},  # it repeats what it is told
        "axes": {"handlers": ["nowhere"], "level": "ERROR", "propagate": False},
    },
}
