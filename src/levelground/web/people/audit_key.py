"""The key of the audit trail: it stands in a file outside the database, so that who can write to the database cannot sign.

The file is LEVELGROUND_AUDIT_KEY, or `audit_key` in LEVELGROUND_HOME; it is made once, and only its owner may read it.
"""

from __future__ import annotations

import base64
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

BYTES = 32


def key_file() -> Path:
    """Where the key is."""
    return Path(os.environ.get("LEVELGROUND_AUDIT_KEY") or settings.HOME / "audit_key")


def audit_key() -> bytes:
    """The key, made when there is none.

    Raises
    ------
    ValueError
        When the file holds something else.
    """
    path = key_file()
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        text = _made(path)
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != BYTES:
        raise ValueError(f"the key of the audit trail must have {BYTES} bytes; {path.name} has {len(key)}")
    return key


def _made(path: Path) -> str:
    """A new key, in its file whole or not at all; the other one's where another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(base64.b64encode(secrets.token_bytes(BYTES)).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:  # another process was first: its key counts
        pass
    finally:
        beside.unlink()
    return path.read_text(encoding="ascii")


def signature_of(number: int, digest: str, key: bytes | None = None) -> str:
    """The Ed25519 signature under one event: over its number and its digest."""
    return _private(key or audit_key()).sign(_signed(number, digest)).hex()


@lru_cache(maxsize=4096)
def is_signed(number: int, digest: str, signature: str, key: bytes) -> bool:
    """Whether the signature was made with this key, for this number and digest."""
    try:
        _private(key).public_key().verify(bytes.fromhex(signature), _signed(number, digest))
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def _private(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)


def _signed(number: int, digest: str) -> bytes:
    return f"levelground audit {number} {digest}".encode("utf-8", "surrogatepass")
