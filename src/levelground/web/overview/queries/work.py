"""What waits for a member of an organisation, and what the organisation has. Everything is asked with the viewer."""

from __future__ import annotations

from dataclasses import dataclass, field

from levelground.web.coproduction.queries import concerns
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion, Review, VersionState
from levelground.web.publishing.queries import consultations, drafts, ownership, readings, register_entries
from levelground.web.publishing.queries.ownership import OwnershipStanding

MOST = 20
"""How many drafts and published versions the page gives; the rest is on the pages that it links to."""


@dataclass(frozen=True)
class WaitingWork:
    """What a viewer sees of their organisation's work; what their roles do not let them see is empty."""

    drafts: tuple[PackageVersion, ...] = ()
    published: tuple[PackageVersion, ...] = ()
    """The newest; `all_published` says how many there are."""
    all_published: int = 0
    reviews: tuple[Review, ...] = ()
    unanswered: dict[int, int] = field(default_factory=dict)
    """Key of a version -> how many comments on it wait for an answer."""
    overdue: int = 0
    unowned: int = 0
    news: int = 0
    concerns: int = 0
    """How many open concerns nobody has taken up."""

    @property
    def empty(self) -> bool:
        """Whether nothing was begun yet."""
        return not self.drafts and not self.published


def of(viewer: Viewer) -> WaitingWork:
    """What waits, by what the viewer may do."""
    raised = concerns.nobody_has_taken_up(viewer).count() if viewer.may(Permission.SEE_CONCERNS) else 0
    if not viewer.may(Permission.SEE_DRAFTS):
        return WaitingWork(concerns=raised)
    open_ones, out = drafts.of(viewer), PackageVersion.objects.filter(package__organisation=viewer.organisation, state__in=readings.PUBLIC)
    many = out.count()
    standing = ownership.counts(viewer) if open_ones or many else {}
    return WaitingWork(
        tuple(open_ones),
        tuple(out.select_related("package").defer("summary").order_by("-published_at", "-pk")[:MOST]),
        many,
        reviews_for(viewer),
        consultations.unanswered_by_version(viewer) if viewer.may(Permission.ANSWER_COMMENTS) else {},
        standing.get(OwnershipStanding.OVERDUE, 0),
        standing.get(OwnershipStanding.UNOWNED, 0),
        register_entries.unseen(viewer),
        raised,
    )


def reviews_for(viewer: Viewer) -> tuple[Review, ...]:
    """The reviews that the viewer may answer: of drafts that they neither wrote nor sent."""
    if not viewer.may(Permission.REVIEW):
        return ()
    rows = Review.objects.filter(verdict="", version__state=VersionState.REVIEW, version__package__organisation=viewer.organisation)
    own = PackageVersion.objects.filter(history__by=viewer.user).values("pk")
    return tuple(rows.exclude(asked_by=viewer.user).exclude(version__in=own).select_related("version", "asked_by").order_by("asked_at"))
