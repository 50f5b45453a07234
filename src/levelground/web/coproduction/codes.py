"""Secrets for private links, and short codes that people read out, type and remember."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, O, 1, I, L or U: nothing that is misread, and no word that offends."""


def new_secret() -> str:
    """What a private link ends with: 256 bits. Only its digest is kept."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def short_code(length: int = 6) -> str:
    """A code for a short address or to type from a screen: `K7QM2X`. Not a secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def public_id(letter: str) -> str:
    """An id that a change package may hold: `C-` and eight characters, from which nobody can tell who or when."""
    return f"{letter}-{short_code(8)}"
