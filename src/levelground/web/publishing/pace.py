"""How much one browser, or one connection, may send in a while: enough for a room full of people, too little for a machine."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip  # as `people.lock_out`: the visitor's own, behind a proxy too
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

SECONDS = 600
FROM_ONE_BROWSER = 12
FROM_ONE_CONNECTION = 60
"""People who sit together in a library or a workshop share one connection."""


def too_many(request: HttpRequest) -> bool:
    """Count one more, and say whether it is too many. Of browser and connection only keyed digests are kept, for ten minutes."""
    browser = request.COOKIES.get("csrftoken", "")
    counted = [("connection", get_client_ip(request) or "", FROM_ONE_CONNECTION)]
    if browser:
        counted.append(("browser", browser, FROM_ONE_BROWSER))
    return sum(_count(kind, value) > most for kind, value, most in counted) > 0  # each is counted


def _count(kind: str, value: str) -> int:
    spell = int(timezone.now().timestamp()) // SECONDS
    key = f"said:{kind}:{spell}:{salted_hmac('levelground.said', value, algorithm='sha256').hexdigest()}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1
