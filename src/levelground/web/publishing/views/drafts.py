"""The drafts of an organisation: starting one, bringing one in, its text, its history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable, UnknownElement
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer, viewer_of
from levelground.web.publishing.actions import drafts as acting
from levelground.web.publishing.actions import edits
from levelground.web.publishing.actions.drafts import delete as delete_for_good
from levelground.web.publishing.conflicts import EditConflict, NotADraft, NothingChanged, NotReady
from levelground.web.publishing.forms.drafts import ImportDraft, ReplaceText, StartDraft, WithSeen, told
from levelground.web.publishing.presenters import beginnings
from levelground.web.publishing.presenters import edits as history_in_words
from levelground.web.publishing.presenters.page import of_draft
from levelground.web.publishing.queries import drafts as found
from levelground.web.publishing.queries import published, readings

EDITS_ON_A_PAGE = 50
PACKAGES_ON_A_PAGE = 25
REFUSALS = (ChangePackageInvalid, ChangePackageUnreadable, NotReady, NotADraft)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@members(Permission.SEE_DRAFTS)
def drafts(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    versions = found.of(viewer)
    shown = Paginator(found.published_packages_of(viewer), PACKAGES_ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "page_title": "Drafts",
        "open_ones": beginnings.open_ones(versions),
        "published_ones": beginnings.published_ones(shown, viewer, [version.package_id for version in versions]),
        "shown": shown,
        "may_edit": viewer.may(Permission.EDIT_DRAFTS),
    }
    return render(request, "publishing/drafts.jinja", page)


@get_or_post
@members(Permission.EDIT_DRAFTS)
def start_draft(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    form = StartDraft(sent(request), slug=viewer.organisation.slug)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = acting.start(organisation=viewer.organisation, package_id=given["package_id"], title=given["title"], by=viewer.user)
        except ChangePackageInvalid as refusal:
            _refuse(form, refusal, "short_name")
        else:
            return _begun(request, organisation, draft.pk, "The draft is there. Now write what it is about.")
    return _page(request, "start_draft", "Start a new change package", form=form)


@get_or_post
@members(Permission.EDIT_DRAFTS)
def adapt_package(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    chosen = str(request.POST.get("base") or request.GET.get("base") or "").replace("\0", "")  # PostgreSQL refuses it, and no id has it
    if not chosen:
        words = request.GET.get("q", "").strip()[:100]
        choices = beginnings.matching(published.latest(), words)
        return _page(request, "choose_base", "Adapt a change package", choices=choices, q=words, in_words=beginnings.in_words)
    try:
        base = published.one(*chosen.split("@", 1))
    except UnknownElement:
        raise Http404("nothing is published under that id") from None
    form = StartDraft(sent(request), slug=viewer.organisation.slug, initial={"title": base.title})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = acting.adapt(
                organisation=viewer.organisation, base=base, package_id=given["package_id"], title=given["title"], by=viewer.user
            )
        except ChangePackageInvalid as refusal:
            _refuse(form, refusal, "short_name")
        else:
            return _begun(request, organisation, draft.pk, "The draft is there. It says what its base says, until you change it.")
    return _page(request, "adapt", "Adapt a change package", form=form, base=base, co_production=beginnings.in_words(base.co_production))


@get_or_post
@members(Permission.EDIT_DRAFTS)
def import_draft(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    form = ImportDraft(*sent_with_files(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = acting.import_text(
                organisation=viewer.organisation,
                data=given["content"],
                file_name=given["file_name"],
                by=viewer.user,
                own_id=given["own_id"],
            )
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            return _begun(request, organisation, draft.pk, "The file has been brought in as a draft.")
    return _page(request, "import_draft", "Import a change package", form=form)


@get_or_post
@members(Permission.EDIT_DRAFTS)
def new_version(request: HttpRequest, organisation: str, package: str) -> HttpResponse:
    viewer = viewer_of(request)
    held = found.package(viewer, package)
    at_work = found.open_version_of(held)
    if at_work is not None:
        messages.info(request, "There is a draft of the next version already. Here it is.")
        return redirect("draft", organisation=organisation, draft=at_work.pk)
    last = next(iter(published.versions(package)), None)
    if last is None:
        raise Http404("nothing of it is published")
    form = forms.Form(sent(request))
    if request.method == "POST":
        try:
            draft = acting.new_version(package=held, by=viewer.user)
        except REFUSALS as refusal:
            _refuse(form, refusal, None)
        else:
            return _begun(request, organisation, draft.pk, f"The draft of version {draft.number} is there.")
    return _page(request, "new_version", "Start a new version", form=form, last=last)


@require_safe
@members(Permission.SEE_DRAFTS)
def draft_text(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """The exact bytes; of an earlier edit with `?edit=`."""
    version = found.one(viewer_of(request), draft)
    number = request.GET.get("edit", "")
    content = found.content_at(version, int(number)) if number.isdecimal() and len(number) < 9 else version.text.content
    response = HttpResponse(content.encode("utf-8"), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{readings.file_name(version)}"'
    return response


@get_or_post
@members(Permission.EDIT_DRAFTS)
def replace_text(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = found.one(viewer, draft)
    form = ReplaceText(*sent_with_files(request), initial={"seen": version.edits})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edits.replace_text(
                draft=version,
                data=given["content"],
                file_name=given["file_name"],
                seen=given["seen"],
                reason=given["reason"],
                by=viewer.user,
            )
        except EditConflict as conflict:
            form.see(conflict.now)
            form.add_error(
                None, "Somebody else has changed the draft since you opened this page. Look at its history. Send again to replace it."
            )
        except (*REFUSALS, NothingChanged) as refusal:
            form.refuse(refusal)
        else:
            return _begun(request, organisation, draft, "The text has been replaced. The history keeps the old one.")
    page = of_draft(viewer, version, "Replace the text")
    return render(request, "publishing/replace_text.jinja", {**page, "form": form})


@require_safe
@members(Permission.SEE_DRAFTS)
def draft_history(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = found.one(viewer, draft)
    pages = Paginator(found.history_rows(version), EDITS_ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    last = found.last_edit(version)
    page = {
        **of_draft(viewer, version, "History"),
        "shown": shown,
        "edits": [history_in_words.in_words(edit) for edit in shown],
        "last": history_in_words.in_words(last) if last else None,
        "redo": last is not None and last.undoes_id is not None,
    }
    return render(request, "publishing/draft_history.jinja", page)


@get_or_post
@members(Permission.EDIT_DRAFTS)
def undo_edit(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """Done at once: an undo can be undone."""
    viewer = viewer_of(request)
    version = found.one(viewer, draft)
    form = WithSeen(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            edit = edits.undo(draft=version, seen=form.cleaned_data["seen"], by=viewer.user)
        except EditConflict:
            messages.warning(request, "Somebody else has changed the draft since then, so nothing was undone. Look at the last edit first.")
        except (NothingChanged, NotADraft) as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _undone(history_in_words.in_words(edit).what[0]))
    return redirect("draft_history", organisation=organisation, draft=draft)


@get_or_post
@members(Permission.EDIT_DRAFTS)
def delete_draft(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = found.one(viewer, draft)
    form = forms.Form(sent(request))
    if request.method == "POST":
        try:
            delete_for_good(draft=version, by=viewer.user)
        except (NotADraft, NotReady) as refusal:
            _refuse(form, refusal, None)
        else:
            messages.success(request, "The draft has been deleted.")
            return redirect("drafts", organisation=organisation)
    page = of_draft(viewer, version, "Delete this draft")
    return render(request, "publishing/delete_draft.jinja", {**page, "form": form})


def _page(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    viewer: Viewer = viewer_of(request)
    slug = viewer.organisation.slug
    page = {
        "page_title": title,
        "breadcrumbs": [{"text": "Drafts", "href": reverse("drafts", kwargs={"organisation": slug})}],
        "slug": slug,
        **more,
    }
    return render(request, f"publishing/{template}.jinja", page)


def sent(request: HttpRequest) -> Any:
    """The data of a form; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def sent_with_files(request: HttpRequest) -> tuple[Any, Any]:
    """As `sent`, and the files."""
    return sent(request), request.FILES if request.method == "POST" else None


def _begun(request: HttpRequest, organisation: str, draft: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("draft", organisation=organisation, draft=draft)


def _refuse(form: forms.Form, refusal: Any, field: str | None) -> None:
    form.is_valid()
    for words in told(refusal.findings) or [refusal.message]:
        form.add_error(field, words)


def _undone(words: str) -> str:
    return words.replace("Undoes", "Undone:", 1).replace("Brings back", "Brought back:", 1)
