"""A session while it goes on: a note from a phone, with the code of the room or with a private link."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import contributions as acting
from levelground.web.coproduction.forms.contributions import LiveCodeForm, NoteForm
from levelground.web.coproduction.presenters import live as pages
from levelground.web.coproduction.presenters.live import AtSession
from levelground.web.coproduction.queries import live as found
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.scan_codes import code_to_scan
from levelground.web.coproduction.spam import HELD_WORDS, guesses_codes, held_because, wrong_code
from levelground.web.coproduction.views.private import View, private_link
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone

FORM_OR_PAGE = ["GET", "HEAD", "POST"]
TOO_MANY_CODES = Phrase("Very many wrong codes came from your connection. Wait ten minutes, or open the session from your own page.")


def own_script_may_send(view: View) -> View:
    """For the pages whose script sends what waits on the phone, to this site only."""
    return cast(View, csp_update({"connect-src": [SELF]})(view))


@anyone
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Where somebody in the room types the code of the session."""
    form = LiveCodeForm(request.GET) if "code" in request.GET else LiveCodeForm()
    if form.is_bound and form.is_valid():
        if guesses_codes(request):
            form.add_error("code", TOO_MANY_CODES)
        elif (session := found.session_with(form.cleaned_data["code"])) is not None:
            return redirect("live_session", code=session.code)
        else:
            wrong_code(request)
            form.add_error("code", Phrase("There is no session with this code. Look at the screen in the room, and type it once more."))
    return render(request, "coproduction/live_code.jinja", {"page_title": Phrase("Join a session"), "form": form}, status=_status(form))


@anyone
@own_script_may_send
@never_cache
@require_http_methods(FORM_OR_PAGE)
def live_session(request: HttpRequest, code: str) -> HttpResponse:
    """What the session asks, and a note without a name."""
    return _note(request, AtSession(_session(request, code)))


@anyone
@require_safe
def live_code_to_scan(request: HttpRequest, code: str) -> HttpResponse:
    """The address of the session as a picture for the cameras of phones, to show in the room."""
    address = reverse("live_session", kwargs={"code": _session(request, code).code})
    return HttpResponse(code_to_scan(request.build_absolute_uri(address)), content_type="image/svg+xml")


@anyone
@private_link
@own_script_may_send
@require_http_methods(FORM_OR_PAGE)
def mine_live(request: HttpRequest, secret: str, workshop: int) -> HttpResponse:
    """The same for somebody with their private link: the note is theirs, and they can take it back."""
    person = participants.by_secret(secret)
    return _note(request, AtSession(found.session_of(person, workshop), person, secret))


def _session(request: HttpRequest, code: str) -> Any:
    """The session with a code that stands in an address; codes that are tried out are counted, and after very many none opens."""
    if guesses_codes(request):
        raise Http404("too many wrong codes")
    session = found.session_with(code)
    if session is None:
        wrong_code(request)
        raise Http404("no session with this code")
    return session


def _note(request: HttpRequest, place: AtSession) -> HttpResponse:
    session = place.session
    if request.method != "POST":
        return render(
            request, "coproduction/live_session.jinja", pages.session(place, NoteForm(workshop=session, participant=place.person))
        )
    form = NoteForm(request.POST, workshop=session, participant=place.person)
    if form.is_valid() and not place.takes_notes and not form.came_from_open_notes:
        form.add_error(None, Phrase("This session takes no notes now. Your words are still here. Ask the facilitator to open the notes."))
    if form.is_valid():
        try:
            _keep(request, place, form)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
    if _asks_for_data(request):
        return JsonResponse({"kept": not form.errors, "errors": _errors(form)}, status=_status(form))
    if form.errors:
        return render(request, "coproduction/live_session.jinja", pages.session(place, form), status=_status(form))
    messages.success(request, Phrase("Thank you. Your note is here."))
    return redirect(place.address)


def _keep(request: HttpRequest, place: AtSession, form: NoteForm) -> None:
    given = form.cleaned_data
    held = "" if place.person else held_because(form, request, fastest=0)
    made = acting.contribute(
        series=place.session.series,
        workshop=place.session,
        participant=place.person,
        prompt=given["prompt"],
        words=given["words"],
        when=place.when,
        form_key=given["form_key"],
        attribution=given.get("attribution") or "anonymous",
        sensitive=given["sensitive"] or bool(held),
        sensitive_because=HELD_WORDS.get(held, ""),
    )
    if given.get("pseudonym"):
        acting.attribute(contribution=made, attribution=given["attribution"], pseudonym=given["pseudonym"])


def _asks_for_data(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _errors(form: NoteForm) -> list[Any]:
    return [said for errors in form.errors.values() for said in errors]


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
