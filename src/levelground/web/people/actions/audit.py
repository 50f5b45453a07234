"""Adds a row to the audit trail, inside the transaction of what it tells of."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from levelground.web.people import audit_head
from levelground.web.people.audit_key import signature_of
from levelground.web.people.audit_trail import FIRST, AuditRow, digest_of
from levelground.web.people.digests import keyed_digest
from levelground.web.people.models import AuditEvent, Organisation, User

LOCK = 7_309_453_160_031_442
"""The number of the lock that PostgreSQL gives to one writer of the trail at a time; SQLite has one writer anyway."""
PLAIN = re.compile(r"[A-Za-z0-9_.:/+-]{0,128}(@[0-9][A-Za-z0-9_.+-]{0,40})?")
"""What an id, a name of a field or a digest looks like. Anything else may be words of a person, and is kept as a keyed digest."""

log = logging.getLogger(__name__)


def record(*, by: User | None, action: str, subject: str, organisation: Organisation | None = None, **details: Any) -> AuditEvent:
    """Add an event; must be called inside `transaction.atomic`, by the action itself, after its other writing.

    Parameters
    ----------
    by
        Who did it; None where the system did it by itself (a clock, a command).
    action
        Room and verb: `publishing.edit`.
    subject
        What it was done to, as `kind:id`: `version:17`.
    details
        Ids, names of fields, digests, numbers; never personal values. What does not look like one of these is kept as a keyed digest.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit event is written in the transaction of what it tells of")
    _one_at_a_time()
    last = AuditEvent.objects.order_by("-number").only("number", "digest").first()
    said: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "at": timezone.now().astimezone(UTC),
        "by": by.pk if by else None,
        "organisation": organisation.pk if organisation else None,
        "action": action,
        "subject": subject,
        "details": _without_words(details),
        "previous": last.digest if last else FIRST,
    }
    digest = digest_of(AuditRow(**said, digest="", signature=""))
    event = AuditEvent(**said, digest=digest, signature=signature_of(said["number"], digest))
    event.save(force_insert=True)
    transaction.on_commit(lambda: _to_the_head(event))
    return event


def _one_at_a_time() -> None:
    """Wait until no other transaction is about to add an event: numbers have no gaps, and each digest one successor."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _to_the_head(event: AuditEvent) -> None:
    """After the transaction: note outside the database how far the trail goes. The deed is done: a full disk does not undo it."""
    try:
        audit_head.append(audit_head.HeadLine(event.number, event.digest, event.at.isoformat(), event.signature))
    except OSError as error:
        log.error("the head of the audit trail cannot be written (%s): run verify_audit", error.strerror)


def _without_words(value: Any) -> Any:
    """The value with each text that is not plainly an id, a field's name or a digest replaced by its keyed digest."""
    if isinstance(value, Mapping):
        return {_without_words(str(key)): _without_words(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_words(held) for held in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) else f"keyed:{keyed_digest(text)}"
