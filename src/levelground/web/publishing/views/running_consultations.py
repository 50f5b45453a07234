"""A consultation for those who run it: open it, ask people, see what waits, close it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.actions import consultations as acting
from levelground.web.publishing.forms.consultations import InviteToConsultationForm, OpenConsultationForm
from levelground.web.publishing.presenters import page, what_changed
from levelground.web.publishing.queries import consultations as found
from levelground.web.publishing.queries import drafts
from levelground.web.publishing.views.consultations import FORM_OR_PAGE, paged


@members(Permission.RUN_CONSULTATIONS)
@require_http_methods(FORM_OR_PAGE)
def open_consultation(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """Put a draft out for comment."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    form = OpenConsultationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            acting.open(
                draft=version,
                question=given["question"],
                public=given["public"] == "everybody",
                last_day=given["last_day"],
                by=viewer.user,
            )
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "The draft is out for comment. Its text stays as it is until the consultation closes.")
            return redirect("run_consultation", organisation=organisation, draft=draft)
    context = page.of_draft(viewer, version, "Ask people what they think")
    more = {"form": form, "errors": version.errors, "is_out": found.is_out(version)}
    return render(request, "publishing/consultation_open.jinja", {**context, **more}, status=422 if form.errors else 200)


@members(Permission.RUN_CONSULTATIONS)
@require_http_methods(FORM_OR_PAGE)
def run_consultation(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """What was said and what waits; and the form to invite people."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    rounds = found.of_version(version)
    consultation = next((each for each in rounds if str(each.pk) == request.GET.get("round")), rounds[0] if rounds else None)
    context = {**page.of_draft(viewer, version, "Consultation"), "consultation": consultation, "rounds": rounds}
    if consultation is None:
        return render(request, "publishing/consultation_run.jinja", {**context, "is_draft": version.state == "draft"})
    form = InviteToConsultationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            for address in form.cleaned_data["addresses"]:
                acting.invite(consultation=consultation, email=address, by=viewer.user)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "They are invited. Each of them gets a letter with a link.")
            return redirect("run_consultation", organisation=organisation, draft=draft)
    rows = paged(found.for_running(consultation), request)
    more = {
        "form": form,
        "over": found.is_over(consultation),
        "counts": found.running_counts(consultation),
        "comments": rows,
        "voices": what_changed.voices(rows.object_list, found.reading_of(consultation).change_package, {}),
        "invitations": found.invitations_of(consultation),
        "may_answer": viewer.may(Permission.ANSWER_COMMENTS),
    }
    return render(request, "publishing/consultation_run.jinja", {**context, **more}, status=422 if form.errors else 200)


@members(Permission.RUN_CONSULTATIONS)
@require_http_methods(FORM_OR_PAGE)
def close_consultation(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """Close it before its last day has passed, once more asked: nobody can say anything after that."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    consultation = found.current(version)
    if consultation is None:
        raise Http404("never out for comment")
    if request.method == "POST":
        try:
            acting.close(consultation=consultation, by=viewer.user)
        except UserFacingError as refused:
            messages.info(request, refused.message)
        else:
            messages.success(request, "The consultation is closed. The draft can be changed again.")
        return redirect("run_consultation", organisation=organisation, draft=draft)
    context = page.of_draft(viewer, version, "Close the consultation?", ("Consultation", page.address(version, "run_consultation")))
    more = {"consultation": consultation, "over": found.is_over(consultation), "counts": found.running_counts(consultation)}
    return render(request, "publishing/consultation_close.jinja", {**context, **more})
