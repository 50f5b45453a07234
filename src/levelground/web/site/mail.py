"""Which way messages go, from one address in the environment for each: email, text messages, letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

CONSOLE = "django.core.mail.backends.console.EmailBackend"
WAYS = "console:, file:, file:///a/folder, smtp://name:password@host:587?tls=1, smtps://name:password@host:465 or notify:"


OTHER_WAYS = "console:, file:, file:///a/folder or notify:"
NOTIFY = "https://api.notifications.service.gov.uk"


def settings(address: str, environment: Mapping[str, str], outbox: str = "") -> dict[str, Any]:
    """Django's settings of email for `LEVELGROUND_EMAIL_URL`.

    `console:` (also when absent) prints messages; `file:///folder` keeps each in a file, and `file:` in `outbox`, for a trial;
    `smtp://` (with `?tls=1` for STARTTLS) and
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
    if parts.scheme == "file" and (parts.path or outbox):
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path) or outbox}
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
            "NOTIFY_ADDRESS": environment.get("LEVELGROUND_NOTIFY_URL") or NOTIFY,
        }
    raise ValueError(f"LEVELGROUND_EMAIL_URL must be one of {WAYS} (which needs LEVELGROUND_NOTIFY_KEY and LEVELGROUND_NOTIFY_TEMPLATE)")


def other_ways(environment: Mapping[str, str], outbox: str) -> dict[str, Any]:
    """Settings of text messages (LEVELGROUND_TEXT_URL) and letters (LEVELGROUND_LETTER_URL).

    `console:` prints them, `file:///folder` (or `file:`, in `outbox`) keeps each in a file; `notify:` uses GOV.UK Notify, with
    LEVELGROUND_NOTIFY_KEY and LEVELGROUND_NOTIFY_TEXT_TEMPLATE or LEVELGROUND_NOTIFY_LETTER_TEMPLATE. Where nothing is set, nothing
    is sent: what has to be told waits for a person.

    Raises
    ------
    ValueError
        For an address of none of these kinds, or `notify:` without its key and template.
    """
    ways = {
        "text": _way("LEVELGROUND_TEXT_URL", "LEVELGROUND_NOTIFY_TEXT_TEMPLATE", environment, outbox),
        "letter": _way("LEVELGROUND_LETTER_URL", "LEVELGROUND_NOTIFY_LETTER_TEMPLATE", environment, outbox),
    }
    made: dict[str, Any] = {"MESSAGE_WAYS": {name: way for name, way in ways.items() if way is not None}}
    if any(way and way["kind"] == "notify" for way in ways.values()):
        made["NOTIFY_KEY"] = environment["LEVELGROUND_NOTIFY_KEY"]
        made["NOTIFY_ADDRESS"] = environment.get("LEVELGROUND_NOTIFY_URL") or NOTIFY
    return made


def _way(name: str, template: str, environment: Mapping[str, str], outbox: str) -> dict[str, str] | None:
    address = environment.get(name, "")
    parts = urlsplit(address)
    if not address:
        return None
    if parts.scheme == "console":
        return {"kind": "console"}
    if parts.scheme == "file" and (parts.path or outbox):
        return {"kind": "file", "folder": unquote(parts.path) or outbox}
    if parts.scheme == "notify" and environment.get("LEVELGROUND_NOTIFY_KEY") and environment.get(template):
        return {"kind": "notify", "template": environment[template]}
    raise ValueError(f"{name} must be one of {OTHER_WAYS} (which needs LEVELGROUND_NOTIFY_KEY and {template})")
