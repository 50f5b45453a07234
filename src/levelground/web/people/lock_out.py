"""Lock-out after wrong passwords: an account after 5, a network address after 20, each for 15 minutes.

A hospital may go out to the internet by one address, so it takes more to lock one. What is kept is a digest of the account and of
the address, and a count; no browser, no form, no words. It is deleted when it no longer locks anything.
"""

from __future__ import annotations

import copy
import ipaddress
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.handlers.database import AxesDatabaseHandler
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from levelground.web.people.actions import sign_in
from levelground.web.people.digests import keyed_digest

PLACE_COUNTS_AS = 4
"""That many failures from one network address weigh as one for an account."""
CARRIED_BACK = ("axes_locked_out", "axes_credentials", "axes_failures_since_start")


def account_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The digest of the account that somebody tries to get into, whether or not there is one."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username") or request.POST.get("login", "")
    return keyed_digest(str(given)) if given else None


def place_of(request: HttpRequest) -> str:
    """A digest of the network address, in the form of an address (`axes` keeps nothing else)."""
    return str(ipaddress.IPv6Address(bytes.fromhex(keyed_digest(get_client_ip(request) or ""))[:16]))


def locked_out_page(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Says what happened and what to do; the same page whether or not there is such an account."""
    return render(request, "people/locked_out.jinja", {"page_title": "Too many wrong passwords"}, status=429)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """allauth's limits: too many forms from one place, or about one account."""
    return render(request, "people/too_many_requests.jinja", {"page_title": "Too many tries"}, status=429)


class LockOut(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """axes' own handler, with two limits and without what it need not know."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        of_account, of_place = (
            attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0 for attempts in self.get_user_attempts(request, credentials)
        )
        return max(of_account, of_place // PLACE_COUNTS_AS)

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
        if request is None:
            return
        was_locked = self.is_locked(request, credentials)
        quiet: Any = copy.copy(request)
        quiet.GET = quiet.POST = QueryDict()
        quiet.axes_user_agent = quiet.axes_http_accept = quiet.axes_path_info = ""
        super().user_login_failed(sender, credentials, quiet, **more)
        for name in CARRIED_BACK:
            setattr(request, name, getattr(quiet, name))
        if was_locked:
            return
        account = account_of(request, credentials) or ""
        sign_in.record_failure(account=account)
        if getattr(request, "axes_locked_out", False):
            sign_in.record_lock_out(account=account)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the failures of the account that signed in; those of its network address stay, or one account would open the rest."""
        of_account = self.filter_user_attempts(request, credentials)[0]
        deleted: int = of_account.delete()[0]
        return deleted
