"""Open calls: which are open now, on the organiser's clock; what one still needs before it can be published."""

from __future__ import annotations

import datetime
from zoneinfo import available_timezones

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from levelground.registers.payment_rates import RateStep, rate_tables
from levelground.web.coproduction.models import (
    ExpressionOfInterest,
    ExpressionState,
    Notice,
    NoticeKind,
    Opportunity,
    OpportunityState,
    Series,
    Workshop,
    WorkshopState,
)
from levelground.web.coproduction.queries import series as all_series
from levelground.web.people.viewer import Viewer

CLOSED_SHOWN = 10
"""How many closed calls the public list gives."""

NEEDED = {
    "title": "Give the call a title.",
    "purpose": "Say what the work is for.",
    "looking_for": "Say whom you want to hear from.",
    "closes_on": "Give the last day on which people can answer.",
    "told_by": "Give the day by which everybody who answers is told. People were left to wait before.",
    "contact_name": "Name somebody whom people can ask.",
    "contact_phone": "Give a phone number. Not everybody has email, or wants to write.",
    "support": "Say who can be called for support. It stands before any question about what happened to somebody.",
}
"""What every call must say before it is published, and what is said where it does not."""


def is_open(opportunity: Opportunity, now: datetime.datetime | None = None) -> bool:
    """Whether people can answer it at this moment: published, and not yet closed on the organiser's clock."""
    closes = opportunity.closes_at
    return opportunity.state == OpportunityState.PUBLISHED and closes is not None and (now or timezone.now()) < closes


def _published() -> QuerySet[Opportunity]:
    rows = Opportunity.objects.filter(state=OpportunityState.PUBLISHED)
    return rows.select_related("series__organisation", "series__identities_held_by", "series__package")


def public(now: datetime.datetime | None = None) -> list[Opportunity]:
    """The calls that are open now, everywhere; the one that closes first first."""
    now = now or timezone.now()
    perhaps = _published().filter(closes_on__gte=now.date() - datetime.timedelta(days=2))  # no clock is further away than that
    return sorted((one for one in perhaps if is_open(one, now)), key=lambda one: (one.closes_at, one.pk))


def closed_public(now: datetime.datetime | None = None) -> list[Opportunity]:
    """Calls that have closed, the latest first."""
    now = now or timezone.now()
    perhaps = _published().filter(closes_on__lte=now.date() + datetime.timedelta(days=2)).order_by("-closes_on", "-pk")
    return [one for one in perhaps[: CLOSED_SHOWN * 2] if not is_open(one, now)][:CLOSED_SHOWN]


def by_code(code: str) -> Opportunity:
    """The call with this code, as people typed it: open, closed, or withdrawn after it was published.

    Raises
    ------
    Http404
        There is none, or it was never published: the two cannot be told apart.
    """
    rows = Opportunity.objects.filter(code=code.strip().upper(), published_at__isnull=False)
    found = rows.select_related("series__organisation", "series__identities_held_by", "series__package").first()
    if found is None:
        raise Http404("no such call")
    return found


def of_series(series: Series) -> QuerySet[Opportunity]:
    """The calls of a series, drafts too, with how many have answered (`sent`), have not been read (`unread`) and not told (`untold`)."""
    return _counted(Opportunity.objects.filter(series=series))


def one(viewer: Viewer, pk: int) -> Opportunity:
    """A call of a series that the viewer may see; Http404 for any other."""
    rows = Opportunity.objects.filter(series__in=all_series.of(viewer))
    found = _counted(rows).select_related("series__organisation", "series__identities_held_by", "series__package").filter(pk=pk).first()
    if found is None:
        raise Http404("no such call in this organisation")
    return found


def run_by(viewer: Viewer, pk: int) -> Opportunity:
    """A call of the viewer's own organisation, to be changed; Http404 as `one`."""
    found = one(viewer, pk)
    if found.series.organisation_id != viewer.organisation.pk:
        raise Http404("no such call in this organisation")
    return found


def of_viewer(viewer: Viewer) -> QuerySet[Opportunity]:
    """The calls of all series that the viewer may see, with their counts."""
    return _counted(Opportunity.objects.filter(series__in=all_series.of(viewer)).select_related("series"))


