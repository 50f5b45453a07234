"""Decisions: put to people, decided, answered, closed. What somebody does by their own link is in `views.decision_parts`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import decisions as acting
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.forms.decisions import (
    AnswerVoiceForm,
    CloseDecisionForm,
    DecideForm,
    EnterPartForm,
    OpenDecisionForm,
    PointToEditForm,
    RestForm,
)
from levelground.web.coproduction.presenters import decision_changes as changing
from levelground.web.coproduction.presenters import decisions as pages
from levelground.web.coproduction.queries import decisions as found
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.views.sent_forms import posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MOST_SHOWN = 200


@members(Permission.SEE_COPRODUCTION)
@require_safe
def decisions(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Every decision of a series."""
    viewer = viewer_of(request)
    return render(request, "coproduction/decision_list.jinja", pages.listed(viewer, series_found.one(viewer, series)))


@members(Permission.SEE_COPRODUCTION)
@require_safe
def decision(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """One decision: who stood where, what it rests on, what came of it."""
    viewer = viewer_of(request)
    of = found.one(viewer, decision)
    first, others = changing.elements(viewer, of, found.draft_of(of))
    return render(request, "coproduction/decision.jinja", {**pages.page(viewer, of), "to_change": [*first, *others]})


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def open_decision(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """The form that puts a question to people; `?corrects=7` where it corrects a closed decision."""
    viewer = viewer_of(request)
    of = series_found.run_by(viewer, series)
    corrects = _corrected(request, of.pk)
    form = OpenDecisionForm(_sent(request), workshops=of.workshops.all())

    def act() -> Any:
        said = form.cleaned_data
        return acting.open(
            series=of,
            subject=said["subject"],
            question=said["question"],
            options=said["options"],
            workshop=form.session(),
            corrects=corrects,
            by=viewer.user,
        )

    made = _done(form, act)
    if made is not None:
        messages.success(request, "The decision is open. People can say where they stand, with their own link or through you.")
        return redirect("decision", organisation=organisation, decision=made.pk)
    shown = pages.of_series(viewer, of, "Open a decision")
    return _form_page(request, {**shown, "corrects": corrects}, form, "Open it", "open")


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def enter_part(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """Where somebody stands, written down for them."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    names = series_found.may_see_names(viewer, of.series)
    people = [(each, pages.called(each, names)) for each in participants.of_series(of.series)]
    form = EnterPartForm(_sent(request), decision=of, people=people)
    act = lambda: acting.take_part(decision=of, participant=form.cleaned_data["participant"], **form.part(), by=viewer.user)  # noqa: E731
    if _done(form, act) is not None:
        messages.success(request, "Written down. You can write down the next person.")
        return redirect("enter_part", organisation=organisation, decision=of.pk)
    return _form_page(request, pages.of_decision(viewer, of, "Write down where somebody stands"), form, "Write it down", "part")


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def rest_decision(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """What a decision rests on."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    could = list(found.could_rest_on(of)[:MOST_SHOWN])
    form = RestForm(_sent(request), contributions=could, shown={each.pk: pages.words_for(viewer, each) for each in could})

    def act() -> Any:
        return [acting.rest_on(decision=of, contribution=each, side=form.cleaned_data["side"], by=viewer.user) for each in form.chosen()]

    if _done(form, act) is not None:
        messages.success(request, "Added. Each of these people gets an answer before the decision is closed.")
        return redirect("decision", organisation=organisation, decision=of.pk)
    shown = pages.of_decision(viewer, of, "Say what it rests on")
    return _form_page(request, {**shown, "nothing": not could}, form, "Add them", "rest")


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def decide(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """What was decided, how and why."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    form = DecideForm(_sent(request), decision=of)

    def act() -> Any:
        said = form.cleaned_data
        return acting.decide(decision=of, chosen=int(said["chosen"]), method=said["method"], reasons=said["reasons"], by=viewer.user)

    if _done(form, act) is not None:
        messages.success(request, "Written down. Now answer each who spoke.")
        return redirect("decision", organisation=organisation, decision=of.pk)
    return _form_page(request, pages.of_decision(viewer, of, "Write down what was decided"), form, "Write it down", "decide")


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def answer_voice(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """An answer to one who spoke: `?to=C-...` to a contribution, `?to=4` to the person with that number."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    to = found.voice(of, request.GET.get("to", ""))
    if to is None:
        messages.info(request, "Choose below whom you answer.")
        return redirect("decision", organisation=organisation, decision=of.pk)
    form = AnswerVoiceForm(_sent(request))

    def act() -> Any:
        words = form.cleaned_data["words"]
        if to.part is not None:
            return acting.respond_to_dissent(decision=of, part=to.part, words=words, by=viewer.user)
        if to.contribution is None:
            raise Http404("nobody to answer")
        return acting.respond(decision=of, contribution=to.contribution, words=words, by=viewer.user)

    if _done(form, act) is not None:
        messages.success(request, "Answered. The person is told.")
        return redirect("decision", organisation=organisation, decision=of.pk)
    said = pages.words_for(viewer, to.contribution) if to.contribution else to.part.dissent if to.part else ""
    return _form_page(
        request, {**pages.of_decision(viewer, of, "Answer somebody who spoke"), "said": said}, form, "Send the answer", "answer"
    )


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def decision_changes(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """Which changes of the draft the decision asked for: to be made now by who may, or there already. Their elements get its ids."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    form = PointToEditForm(_sent(request), edits=list(found.edits_that_may_be_linked(of)), public_id=of.public_id)
    if _done(form, lambda: [acting.point_to(decision=of, edit=each, by=viewer.user) for each in form.chosen()]) is not None:
        messages.success(request, "The change and the decision point to each other now.")
        return redirect("decision", organisation=organisation, decision=of.pk)
    draft = found.draft_of(of)
    first, others = changing.elements(viewer, of, draft)
    may_edit = changing.may_change(viewer, of)
    more = {"draft": draft, "nothing": not form.may_choose, "may_edit": may_edit, "first": first, "others": others}
    shown = pages.of_decision(viewer, of, "Show what it changed")
    return _form_page(request, {**shown, **more}, form, "These came from this decision", "changes")


@members(Permission.RUN_COPRODUCTION)
@get_or_post
def close_decision(request: HttpRequest, organisation: str, decision: int) -> HttpResponse:
    """What came of a decision. It is refused as long as somebody who spoke has no answer."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    form = CloseDecisionForm(_sent(request))

    def act() -> Any:
        said = form.cleaned_data
        return acting.close(decision=of, outcome=said["outcome"], words=said["words"], by_date=said["by_date"], by=viewer.user)

    if _done(form, act) is not None:
        messages.success(request, "Closed. Everybody who had a part in it is told.")
        return redirect("decision", organisation=organisation, decision=of.pk)
    missing = [each.sentence for each in found.waiting_for_answer(of)]
    return _form_page(request, {**pages.of_decision(viewer, of, "Close the decision"), "missing": missing}, form, "Close it", "close")


def _sent(request: HttpRequest) -> Any:
    return posted(request)


def _corrected(request: HttpRequest, series: int) -> Any:
    given = request.GET.get("corrects", "")
    return found.closed_in(series, int(given)) if given.isdecimal() and len(given) < 10 else None


def _done(form: Form, act: Callable[[], Any]) -> Any:
    """What the action gave; None where nothing was sent, or where it was refused, which the form then says."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act()
    except DecisionRefused as refused:
        for said in refused.missing or (refused.message,):
            form.add_error(None, said)
    except UserFacingError as refused:
        form.add_error(None, refused.message)
    return None


def _form_page(request: HttpRequest, shown: dict[str, Any], form: Form, submit: str, kind: str) -> HttpResponse:
    context = {**shown, "form": form, "submit": submit, "kind": kind}
    return render(request, "coproduction/decision_form.jinja", context, status=422 if form.errors else 200)
