"""Digests that stand for an address: nobody without the site's key can tell whose."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def keyed_digest(text: str) -> str:
    """HMAC-SHA-256 of the text, whatever its case and the spaces around it, in hex."""
    key = hashlib.sha256(b"digests of people|" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, text.strip().casefold().encode(), hashlib.sha256).hexdigest()
