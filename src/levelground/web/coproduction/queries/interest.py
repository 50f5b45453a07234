"""Expressions of interest: a person's own by its private link, and those of a call for the members who work with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.web.coproduction.codes import digest_of
from levelground.web.coproduction.models import CallBack, Channel, ExpressionOfInterest, ExpressionState, Opportunity
from levelground.web.coproduction.queries import opportunities, selection
from levelground.web.coproduction.queries import series as all_series
from levelground.web.people.viewer import Viewer

CLOCK = ("state", "closes_on", "closes_time", "timezone")
"""What tells whether a call is open."""
_CALL = (*CLOCK, "code", "title", "told_by", "support", "passed_on", "contact_name", "contact_email", "contact_phone", "contact_post")
SHOWN_OF_A_CALL = tuple(f"opportunity__{name}" for name in (*_CALL, "series__organisation__slug", "series__organisation__name"))
"""What the pages of a form show of its call; anything else is read when it is asked for. A call is answered by many at once."""


def by_secret(secret: str) -> ExpressionOfInterest:
    """The expression of interest whose private link ends with this secret; also one that was taken back.

    Raises
    ------
    Http404
        Nobody's; also once its data have been purged.
    """
    rows = ExpressionOfInterest.objects.select_related("opportunity__series__organisation")
    rows = rows.only(*(field.name for field in ExpressionOfInterest._meta.concrete_fields), *SHOWN_OF_A_CALL)
    try:
        return rows.get(token_digest=digest_of(secret), purged_at__isnull=True)
    except ExpressionOfInterest.DoesNotExist as nobodys:
        raise Http404("no such private link") from nobodys


DAYS_TO_CALL = 3
"""Who asks to be called is called within so many days."""


def is_sent(expression: ExpressionOfInterest) -> bool:
    """Whether it was sent, and not taken back."""
    return expression.state == ExpressionState.SENT


def seconds_since_start(expression: ExpressionOfInterest) -> float:
    """How long ago somebody began with it."""
    return (timezone.now() - expression.started_at).total_seconds()


def asked_to_be_called(expression: ExpressionOfInterest) -> CallBack | None:
    """The call that they asked for and that was not made yet."""
    return CallBack.objects.filter(expression=expression, done_at__isnull=True).first()


@dataclass(frozen=True)
class InterestCounts:
    """How many answered a call, and how: by channel those that were sent."""

    by_channel: dict[str, int]
    started: int
    held: int
    left_out: int
    taken_back: int

    @property
    def sent(self) -> int:
        """All that were sent and are read."""
        return sum(self.by_channel.values())


def counts(opportunity: Opportunity) -> InterestCounts:
    """How many answered a call."""
    rows = ExpressionOfInterest.objects.filter(opportunity=opportunity)
    states = Counter(rows.filter(held_because="").values_list("state", flat=True))
    channels = Counter(to_read(opportunity).values_list("channel", flat=True))
    return InterestCounts(
        by_channel={channel.label: channels[channel] for channel in Channel},
        started=states[ExpressionState.STARTED],
        held=held(opportunity).count(),
        left_out=left_out(opportunity).count(),
        taken_back=rows.filter(state=ExpressionState.WITHDRAWN).count(),
    )


def to_read(opportunity: Opportunity) -> QuerySet[ExpressionOfInterest]:
    """Those that were sent, and are not held back: what readers read, and what is chosen from."""
    return ExpressionOfInterest.objects.filter(opportunity=opportunity, state=ExpressionState.SENT, held_because="")


def held(opportunity: Opportunity) -> QuerySet[ExpressionOfInterest]:
    """Those that look as if a machine sent them, and that nobody has looked at."""
    rows = ExpressionOfInterest.objects.filter(opportunity=opportunity, state=ExpressionState.SENT, left_out_because="")
    return rows.exclude(held_because="")


def left_out(opportunity: Opportunity) -> QuerySet[ExpressionOfInterest]:
    """Those that somebody looked at and left out, with the reason; they can be released still."""
    rows = ExpressionOfInterest.objects.filter(opportunity=opportunity, state=ExpressionState.SENT)
    return rows.exclude(held_because="").exclude(left_out_because="")


def held_one(viewer: Viewer, pk: int) -> ExpressionOfInterest:
    """One that was held back, of a call of the viewer's own organisation; Http404 for any other."""
    rows = ExpressionOfInterest.objects.filter(opportunity__series__organisation=viewer.organisation, state=ExpressionState.SENT)
    found = rows.exclude(held_because="").select_related("opportunity__series__organisation").filter(pk=pk).first()
    if found is None:
        raise Http404("nothing held back in this organisation")
    return found


def call_backs(opportunity: Opportunity) -> QuerySet[CallBack]:
    """Those who asked to be called, first who has waited longest; those that are done last."""
    rows = CallBack.objects.filter(expression__opportunity=opportunity).exclude(expression__state=ExpressionState.WITHDRAWN)
    return rows.select_related("expression").order_by(F("done_at").asc(nulls_first=True), "asked_at", "pk")


def days_waiting(call_back: CallBack) -> int:
    """For how many days somebody has waited to be called; 0 once they were."""
    return 0 if call_back.done_at else (timezone.localdate() - timezone.localdate(call_back.asked_at)).days


def is_late(call_back: CallBack) -> bool:
    """Whether somebody should have been called by now. What they wrote is kept until they are."""
    return days_waiting(call_back) > DAYS_TO_CALL


def named_call(viewer: Viewer, pk: int) -> Opportunity:
    """A call whose people the viewer may know by name; Http404 for any other."""
    found = opportunities.one(viewer, pk)
    if not all_series.may_see_names(viewer, found.series):
        raise Http404("not one of the named people of this call")
    return found


def people(opportunity: Opportunity) -> QuerySet[ExpressionOfInterest]:
    """Those who answered, for the named people alone."""
    return to_read(opportunity).order_by("sent_at", "pk")


def call_back(viewer: Viewer, pk: int) -> CallBack:
    """A call to make, of a call whose people the viewer may know by name; Http404 for any other."""
    found = CallBack.objects.select_related("expression__opportunity__series__organisation").filter(pk=pk).first()
    if found is None:
        raise Http404("no such call to make")
    named_call(viewer, found.expression.opportunity_id)
    return found


def call_to_make(viewer: Viewer, opportunity: Opportunity, pk: int) -> CallBack:
    """A call of this one open call, whose answer was not sent yet: the person answers while they are called. Http404 for any other."""
    found = call_back(viewer, pk)
    if found.expression.opportunity_id != opportunity.pk or found.expression.state != ExpressionState.STARTED:
        raise Http404("nothing to finish in a call")
    return found


def voice_note(viewer: Viewer, pk: int) -> str:
    """The file of a voice note, for those who read the answers to a call; Http404 where there is none, or they have a conflict."""
    found = ExpressionOfInterest.objects.filter(pk=pk, opportunity__series__in=all_series.of(viewer), state=ExpressionState.SENT).first()
    if found is None or not found.voice_note or selection.keeps_away(found, viewer.user):
        raise Http404("no such voice note")
    return found.voice_note
