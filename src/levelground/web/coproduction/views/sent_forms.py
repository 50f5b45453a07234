"""What every page with a form does: read what was sent, do it or have the form say why not, and show the form again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from levelground.errors import UserFacingError

FORM_OR_PAGE = ["GET", "HEAD", "POST"]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None where the page was only opened, so that its form is not judged yet."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form was sent and what it asks for was done; else the form says why not."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except UserFacingError as refused:
        field = getattr(refused, "field", None)
        form.add_error(field if field in form.fields else None, refused.message)
        return False
    return True


def form_page(request: HttpRequest, template: str, context: Mapping[str, Any], form: forms.Form) -> HttpResponse:
    """The page of a form: to fill in, or with what was wrong in it."""
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)
