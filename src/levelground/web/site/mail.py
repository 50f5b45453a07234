"""Which way messages go, from one address in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

CONSOLE = "django.core.mail.backends.console.EmailBackend"
WAYS = "console:, file:///a/folder, smtp://name:password@host:587?tls=1, smtps://name:password@host:465 or notify:"


def settings(address: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings of email for `LEVELGROUND_EMAIL_URL`.

    `console:` (also when absent) prints messages; `file:///folder` keeps each in a file; `smtp://` (with `?tls=1` for STARTTLS) and
    `smtps://` hand them to a mail server; `notify:` uses GOV.UK Notify (LEVELGROUND_NOTIFY_KEY and LEVELGROUND_NOTIFY_TEMPLATE,
    and LEVELGROUND_NOTIFY_URL for another address than its own).

    Raises
    ------
    ValueError
        For an address of none of these kinds.
    """
    parts = urlsplit(address or "console:")
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": CONSOLE}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": dict(parse_qsl(parts.query)).get("tls") == "1",
            "EMAIL_TIMEOUT": 10,
        }
    if parts.scheme == "notify" and environment.get("LEVELGROUND_NOTIFY_KEY") and environment.get("LEVELGROUND_NOTIFY_TEMPLATE"):
        return {
            "EMAIL_BACKEND": "levelground.web.notifications.govuk_notify.NotifyBackend",
            "NOTIFY_KEY": environment["LEVELGROUND_NOTIFY_KEY"],
            "NOTIFY_TEMPLATE": environment["LEVELGROUND_NOTIFY_TEMPLATE"],
            "NOTIFY_ADDRESS": environment.get("LEVELGROUND_NOTIFY_URL", "https://api.notifications.service.gov.uk"),
        }
    raise ValueError(f"LEVELGROUND_EMAIL_URL must be one of {WAYS} (which needs LEVELGROUND_NOTIFY_KEY and LEVELGROUND_NOTIFY_TEMPLATE)")
