"""Review by a second person, publishing and withdrawing: the steps of a version that change its state and never its text."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.people.actions import audit
from levelground.web.people.models import User
from levelground.web.publishing import letters, signals
from levelground.web.publishing.actions.drafts import locked
from levelground.web.publishing.conflicts import NotADraft, NotReady
from levelground.web.publishing.models import PackageVersion, Review, Verdict, VersionState
from levelground.web.publishing.queries import reviews


@transaction.atomic
def ask(*, draft: PackageVersion, by: User) -> Review:
    """Ask for a second person to read a draft; from here on its text stays as it is.

    Raises
    ------
    NotADraft
        As its name says.
    NotReady
        With all that is missing.
    """
    version = locked(draft)
    signals.review_is_asked.send(PackageVersion, version=version, by=by)
    version = locked(draft)
    missing = reviews.missing_before_review(version, written=True)
    if missing:
        raise NotReady("The draft is not ready for a review.", missing)
    review = Review.objects.create(version=version, text_id=version.text_id, asked_by=by)
    _move(version, VersionState.REVIEW)
    _record(version, "ask_for_review", by, review=review.pk, text=version.text_id)
    transaction.on_commit(lambda: letters.send_review_asked(review))
    return review


@transaction.atomic
def take_back(*, draft: PackageVersion, by: User) -> PackageVersion:
    """Make a version that is in review a draft again, so that it can be changed; what a reviewer said is kept.

    Raises
    ------
    NotADraft
        It is not in review.
    """
    version = _locked_in(draft, VersionState.REVIEW)
    _move(version, VersionState.DRAFT)
    _record(version, "take_back_from_review", by, text=version.text_id)
    return version


@transaction.atomic
def answer(*, review: Review, verdict: str, words: str, by: User) -> Review:
    """Say what a reviewer found. Sent back, the version is a draft again.

    Raises
    ------
    NotADraft
        The version is not in review.
    NotReady
        The person wrote part of it or asked for the review, or it was answered already.
    """
    version = _locked_in(review.version, VersionState.REVIEW)
    current = reviews.waiting(version)
    if current is None or current.pk != review.pk:
        raise NotReady("This review has been answered already.")
    refused = reviews.may_not_review(version, by)
    if refused:
        raise NotReady(refused)
    current.verdict, current.words = Verdict(verdict), words
    current.answered_at, current.answered_by = timezone.now(), by
    current.save()
    if current.verdict == Verdict.SENT_BACK:
        _move(version, VersionState.DRAFT)
    _record(version, "answer_review", by, review=current.pk, verdict=str(current.verdict), text=current.text_id)
    transaction.on_commit(lambda: letters.send_review_answered(current))
    return current


@transaction.atomic
def publish(*, draft: PackageVersion, by: User) -> PackageVersion:
    """Publish a version that a second person has accepted.

    Raises
    ------
    NotADraft
        It is not in review.
    NotReady
        With all that is missing.
    """
    version = _locked_in(draft, VersionState.REVIEW)
    missing = reviews.missing_before_publishing(version)
    if missing:
        raise NotReady("The version cannot be published yet.", missing)
    version.published_at, version.published_by = timezone.now(), by
    _move(version, VersionState.PUBLISHED)
    signals.version_published.send(PackageVersion, version=version)
    _record(version, "publish", by, number=version.number, text=version.text_id)
    return version


@transaction.atomic
def withdraw(*, version: PackageVersion, reason: str, by: User) -> PackageVersion:
    """Withdraw a published version: its page stays and says why, so that what rests on it does not dangle.

    Raises
    ------
    NotADraft
        It is not published.
    """
    row = _locked_in(version, VersionState.PUBLISHED)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = timezone.now(), by, reason
    _move(row, VersionState.WITHDRAWN)
    signals.version_published.send(PackageVersion, version=row)
    _record(row, "withdraw", by, number=row.number, text=row.text_id)
    return row


def _locked_in(version: PackageVersion, state: VersionState) -> PackageVersion:
    rows = PackageVersion.objects.select_for_update(of=("self",)).select_related("package__organisation")
    found = rows.filter(pk=version.pk).first()
    if found is None:
        raise NotADraft("This version has been deleted.")
    if found.state != state:
        now = VersionState(found.state).label.lower()
        raise NotADraft(f"This needs a version that is {state.label.lower()}, and this one is {now}.")
    return found


def _move(version: PackageVersion, state: VersionState) -> None:
    version.state = state
    version.save()


def _record(version: PackageVersion, verb: str, by: User, **details: str | int) -> None:
    subject = f"version:{version.pk}"
    audit.record(by=by, action=f"publishing.{verb}", subject=subject, organisation=version.package.organisation, **details)
