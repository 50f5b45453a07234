"""A person's own data: see them, take them away, end them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from levelground.web.people import oidc, presenters
from levelground.web.people.actions import privacy
from levelground.web.people.adapter import proved_lately
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.forms.own_data import EraseForm
from levelground.web.people.policy import signed_in
from levelground.web.people.viewer import user_of

BREADCRUMBS = "Your account"


@never_cache
@require_safe
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """What the site holds of the person, kind by kind."""
    held = privacy.held_of(user_of(request))
    page = {"page_title": "Your data", "parts": presenters.data_parts(held), "breadcrumbs": _trail()}
    return render(request, "people/my_data.jinja", page)


@never_cache
@require_safe
@signed_in
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    held = privacy.export(person=user_of(request), by=user_of(request))
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def erase_me(request: HttpRequest) -> HttpResponse:
    """The end of an account, after one question."""
    person = user_of(request)
    form = EraseForm(request.POST or None, person=person, lately=proved_lately(request))
    if request.method == "POST" and form.is_valid():
        try:
            privacy.erase(person=person, by=person, words=form.cleaned_data["words"] == "erase")
        except ChangeRefused as refused:
            form.add_error(None, refused.message)
        else:
            logout(request)
            messages.success(request, "Your data are erased, and your account is closed.")
            return HttpResponseRedirect(reverse("home"))
    page: dict[str, Any] = {"page_title": "Close your account", "form": form, "kept": presenters.when_erased(), "breadcrumbs": _trail()}
    page["providers"] = oidc.again(reverse("erase_me")) if form.first_sign_in else []
    return render(request, "people/erase_me.jinja", page, status=422 if form.errors else 200)


def _trail() -> list[dict[str, str]]:
    return [{"text": BREADCRUMBS, "href": reverse("account")}]
