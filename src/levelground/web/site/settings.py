"""Settings of the web. There is no database, no session and no cookie: pages are read from one release folder.

Environment: LEVELGROUND_RELEASE (the release folder), LEVELGROUND_HOSTS (names the site answers to, comma-separated;
this machine only when absent), LEVELGROUND_SECRET_KEY, LEVELGROUND_HTTPS=1 (behind a proxy that ends https).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from levelground.web.design_system import environment

WEB = Path(__file__).parent.parent

LEVELGROUND_RELEASE = os.environ.get("LEVELGROUND_RELEASE", "")
SECRET_KEY = os.environ.get("LEVELGROUND_SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = [host for host in os.environ.get("LEVELGROUND_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
DEBUG = False

INSTALLED_APPS = ["django.contrib.staticfiles", "csp"]
DATABASES: dict[str, dict[str, str]] = {}
ROOT_URLCONF = "levelground.web.site.urls"
WSGI_APPLICATION = "levelground.web.site.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "levelground.web.site.middleware.closed_to_other_sites",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # no page holds a secret that its size could give away
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "levelground.web.site.middleware.ErrorsInWords",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "site/templates", WEB / "overview/templates", environment.TEMPLATES],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "levelground.web.design_system.environment.environment",
            "context_processors": ["levelground.web.overview.presenters.frame"],
        },
    }
]

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
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600  # sent over https only
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
if os.environ.get("LEVELGROUND_HTTPS") == "1":
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # no form and no cookie: there is no request to forge
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
    },
}