def _counted(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    sent = ExpressionOfInterest.objects.filter(opportunity=OuterRef("pk"), state=ExpressionState.SENT, held_because="")
    told = Notice.objects.filter(kind=NoticeKind.OUTCOME, told_at__isnull=False, expression__isnull=False).values("expression")
    return rows.annotate(
        sent=_how_many(sent),
        unread=_how_many(sent.filter(readings__isnull=True, outcome__isnull=True)),
        untold=_how_many(sent.exclude(pk__in=told)),
    )


def _how_many(rows: QuerySet[ExpressionOfInterest]) -> Coalesce:
    grouped = rows.order_by().values("opportunity").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(grouped), 0)


def criteria_of(opportunity: Opportunity) -> list[str]:
    """What people are chosen by, line by line."""
    return list(opportunity.criteria.values_list("words", flat=True))


def sessions(series: Series) -> list[Workshop]:
    """The sessions that are planned or were held: their days stand on the call, so that people know whether they can come."""
    return list(Workshop.objects.filter(series=series).exclude(state=WorkshopState.CANCELLED).order_by("starts_at", "pk"))


def step_of(opportunity: Opportunity) -> RateStep | None:
    """The rate that the call offers; None where it offers none, or one that is in no table."""
    table = rate_tables().get(opportunity.rate_table)
    return next((step for step in table.steps if step.id == opportunity.rate_step), None) if table else None


def total_pence(opportunity: Opportunity) -> int | None:
    """What somebody is paid who comes to every session and prepares for each; None where nothing is paid."""
    step = step_of(opportunity)
    if step is None:
        return None
    apart = opportunity.preparation_minutes if step.minutes is not None else 0  # an amount for the whole of a session has it in it
    preparation = step.pence_for(apart) if apart else 0
    return (step.pence_for(opportunity.session_minutes) + preparation) * opportunity.sessions


def problems(opportunity: Opportunity, now: datetime.datetime | None = None) -> dict[str, str]:
    """All that stands between a call and its publication, by field; empty where it can be published."""
    found = {name: said for name, said in NEEDED.items() if not getattr(opportunity, name)}
    found |= _of_pay(opportunity) | _of_days(opportunity, now or timezone.now())
    if not opportunity.access_formats:
        found["access_formats"] = "Say how people can take part. Tick at least one way, so that nobody is left out."
    if not opportunity.criteria.exists():
        found["criteria"] = "Say what people are chosen by. Write at least one line, so that everybody knows it before they answer."
    if opportunity.sessions < 1 or opportunity.session_minutes < 1:
        found["sessions"] = "Say how many sessions there are, and how long each one is."
    if not all_series.holders(opportunity.series).exists():
        found["holders"] = "Name who will know the names of those who come: one or two people. Do it on the page of the series."
    return found


def _of_pay(opportunity: Opportunity) -> dict[str, str]:
    if opportunity.rate_step or opportunity.rate_table:
        step = step_of(opportunity)
        if step is None:
            return {"rate": "This rate is in no table that we have. Choose one from the list."}
        if step.minutes is None and opportunity.preparation_minutes:
            return {"preparation_minutes": "This amount has the time to get ready in it. Write 0, or choose a rate for an hour."}
        if not opportunity.benefits_warning:
            return {"benefits_warning": "Pay can change what somebody gets in benefits. Say so, and say who gives free advice."}
        return {}
    if not opportunity.unpaid_because:
        return {"rate": "Choose what people are paid. A call without pay needs a reason that those who come chose themselves."}
    return {}


def _of_days(opportunity: Opportunity, now: datetime.datetime) -> dict[str, str]:
    if opportunity.timezone not in available_timezones():
        return {"timezone": "This time zone is not known. Choose one from the list, such as Europe/London."}
    closes = opportunity.closes_at
    if closes is None:
        return {}
    found = {}
    if closes <= now:
        found["closes_on"] = "The call would be closed already. Choose a later day or a later time."
    if opportunity.told_by and opportunity.told_by < closes.date():
        found["told_by"] = "People cannot be told before the call closes. Choose a later day."
    return found
