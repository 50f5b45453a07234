"""A person's own account: what is held of them, what they agreed to, how they sign in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import signed_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@signed_in
def consents(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@signed_in
def my_data_file(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@signed_in
def erase_me(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")
