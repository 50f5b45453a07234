"""Holds back what machines send, without puzzles: three quiet signs. What is held waits for a person to read; nothing is thrown away."""

from __future__ import annotations

import re
import secrets
from typing import Any

from allauth.core.internal.httpkit import get_client_ip  # as `people.lock_out`: the visitor's own, behind a proxy too
from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from levelground.web.people.digests import keyed_digest

FASTEST_SECONDS = 3.0
"""Nobody reads a page and fills it in faster."""
SECONDS = 600
FROM_ONE_CONNECTION = 1200
"""Finished forms in ten minutes. A hall, a hospital or a whole mobile network may share one connection, so it is high."""

HELD_WORDS = {
    "honeypot": "A box that people do not see was filled in.",
    "too_fast": "It was filled in faster than people write.",
    "no_stamp": "It did not come from a page of this site.",
    "too_many": "Very many came from the same place at once.",
    "same_address": "Many gave the same email address or phone number today.",
}
"""Why something is held, in words for whoever reads it."""

WRONG_CODES = 300
"""Codes of sessions in ten minutes that open nothing: a full hall types a few, somebody who tries them out types very many."""

_SALT = "levelground.form_shown"
_KEY = re.compile(r"[A-Za-z0-9_-]{32,64}")


class FormGuard(forms.Form):
    """Three hidden fields of a public form; none of them ever refuses it. Drawn by `guard` of `coproduction/form_guard.jinja`.

    `form_key` is made when the form is shown: what comes twice with the same key is one thing. `website` stays empty.
    `began` says, signed, when the form was shown.
    """

    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def key(self) -> str:
        """The key of this form: the one that came back, or a new one where what came back is none."""
        came_back = str(self.data.get(self.add_prefix("form_key"), "")) if self.is_bound else ""
        if not hasattr(self, "_key"):
            self._key = came_back if _KEY.fullmatch(came_back) else secrets.token_urlsafe(32)
        return self._key

    @property
    def stamp(self) -> str:
        """When the form was first shown; a new stamp where the one that came back is not ours."""
        came_back = str(self.data.get(self.add_prefix("began"), "")) if self.is_bound else ""
        return came_back if _shown_at(came_back) is not None else shown_now()

    def clean_form_key(self) -> str:
        """Always a key."""
        return self.key


def shown_now() -> str:
    """That a form is shown now, signed."""
    return signing.dumps(timezone.now().timestamp(), salt=_SALT)


def held_because(form: FormGuard, request: HttpRequest, *, fastest: float = FASTEST_SECONDS) -> str:
    """Why what was sent waits for a person to read it: a key of `HELD_WORDS`; empty where nothing speaks for a machine.

    Call it once for each form that is finished: it counts those of one connection. `fastest`: seconds, 0 where speed says nothing.
    """
    given: dict[str, Any] = form.cleaned_data
    shown = _shown_at(given.get("began", ""))
    crowded = _too_many(request)
    if given.get("website"):
        return "honeypot"
    if shown is None:
        return "no_stamp"
    if timezone.now().timestamp() - shown < fastest:
        return "too_fast"
    return "too_many" if crowded else ""


def _shown_at(stamp: str) -> float | None:
    try:
        return float(signing.loads(stamp, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def guesses_codes(request: HttpRequest) -> bool:
    """Whether so many wrong codes came from this connection that no code of its is looked up for a while."""
    return int(cache.get(_counted("code", request), 0)) >= WRONG_CODES


def wrong_code(request: HttpRequest) -> None:
    """Count one more code that opens nothing."""
    _one_more(_counted("code", request))


def _too_many(request: HttpRequest) -> bool:
    """Count one more finished form of this connection."""
    return _one_more(_counted("form", request)) > FROM_ONE_CONNECTION


def _counted(what: str, request: HttpRequest) -> str:
    """Under what it is counted. Only a keyed digest of the connection is kept, for ten minutes."""
    spell = int(timezone.now().timestamp()) // SECONDS
    return f"{what}:{spell}:{keyed_digest(get_client_ip(request) or '')}"


def _one_more(key: str) -> int:
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1
