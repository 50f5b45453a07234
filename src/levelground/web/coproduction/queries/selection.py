"""What was made of each expression of interest: readings, outcomes, and who has not been told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.web.coproduction import outcome_links
from levelground.web.coproduction.models import (
    BlindReading,
    CallBack,
    ContactBy,
    ExpressionOfInterest,
    ExpressionState,
    IdentityHolder,
    Notice,
    NoticeKind,
    Opportunity,
    OpportunityState,
    SelectionOutcome,
    SelectionResult,
)
from levelground.web.coproduction.queries import opportunities
from levelground.web.coproduction.queries import series as all_series
from levelground.web.people.models import User
from levelground.web.people.viewer import Viewer

ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No", "not_said": "They do not say"}
"""What a reader says of one criterion."""

Conflicts = frozenset[tuple[int, str]]
"""Reader and person: who has declared a conflict about whom. A person is known by each way to reach them."""


def of_call(opportunity: Opportunity) -> QuerySet[ExpressionOfInterest]:
    """The expressions of interest that are read and chosen from: sent, not held back, not taken back; in the order of their references.

    The order says nothing of who was first.
    """
    rows = ExpressionOfInterest.objects.filter(opportunity=opportunity, **_READ)
    return rows.select_related("outcome", "opportunity__series__organisation").order_by("reference")


_READ = {"state": ExpressionState.SENT, "held_because": "", "purged_at__isnull": True}


def held_back(opportunity: Opportunity) -> int:
    """How many wait for somebody to say whether a machine sent them."""
    rows = ExpressionOfInterest.objects.filter(opportunity=opportunity, state=ExpressionState.SENT, purged_at__isnull=True)
    return rows.exclude(held_because="").filter(left_out_because="").count()


def one(viewer: Viewer, opportunity: int, expression: int) -> ExpressionOfInterest:
    """One of those of a call of the viewer's own organisation.

    Raises
    ------
    Http404
        There is none, or it is another organisation's: the two cannot be told apart.
    """
    found = of_call(opportunities.run_by(viewer, opportunity)).filter(pk=expression).first()
    if found is None:
        raise Http404("no such expression of interest")
    return found


def by_outcome_link(secret: str) -> SelectionOutcome:
    """The outcome that somebody was told, by the link in their letter; Http404 for any other."""
    rows = SelectionOutcome.objects.select_related("expression__opportunity__series__organisation")
    found = rows.filter(expression__reference=outcome_links.reference_in(secret) or None, expression__purged_at__isnull=True).first()
    if found is None or not was_told(found.expression):
        raise Http404("no such private link")
    return found


def was_told(expression: ExpressionOfInterest) -> bool:
    """Whether the outcome was given to them, or to somebody who rings or writes to them."""
    return Notice.objects.filter(expression=expression, kind=NoticeKind.OUTCOME).exists()


def reading_by(expression: ExpressionOfInterest, user: User) -> BlindReading | None:
    """What somebody made of it, where they have read it."""
    return BlindReading.objects.filter(expression=expression, reader=user).first()


def conflicts(opportunity: Opportunity) -> Conflicts:
    """Who has declared a conflict about whom, in any call of the organisation."""
    rows = BlindReading.objects.filter(expression__opportunity__series__organisation=opportunity.series.organisation_id)
    found = rows.exclude(conflict="").select_related("expression")
    return frozenset((each.reader_id, key) for each in found for key in _known_by(each.expression))


def has_conflict(expression: ExpressionOfInterest, reader: int, declared: Conflicts) -> bool:
    """Whether this reader has declared a conflict about this person, here or where the same person answered another call."""
    return any((reader, key) in declared for key in _known_by(expression))


def _known_by(expression: ExpressionOfInterest) -> set[str]:
    digits = "".join(filter(str.isdigit, expression.phone))
    return {f"number:{expression.pk}", *_key("email", expression.email.strip().casefold()), *_key("phone", digits[-10:])}


def _key(kind: str, value: str) -> tuple[str, ...]:
    return (f"{kind}:{value}",) if value else ()


def readings(opportunity: Opportunity) -> Mapping[int, list[BlindReading]]:
    """The readings that count, of each expression by its number, in the order in which they were given."""
    declared = conflicts(opportunity)
    found: dict[int, list[BlindReading]] = defaultdict(list)
    rows = BlindReading.objects.filter(expression__opportunity=opportunity).select_related("expression", "reader").order_by("at", "pk")
    for each in rows:
        if not has_conflict(each.expression, each.reader_id, declared):
            found[each.expression_id].append(each)
    return found


def counted(expression: ExpressionOfInterest) -> list[BlindReading]:
    """The readings of one expression that count."""
    return readings(expression.opportunity).get(expression.pk, [])


@dataclass(frozen=True)
class Reader:
    """Somebody who reads or chooses, and what keeps them from seeing what."""

    user: User
    declared: Conflicts
    has_called: frozenset[int]
    has_read: frozenset[int]
    knows_names: bool = False

    def barred(self, expression: ExpressionOfInterest) -> str:
        """Why they cannot read this one blind: `entered` by them, or they called back; their `own`; they are `named` to know names."""
        if expression.entered_by_id == self.user.pk or expression.pk in self.has_called:
            return "entered"
        if expression.email and expression.email.casefold() == self.user.email.casefold():
            return "own"
        return "named" if self.knows_names else ""

    def kept_from(self, expression: ExpressionOfInterest) -> str:
        """Why they do not see what others made of it: a `conflict`, their `own`, or that they have to `read` it first. Else empty.

        Others' readings are seen by who gave their own, cannot give one because they wrote it down, or when it is decided.
        """
        if has_conflict(expression, self.user.pk, self.declared):
            return "conflict"
        if (why := self.barred(expression)) == "own":
            return "own"
        decided = hasattr(expression, "outcome")
        return "" if why or decided or expression.pk in self.has_read else "read"


def reader(opportunity: Opportunity, user: User) -> Reader:
    """Somebody as a reader of one call."""
    called = CallBack.objects.filter(expression__opportunity=opportunity, done_by=user).values_list("expression", flat=True)
    read = BlindReading.objects.filter(expression__opportunity=opportunity, reader=user).values_list("expression", flat=True)
    knows = IdentityHolder.objects.filter(series=opportunity.series_id, user=user).exists()
    return Reader(user, conflicts(opportunity), frozenset(called), frozenset(read), knows)


def barred(expression: ExpressionOfInterest, user: User) -> str:
    """`Reader.barred`, of one."""
    return reader(expression.opportunity, user).barred(expression)


def keeps_away(expression: ExpressionOfInterest, user: User) -> bool:
    """Whether somebody sees and hears nothing of what a person wrote: it is their own, or they have a conflict."""
    return reader(expression.opportunity, user).kept_from(expression) in {"conflict", "own"}


def may_see_readings(expression: ExpressionOfInterest, user: User) -> bool:
    """Whether somebody who chooses may see what others made of it."""
    return not reader(expression.opportunity, user).kept_from(expression)


@dataclass(frozen=True)
class Places:
    """How the group stands."""

    size: int
    taken: int
    reserve: int
    other_way: int
    undecided: int

    @property
    def free(self) -> int:
        """How many more the group takes; less than 0: so many are too many."""
        return self.size - self.taken


def places(opportunity: Opportunity) -> Places:
    """How many are chosen, for how many places. Who has left takes none."""
    rows = list(of_call(opportunity).select_related("outcome", "participant"))
    results = [each.outcome.result if hasattr(each, "outcome") else "" for each in rows]
    gone = sum(hasattr(each, "outcome") and each.outcome.result == SelectionResult.SELECTED and _has_left(each) for each in rows)
    return Places(
        opportunity.group_size,
        results.count(SelectionResult.SELECTED) - gone,
        results.count(SelectionResult.RESERVE),
        results.count(SelectionResult.OTHER_WAY),
        results.count(""),
    )


def _has_left(expression: ExpressionOfInterest) -> bool:
    return hasattr(expression, "participant") and expression.participant.left_at is not None


def reserve(opportunity: Opportunity) -> list[SelectionOutcome]:
    """Those on the reserve list who can still be asked, the first first."""
    rows = SelectionOutcome.objects.filter(expression__in=of_call(opportunity), result=SelectionResult.RESERVE)
    held = rows.exclude(expression__participant__left_at__isnull=False).select_related("expression")
    return list(held.order_by("place_in_reserve", "pk"))


def to_tell(opportunity: Opportunity) -> list[ExpressionOfInterest]:
    """Those who have an outcome and were given no notice of it."""
    told = Notice.objects.filter(kind=NoticeKind.OUTCOME, expression__isnull=False).values("expression")
    return list(of_call(opportunity).filter(outcome__isnull=False).exclude(pk__in=told).order_by("reference"))


@dataclass(frozen=True)
class NotTold:
    """Somebody who has not heard what came of their expression of interest."""

    reference: str
    opportunity: Opportunity
    days_late: int
    why: str


def not_told(viewer: Viewer) -> list[NotTold]:
    """All of them in the calls of the viewer's series that have closed; who waits longest past the promised day first."""
    rows = Opportunity.objects.filter(series__in=all_series.of(viewer), told_by__isnull=False, state=OpportunityState.PUBLISHED)
    calls = [call for call in rows.select_related("series__organisation") if not opportunities.is_open(call)]
    found = [one for call in calls for one in _not_told_in(call, _waiting(call))]
    return sorted(found, key=lambda one: (-one.days_late, one.opportunity.pk, one.reference))


