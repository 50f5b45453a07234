"""Where the records are: SQLite in a file of this machine, or PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

KEPT_OPEN = 60
"""Seconds that a connection serves one page after another; opening one anew costs a page more than most of its questions."""


def settings(address: str, home: Path) -> dict[str, Any]:
    """Django's settings of one database.

    SQLite waits up to 20 s for its turn and takes it at the beginning of a transaction, so that writers never fail half-way;
    it writes each transaction through to the disk (`synchronous=FULL`), and what is deleted is overwritten (`secure_delete`).

    Raises
    ------
    ValueError
        For an address that is not one of PostgreSQL.
    """
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "levelground.sqlite3",
            "CONN_MAX_AGE": KEPT_OPEN,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must be postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
    }
