"""The minutes of a session, for the organisation: read, write, send round, correct; on the page and as a Word file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction import minutes_in_word
from levelground.web.coproduction.actions import minutes as acting
from levelground.web.coproduction.forms.session_papers import CorrectionAnswerForm, MinutesForm
from levelground.web.coproduction.presenters import minutes as pages
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.queries import minutes as found
from levelground.web.coproduction.queries import workshops
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, form_page, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_COPRODUCTION)
@require_safe
def minutes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """The newest version; for those who run the series, also before it is sent."""
    viewer = viewer_of(request)
    return render(request, "coproduction/minutes.jinja", pages.page(viewer, workshops.one(viewer, workshop)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def write_minutes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Write the minutes, beginning with what was asked, said and decided."""
    viewer = viewer_of(request)
    row = workshops.run_by(viewer, workshop)
    context = pages.writing(viewer, row)
    form = MinutesForm(posted(request), initial=context["initial"])
    if form.is_bound and form.is_valid():
        try:
            acting.write(workshop=row, words=form.cleaned_data["words"], seen=form.cleaned_data["seen"], by=viewer.user)
        except UserFacingError as refused:
            form = MinutesForm({"words": form.cleaned_data["words"], "seen": context["initial"]["seen"]})  # from now on they have seen both
            form.add_error("words", refused.message)
            context["theirs"] = context["initial"]["words"]
        else:
            messages.success(request, "The minutes are kept. Look at them, then send them round.")
            return redirect("minutes", organisation=organisation, workshop=workshop)
    return form_page(request, "coproduction/minutes_write.jinja", context, form)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def send_minutes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Send the newest version to those who came."""
    viewer = viewer_of(request)
    last = found.latest(workshops.run_by(viewer, workshop))
    if last is None:
        messages.info(request, "There are no minutes yet. Write them first.")
        return redirect("minutes", organisation=organisation, workshop=workshop)
    try:
        acting.send(minutes=last, by=viewer.user)
    except UserFacingError as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, "The minutes are sent to those who came. They can correct them.")
    return redirect("minutes", organisation=organisation, workshop=workshop)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def answer_correction(request: HttpRequest, organisation: str, workshop: int, correction: int) -> HttpResponse:
    """Say what was done with something that somebody says is not right."""
    viewer = viewer_of(request)
    row = workshops.run_by(viewer, workshop)
    held = found.correction(row, correction)
    form = CorrectionAnswerForm(posted(request), initial={"words": held.answer})
    if form.is_bound and form.is_valid():
        acting.answer(correction=held, words=form.cleaned_data["words"], by=viewer.user)
        messages.success(request, "Your answer is kept, and the person is told.")
        return redirect("minutes", organisation=organisation, workshop=workshop)
    trail = ("Minutes", sessions.address("minutes", organisation=organisation, workshop=workshop))
    context = {**sessions.of_workshop(viewer, row, "Answer a correction", trail), "correction": held, "form": form}
    return render(request, "coproduction/minutes_answer.jinja", context, status=422 if form.errors else 200)


@members(Permission.SEE_COPRODUCTION)
@require_safe
def minutes_word(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """The same as a Word file."""
    viewer = viewer_of(request)
    held = pages.page(viewer, workshops.one(viewer, workshop))["minutes"]
    if held is None:
        raise Http404("no minutes yet")
    return word_file(minutes_in_word.minutes_file(held), pages.file_name(held))


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word file as an answer."""
    answer = HttpResponse(content, content_type=minutes_in_word.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
