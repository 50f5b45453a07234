"""Adds a row to the audit trail, inside the transaction of what it tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from levelground.web.people.models import AuditEvent, Organisation, User

FIRST = "0" * 64
"""What stands for the digest before the first event."""


def record(*, by: User | None, action: str, subject: str, organisation: Organisation | None = None, **details: Any) -> AuditEvent:
    """Add an event; must be called inside `transaction.atomic`, by the action itself.

    Parameters
    ----------
    by
        Who did it; None where the system did it by itself (a clock, a command).
    action
        Room and verb: `publishing.edit`.
    subject
        What it was done to, as `kind:id`: `version:17`.
    details
        Ids, names of fields, digests; never personal values.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit event is written in the transaction of what it tells of")
    last = AuditEvent.objects.order_by("-number").first()
    event = AuditEvent(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        by=by.pk if by else None,
        organisation=organisation.pk if organisation else None,
        action=action,
        subject=subject,
        details=details,
        previous=last.digest if last else FIRST,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def digest_of(event: AuditEvent) -> str:
    """SHA-256 over the digest before it and every other field, as canonical JSON."""
    told: Mapping[str, Any] = {
        "number": event.number,
        "at": event.at.isoformat(),
        "by": event.by,
        "organisation": event.organisation,
        "action": event.action,
        "subject": event.subject,
        "details": event.details,
        "previous": event.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
