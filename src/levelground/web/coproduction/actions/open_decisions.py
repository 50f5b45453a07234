"""A decision while it may still change: locked for whoever writes, and each change of it told in the audit trail."""

from __future__ import annotations

from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import Decision
from levelground.web.people.actions import audit
from levelground.web.people.models import User

CLOSED = "This decision is closed, and nothing of it changes. Open a new decision that corrects it."


def locked(decision: Decision) -> Decision:
    """The decision, locked, where it may still change.

    Raises
    ------
    DecisionRefused
        It is closed.
    """
    rows = Decision.objects.select_for_update(of=("self",)).select_related("series__organisation", "series__package", "version__package")
    row = rows.get(pk=decision.pk)
    if row.closed_at is not None:
        raise DecisionRefused(CLOSED)
    return row


def record(decision: Decision, verb: str, by: User | None, **details: object) -> None:
    """Tell in the audit trail what was done to a decision: ids and choices, no word of anybody."""
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"decision:{decision.pk}",
        organisation=decision.series.organisation,
        public_id=decision.public_id,
        **details,
    )