def _waiting(opportunity: Opportunity) -> Iterable[ExpressionOfInterest]:
    notices = Notice.objects.filter(kind=NoticeKind.OUTCOME).order_by("pk")
    told = notices.filter(told_at__isnull=False, expression__isnull=False).values("expression")
    return of_call(opportunity).exclude(pk__in=told).prefetch_related(Prefetch("notices", notices, to_attr="of_outcome"))


def _not_told_in(opportunity: Opportunity, waiting: Iterable[ExpressionOfInterest]) -> Iterable[NotTold]:
    today = timezone.localdate(timezone=ZoneInfo(opportunity.timezone))
    late = (today - (opportunity.told_by or today)).days
    return (NotTold(each.reference, opportunity, late, _why(each)) for each in waiting)


def _why(expression: ExpressionOfInterest) -> str:
    if not hasattr(expression, "outcome"):
        return "nothing is decided yet"
    notices: list[Notice] = expression.of_outcome  # type: ignore[attr-defined]
    return why_waiting(notices[-1]) if notices else "it is decided, and the letter is not written yet"


def why_waiting(notice: Notice) -> str:
    """Why somebody was not told yet, in words."""
    if notice.failed_at is not None:
        return "the message could not be sent"
    return {
        ContactBy.PHONE.value: "somebody has to call them",
        ContactBy.POST.value: "somebody has to post a letter",
        ContactBy.EMAIL.value: "the email is on its way",
    }.get(notice.channel, "they left no way to reach them; their link says it")
