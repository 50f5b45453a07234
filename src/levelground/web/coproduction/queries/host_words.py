"""What others had written or said before somebody spoke: people often repeat what they speak of, and that is not their words.

Without it whoever repeats a line and takes it back would take it from others too: their dissent, or whom to call when it becomes too much.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Model

from levelground.web.coproduction.models import (
    Contribution,
    DecisionPart,
    GroupStatement,
    Opportunity,
    Participant,
    Prompt,
    Series,
    Workshop,
)
from levelground.web.people.queries import audit_events
from levelground.web.publishing.models import Edit, PackageVersion
from levelground.web.publishing.queries import readings

CALL_WORDS = (
    *("title", "purpose", "looking_for", "unpaid_because", "benefits_warning", "passed_on", "complaints", "staff_named", "support"),
    "withdrawn_because",
)
SESSION_WORDS = ("title", "place", "agenda", "power_note", "distress_route", "ready_despite")
SERIES_WORDS = ("title", "purpose")
"""Texts that those who host write, and may write anew."""
WRITE = {
    f"coproduction.{verb}"
    for verb in (
        *("start_series", "draft_call", "change_call", "withdraw_call"),
        *("plan_workshop", "change_workshop", "prepare_workshop", "mark_workshop_ready"),
    )
}
"""What the audit trail calls it when they do."""


def said_at(contribution: Contribution) -> datetime.datetime:
    """When something was said: in a session, not when it was written down from paper later."""
    session = contribution.workshop.starts_at if contribution.workshop else contribution.at
    concern = contribution.concern.raised_at if contribution.concern else contribution.at
    return min(contribution.at, session, concern)


def before(series: Series, moment: datetime.datetime) -> str:
    """The change packages of the organisation as they were at a moment; those that did not change since count too."""
    versions = PackageVersion.objects.filter(package__organisation=series.organisation_id).select_related("package")
    if series.package_id is None:
        versions = versions.filter(history__at__gte=moment).distinct()
    else:
        touched = PackageVersion.objects.filter(package__organisation=series.organisation_id, history__at__gte=moment)
        versions = versions.filter(package__in=[series.package_id, *touched.values_list("package", flat=True)])
    return "\n".join(_at(version, moment) for version in versions)


def _at(version: PackageVersion, moment: datetime.datetime) -> str:
    last = Edit.objects.filter(version=version, at__lt=moment).order_by("-number").first()
    return readings.reading(last.after_id, readings.file_name(version)).text if last is not None else ""


def of_others(series: Series, moment: datetime.datetime, *, than: Participant | None, until: datetime.datetime) -> str:
    """What other people of the series said, dissented or stated until they spoke, and what those who host have not written since `moment`.

    Of people without a link nobody knows that they are others; of a text without its events nobody knows how old it is.
    """
    own = than.pk if than else 0
    spoke = Contribution.objects.filter(series=series, participant__isnull=False, withdrawn_at__isnull=True, at__lt=until)
    parts = DecisionPart.objects.filter(decision__series=series, at__lt=until).exclude(participant=own)
    stated = GroupStatement.objects.filter(series=series, withdrawn_at__isnull=True, at__lt=until).exclude(agreed_by=own)
    return "\n".join(
        [
            *spoke.exclude(participant=own).values_list("words", flat=True),
            *parts.values_list("dissent", flat=True),
            *stated.values_list("words", flat=True),
            *_not_written_since(moment, "series", [series], SERIES_WORDS),
            *_not_written_since(moment, "opportunity", Opportunity.objects.filter(series=series), CALL_WORDS),
            *_not_written_since(moment, "workshop", Workshop.objects.filter(series=series), SESSION_WORDS),
        ]
    )


def asked(contribution: Contribution) -> str:
    """The question that somebody answered, and those of the same session before it: a question stays as it was asked."""
    if contribution.prompt is None:
        return ""
    rows = Prompt.objects.filter(workshop=contribution.prompt.workshop_id, number__lte=contribution.prompt.number)
    return "\n".join(rows.values_list("words", flat=True))


def _not_written_since(moment: datetime.datetime, kind: str, rows: Iterable[Model], fields: tuple[str, ...]) -> list[str]:
    every = {f"{kind}:{row.pk}": row for row in rows}
    last = audit_events.last_done(WRITE, every.keys())
    return [str(getattr(row, name)) for subject, row in every.items() if subject in last and last[subject] < moment for name in fields]
