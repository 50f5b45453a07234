"""The language of the pages for those who take part: chosen by a link, kept by the browser, and nothing else is known of it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from levelground.web.design_system import translations

PAGES = ("/concerns/", "/concern/", "/take-part/", "/interest/", "/outcome/", "/mine/", "/live/", "/you-said/")
"""What these begin with is written for people who take part, in their language where there is one."""
ASKED = "lang"
COOKIE = "language"

Respond = Callable[[HttpRequest], HttpResponse]


def language_of_the_page(respond: Respond) -> Respond:
    """Middleware. `?lang=ur` at the end of an address chooses a language, `?lang=en-GB` English; the next pages follow."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PAGES):
            return respond(request)
        asked = request.GET.get(ASKED, "")
        code = asked if _is_known(asked) else request.COOKIES.get(COOKIE, "")
        with translations.speaking(translations.languages().get(code), choice=True) as speech:
            response = respond(request)
        response.headers["Content-Language"] = speech.code
        patch_vary_headers(response, ["Cookie"])
        if _is_known(asked):
            _keep(response, asked)
        return response

    return middleware


def _is_known(code: str) -> bool:
    return code == translations.ENGLISH or code in translations.languages()


def _keep(response: HttpResponse, code: str) -> None:
    """In a cookie that ends with the visit; English needs none."""
    if code == translations.ENGLISH:
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(COOKIE, code, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
