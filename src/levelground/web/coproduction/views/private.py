"""Pages behind a private link: whoever has the address has the page, so the address goes nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

PRIVATE = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
"""No other site hears of the address. Not `no-referrer`: with it a browser sends forms with `Origin: null`, and all are refused."""


def private_link(view: View) -> View:
    """A view behind a private link. Its answers are kept by no browser, named to no other site and found by no search engine.

    Goes under the mark of the policy: `@anyone`, then `@private_link`.
    """

    @wraps(view)
    def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in PRIVATE.items():
            response.headers[name] = value
        return response

    return cast(View, closed)
