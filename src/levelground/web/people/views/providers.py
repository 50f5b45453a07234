"""Signing in at another organisation's provider: there and back."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from levelground.web.people.oidc import AssertingAdapter
from levelground.web.people.policy import signing_in


@signing_in
def openid_connect_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _through(OAuth2LoginView, request, provider_id)


@signing_in
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _through(OAuth2CallbackView, request, provider_id)


def _through(view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(AssertingAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as absent:
        raise Http404("no such provider") from absent
    except RequestException:
        return render(request, "socialaccount/authentication_error.jinja", {"page_title": "We could not sign you in"}, status=503)
    return answer
