"""What stands between a draft and its publication, and who may review it."""

from __future__ import annotations

from levelground.errors import Severity
from levelground.web.people.models import Membership, User
from levelground.web.people.roles import ROLES, Permission
from levelground.web.publishing.models import Edit, PackageVersion, Review, Verdict
from levelground.web.publishing.package_ids import highest, newer
from levelground.web.publishing.queries import consultations, readings


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


def missing_before_review(version: PackageVersion) -> tuple[str, ...]:
    """What must be done before somebody is asked to review a draft, in sentences."""
    return (*_errors(version), *_unanswered(version), *_number(version))


def missing_before_publishing(version: PackageVersion) -> tuple[str, ...]:
    """What must be done before a version can be published, in sentences."""
    review = () if accepted(version) else ("A second person has not yet said that this text can be published.",)
    return (*review, *missing_before_review(version))


def _errors(version: PackageVersion) -> tuple[str, ...]:
    wrong = sum(finding.severity is Severity.ERROR for finding in readings.findings_of(version))
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
