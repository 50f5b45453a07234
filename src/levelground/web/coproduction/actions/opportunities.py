"""Writes an open call, confirms what it promises, publishes and withdraws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.actions.series import free_code
from levelground.web.coproduction.models import (
    ExpressionOfInterest,
    ExpressionState,
    NoticeKind,
    Opportunity,
    OpportunityState,
    SelectionCriterion,
    Series,
)
from levelground.web.coproduction.promises import PROMISES, still_confirmed
from levelground.web.coproduction.queries import opportunities as found
from levelground.web.coproduction.refusals import CallRefused
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message
from levelground.web.people.actions import audit
from levelground.web.people.models import Membership, User

FIELDS = frozenset(
    {
        *("title", "purpose", "influence", "looking_for", "rate_table", "rate_step", "unpaid_because"),
        *("session_minutes", "sessions", "preparation_minutes", "expenses", "benefits_warning", "access_formats", "group_size"),
        *("closes_on", "closes_time", "timezone", "told_by", "contact_name", "contact_email", "contact_phone", "contact_post"),
        *("passed_on", "complaints", "staff_named", "support"),
    }
)
"""What whoever writes a call may say in it."""
AFTER_PUBLICATION = frozenset(
    {
        "access_formats",
        "closes_on",
        "closes_time",
        "contact_name",
        "contact_email",
        "contact_phone",
        "contact_post",
        "complaints",
        "support",
    }
)
"""What may still change once people read it. The rest was promised to those who answered."""


@transaction.atomic
def draft(*, series: Series, fields: Mapping[str, Any], criteria: Sequence[str], by: User) -> Opportunity:
    """Begin a call. It may be incomplete: what is missing is said when it is published."""
    _known(fields)
    made = Opportunity(series=series, code=free_code(Opportunity.objects.all()), created_by=by, influence=series.influence)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    _count(made, criteria)
    _told("draft_call", made, by)
    return made


@transaction.atomic
def change(*, opportunity: Opportunity, fields: Mapping[str, Any], criteria: Sequence[str] | None, by: User) -> Opportunity:
    """Change a call; `criteria` None leaves them. What the host confirmed of words that change has to be confirmed again.

    Raises
    ------
    CallRefused
        It was withdrawn; or people read it already and would be promised something else than when they answered.
    """
    _known(fields)
    row = _locked(opportunity)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    new_criteria = criteria is not None and list(criteria) != list(row.criteria.values_list("words", flat=True))
    _may_change(row, {*changed, *({"criteria"} if new_criteria else ())})
    before = row.closes_at
    for name, value in changed.items():
        setattr(row, name, value)
    row.promises = still_confirmed(row.promises, changed)
    if row.state == OpportunityState.PUBLISHED:
        _still_right(row, sooner=before is not None and row.closes_at is not None and row.closes_at < before)
    row.save()
    if new_criteria and criteria is not None:
        _count(row, criteria)
    if changed or new_criteria:
        _told("change_call", row, by, fields=sorted([*changed, *(["criteria"] if new_criteria else [])]))
    return row


@transaction.atomic
def confirm_promise(*, opportunity: Opportunity, promise: str, by: User) -> Opportunity:
    """Somebody of the host says that a promise holds: from now on people read it. Who and when is kept.

    Raises
    ------
    CallRefused
        There is no such promise; its own words are not written yet; or the person is not of the host.
    """
    row = _locked(opportunity)
    known = PROMISES.get(promise)
    if known is None:
        raise CallRefused({"promise": "There is no such promise. Choose one from the list."})
    if known.field and not getattr(row, known.field):
        raise CallRefused({known.field: f"“{known.heading}” has no words of your own yet. Write them first, then confirm them."})
    host = row.series.organisation
    if not Membership.objects.filter(user=by, organisation=host, ended_at__isnull=True).exists():
        raise CallRefused({"promise": f"Only somebody of {host.name} can say that this holds."})
    row.promises = {**row.promises, promise: {"at": timezone.now().isoformat(), "by": by.pk}}
    row.save(update_fields=["promises"])
    _told("confirm_promise", row, by, promise=promise)
    return row


@transaction.atomic
def take_back_promise(*, opportunity: Opportunity, promise: str, by: User) -> Opportunity:
    """A promise of a draft does not hold after all.

    Raises
    ------
    CallRefused
        People read it already: it was promised.
    """
    row = _locked(opportunity)
    if row.state != OpportunityState.DRAFT:
        raise CallRefused({"promise": "People have read this promise. It can be taken back only with the whole call."})
    row.promises = {name: said for name, said in row.promises.items() if name != promise}
    row.save(update_fields=["promises"])
    _told("take_back_promise", row, by, promise=promise if promise in PROMISES else "")
    return row


@transaction.atomic
def publish(*, opportunity: Opportunity, by: User) -> Opportunity:
    """Everybody can read the call, and answer it until it closes.

    Raises
    ------
    CallRefused
        It is no draft, or something that people need is missing: everything at once.
    """
    row = _locked(opportunity)
    if row.state != OpportunityState.DRAFT:
        raise CallRefused({"state": f"Only a draft can be published. This call is {row.get_state_display().lower()}."})
    problems = found.problems(row)
    if problems:
        raise CallRefused(problems)
    row.state, row.published_at, row.published_by = OpportunityState.PUBLISHED, timezone.now(), by
    row.save(update_fields=["state", "published_at", "published_by"])
    _told("publish_call", row, by, promises=sorted(row.promises))
    return row


@transaction.atomic
def withdraw(*, opportunity: Opportunity, because: str, by: User) -> Opportunity:
    """End a call before its time. Its page stays and says why; everybody who has answered is told."""
    row = _locked(opportunity)
    if row.state == OpportunityState.WITHDRAWN:
        raise CallRefused({"state": "This call is withdrawn already."})
    if not because.strip():
        raise CallRefused({"because": "Say why. Those who answered will read it."})
    row.state, row.withdrawn_at, row.withdrawn_because = OpportunityState.WITHDRAWN, timezone.now(), because.strip()
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    sent = ExpressionOfInterest.objects.filter(opportunity=row, state=ExpressionState.SENT, purged_at__isnull=True)
    answered = sent.filter(held_because="")  # a machine may have typed the addresses of the others
    for expression in answered:
        notices.give(
            organisation=row.series.organisation, to=expression, kind=NoticeKind.CHANGE, message=_withdrawn(row), due=row.told_by, by=by
        )
    _told("withdraw_call", row, by, told=len(answered))
    return row


def _withdrawn(row: Opportunity) -> Message:
    title, ways = " ".join(row.title.split()), [way for way in (row.contact_phone, row.contact_email) if way]
    ask = Phrase("If you want to ask about it: %(name)s.", name=", ".join([row.contact_name, *ways]))
    return Message(
        subject=Phrase("We have ended the call: %(call)s", call=title),
        paragraphs=(
            Phrase("You said that you were interested in “%(call)s”. We are sorry: we have ended this call.", call=title),
            Phrase("Why: %(words)s", words=" ".join(row.withdrawn_because.split())),
            ask,
        ),
    )


def _locked(opportunity: Opportunity) -> Opportunity:
    return Opportunity.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=opportunity.pk)


def _known(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise ValueError(f"a call has no such fields to write: {sorted(unknown)}")


def _may_change(row: Opportunity, changed: set[str]) -> None:
    if row.state == OpportunityState.WITHDRAWN and changed:
        raise CallRefused({"state": "This call is withdrawn. Write a new one."})
    if row.state == OpportunityState.PUBLISHED:
        fixed = sorted(changed - AFTER_PUBLICATION)
        said = "People have read this already, and may have answered because of it. Withdraw the call and write a new one to change it."
        if fixed:
            raise CallRefused(dict.fromkeys(fixed, said))


def _still_right(row: Opportunity, *, sooner: bool) -> None:
    problems = found.problems(row)
    if sooner:
        problems["closes_on"] = "People were told that they have until then. The call can close later, not sooner."
    if problems:
        raise CallRefused(problems)


def _count(row: Opportunity, criteria: Sequence[str]) -> None:
    row.criteria.all().delete()
    SelectionCriterion.objects.bulk_create(
        SelectionCriterion(opportunity=row, number=number, words=words) for number, words in enumerate(criteria, start=1)
    )


def _told(verb: str, row: Opportunity, by: User, **details: object) -> None:
    audit.record(by=by, action=f"coproduction.{verb}", subject=f"opportunity:{row.pk}", organisation=row.series.organisation, **details)
