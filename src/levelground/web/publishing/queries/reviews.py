"""What stands between a draft and its publication, and who may review it."""

from __future__ import annotations

from levelground.errors import Severity
from levelground.web.people.models import Membership, User
from levelground.web.people.roles import ROLES, Permission
from levelground.web.publishing import signals
from levelground.web.publishing.models import Edit, PackageVersion, Review, Verdict
from levelground.web.publishing.package_ids import highest, newer
from levelground.web.publishing.queries import consultations, readings

WRITTEN_WHEN_ASKED = ("agreed-without-co-production",)
"""The errors that go when a review is asked for: the text is then told who took part."""


def of(version: PackageVersion) -> list[Review]:
    """Every review of a version, the newest first."""
    return list(Review.objects.filter(version=version).select_related("asked_by", "answered_by").order_by("-pk"))


def waiting(version: PackageVersion) -> Review | None:
    """The review that waits for an answer."""
    newest = Review.objects.filter(version=version).select_related("asked_by", "answered_by").order_by("-pk").first()
    return newest if newest is not None and not newest.verdict else None


def accepted(version: PackageVersion) -> Review | None:
    """The review that accepted the text as it is now."""
    newest = Review.objects.filter(version=version).select_related("asked_by", "answered_by").order_by("-pk").first()
    right = newest is not None and newest.verdict == Verdict.ACCEPTED and newest.text_id == version.text_id
    return newest if right else None


def may_not_review(version: PackageVersion, person: User) -> str:
    """Why a person may not review a version; empty where they may."""
    if Edit.objects.filter(version=version, by=person).exists():
        return "You wrote part of this draft, so somebody else has to review it."
    if Review.objects.filter(version=version, verdict="", asked_by=person).exists():
        return "You asked for this review, so somebody else has to do it."
    return ""


def may_be_asked(version: PackageVersion, *, asked_by: User) -> list[User]:
    """The members who may review a version: they wrote none of it, and did not ask for the review."""
    roles = [role.id for role in ROLES.values() if Permission.REVIEW in role.permissions]
    held = Membership.objects.filter(organisation=version.package.organisation, role__in=roles, ended_at__isnull=True)
    wrote = Edit.objects.filter(version=version).values("by")
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk__in=wrote).exclude(pk=asked_by.pk))


def missing_before_review(version: PackageVersion, *, written: bool = False) -> tuple[str, ...]:
    """What must be done before somebody is asked to review a draft, in sentences.

    `written`: whether what is written into the text at that moment (with whom it was made) stands in it already.
    """
    left_out = () if written else WRITTEN_WHEN_ASKED
    return (*_errors(version, left_out), *_unanswered(version), *_number(version), *elsewhere(version))


def missing_before_publishing(version: PackageVersion) -> tuple[str, ...]:
    """What must be done before a version can be published, in sentences."""
    review = () if accepted(version) else ("A second person has not yet said that this text can be published.",)
    return (*review, *missing_before_review(version, written=True))


def elsewhere(version: PackageVersion) -> tuple[str, ...]:
    """What rooms above this one say must be done first: they keep the records of who took part."""
    answers = signals.what_is_missing.send(PackageVersion, version=version)
    return tuple(sentence for _, sentences in answers for sentence in sentences or ())


def _errors(version: PackageVersion, left_out: tuple[str, ...]) -> tuple[str, ...]:
    found = [finding for finding in readings.findings_of(version) if finding.rule not in left_out]
    wrong = sum(finding.severity is Severity.ERROR for finding in found)
    if not wrong:
        return ()
    return ("One error has to be put right.",) if wrong == 1 else (f"{wrong} errors have to be put right.",)


def _unanswered(version: PackageVersion) -> tuple[str, ...]:
    left = consultations.unanswered(version)
    if not left:
        return ()
    return ("One comment has no answer yet.",) if left == 1 else (f"{left} comments have no answer yet.",)


def _number(version: PackageVersion) -> tuple[str, ...]:
    rows = PackageVersion.objects.filter(package=version.package, state__in=readings.PUBLIC)
    last = highest(tuple(rows.values_list("number", flat=True)))
    if last is None or newer(version.number, last):
        return ()
    return (f"The version number is {version.number}. It must be above {last}, which is published.",)
