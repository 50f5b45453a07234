"""What people said of a draft, for the organisation: to read it, to add to it, to show it, to answer it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.actions import comments as acting
from levelground.web.publishing.forms.consultations import AnswerForm, DraftCommentForm, ShowForm
from levelground.web.publishing.forms.days import as_typed
from levelground.web.publishing.presenters import consultations as pages
from levelground.web.publishing.presenters import page, plain_elements, what_changed
from levelground.web.publishing.queries import consultations as found
from levelground.web.publishing.queries import drafts, readings
from levelground.web.publishing.views.consultations import FORM_OR_PAGE, paged


@members(Permission.SEE_DRAFTS)
@require_http_methods(FORM_OR_PAGE)
def comments(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """All that was said of a draft. Whoever said something can take it back."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    if request.method == "POST":
        _take_back(request, draft)
        return redirect("comments", organisation=organisation, draft=draft)
    package = readings.reading_of(version).change_package
    rows = paged(found.on_draft(viewer, version), request)
    context = {
        **page.of_draft(viewer, version, "What people said"),
        "published": what_changed.published_in(version),
        "comments": rows,
        "voices": what_changed.voices(rows.object_list, package, {}),
        "may_answer": viewer.may(Permission.ANSWER_COMMENTS),
        "may_comment": viewer.may(Permission.COMMENT_ON_DRAFTS),
        "sections": plain_elements.sections(package),
    }
    return render(request, "publishing/comments.jinja", context)


def _take_back(request: HttpRequest, draft: int) -> None:
    viewer = viewer_of(request)
    number = request.POST.get("take_back", "")
    comment = found.comment_on(drafts.one(viewer, draft), int(number) if number.isdecimal() and len(number) < found.LONGEST_NUMBER else 0)
    if comment.by_id != viewer.user.pk:
        raise Http404("only whoever said it takes it back")
    acting.take_back(comment=comment, by=viewer.user)
    messages.success(request, "You took your comment back. Its words are gone.")


@members(Permission.COMMENT_ON_DRAFTS)
@require_http_methods(FORM_OR_PAGE)
def comment_on_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """A member says what they think of one element of a draft, at any time."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    package = readings.reading_of(version).change_package
    element_id = "" if element == found.WHOLE else element
    chosen = plain_elements.find(package, element_id) if element_id else pages.whole(package)
    if chosen is None:
        raise Http404("no such element")
    form = DraftCommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        acting.comment_on_draft(draft=version, element=element_id, words=form.cleaned_data["words"], by=viewer.user)
        messages.success(request, "Thank you. The others in your organisation can read it now.")
        return redirect("comments", organisation=organisation, draft=draft)
    rows = paged(found.on_draft(viewer, version, element_id), request)
    context = {
        **page.of_draft(viewer, version, "Say what you think", ("What people said", page.address(version, "comments"))),
        "published": what_changed.published_in(version),
        "element": chosen,
        "form": form,
        "comments": rows,
        "voices": what_changed.voices(rows.object_list, package, {}),
    }
    return render(request, "publishing/comment_on_element.jinja", context, status=422 if form.errors else 200)


@members(Permission.ANSWER_COMMENTS)
@require_http_methods(FORM_OR_PAGE)
def answer_comment(request: HttpRequest, organisation: str, draft: int, comment: int) -> HttpResponse:
    """Say what became of a comment, and which edits were made because of it."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    row = found.comment_on(version, comment)
    form = AnswerForm(request.POST if request.method == "POST" else None, edits=found.edits_since(row), initial=_before(row))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            acting.answer(
                comment=row, outcome=given["outcome"], words=given["words"], by_date=given["by_date"], edits=form.chosen(), by=viewer.user
            )
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Your answer is kept. It is shown with the comment.")
            return _to_the_comments(request, organisation, draft, row.consultation_id)
    context = _of_comment(request, draft, comment, "Answer a comment")
    return render(request, "publishing/comment_answer.jinja", {**context, "form": form}, status=422 if form.errors else 200)


def _before(comment: object) -> dict[str, object]:
    """What an earlier answer says, so that it can be changed."""
    answer = getattr(comment, "answer", None)
    if answer is None:
        return {}
    edits = [str(edit.pk) for edit in answer.edits.all()]
    return {"outcome": answer.outcome, "words": answer.words, "by_date": as_typed(answer.by_date), "edits": edits}


@members(Permission.ANSWER_COMMENTS)
@require_http_methods(FORM_OR_PAGE)
def show_comment(request: HttpRequest, organisation: str, draft: int, comment: int) -> HttpResponse:
    """Decide whether a comment is shown."""
    viewer = viewer_of(request)
    row = found.comment_on(drafts.one(viewer, draft), comment)
    if row.consultation_id is None:
        raise Http404("what members say of a draft is not shown outside")
    form = ShowForm(request.POST if request.method == "POST" else None, initial={"decision": row.set_aside or "show"})
    if form.is_bound and form.is_valid():
        decision = form.cleaned_data["decision"]
        if decision == "show":
            acting.show(comment=row, by=viewer.user)
            messages.success(request, "The comment is shown now.")
        else:
            acting.set_aside(comment=row, because=decision, by=viewer.user)
            messages.success(request, "The comment is not shown. It is counted among those that are not.")
        return _to_the_comments(request, organisation, draft, row.consultation_id)
    context = _of_comment(request, draft, comment, "Show a comment, or not")
    return render(request, "publishing/comment_show.jinja", {**context, "form": form}, status=422 if form.errors else 200)


def _of_comment(request: HttpRequest, draft: int, comment: int, title: str) -> dict[str, object]:
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    row = found.comment_on(version, comment)
    package = found.reading_of(row.consultation).change_package if row.consultation else readings.reading_of(version).change_package
    voice = what_changed.voices([row], package, {})[0]
    trail = ("What people said", page.address(version, "comments"))
    published = what_changed.published_in(version)
    return {**page.of_draft(viewer, version, title, trail), "voice_given": voice, "comment": row, "published": published}


def _to_the_comments(request: HttpRequest, organisation: str, draft: int, consultation: int | None) -> HttpResponse:
    runs = consultation is not None and viewer_of(request).may(Permission.RUN_CONSULTATIONS)
    return redirect("run_consultation" if runs else "comments", organisation=organisation, draft=draft)
