"""The audit trail as it is read: by the people who may, page by page, and by who verifies it, row by row."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Max

from levelground.web.people import audit_head
from levelground.web.people.audit_key import audit_key
from levelground.web.people.audit_trail import AuditRow, UnreadableRow, Verified, verify
from levelground.web.people.models import AuditEvent, User
from levelground.web.people.viewer import Viewer

A_PAGE = 50
AT = {"sqlite": "CAST(at AS TEXT)", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"}
TEXTS = ("number", "by", "organisation", "action", "subject", "details", "previous", "digest", "signature")


def of_organisation(viewer: Viewer, *, action: str = "", page: str | int = 1) -> Page[AuditEvent]:
    """A page of what was done in the viewer's organisation, the newest first."""
    events = AuditEvent.objects.filter(organisation=viewer.organisation.pk)
    if action:
        events = events.filter(action=action.replace("\0", ""))  # PostgreSQL refuses it, and no action has it
    return Paginator(events.order_by("-number"), A_PAGE).get_page(page)


def actions_in(viewer: Viewer) -> list[str]:
    """The kinds of things that were done in the viewer's organisation."""
    return list(
        AuditEvent.objects.filter(organisation=viewer.organisation.pk).order_by("action").values_list("action", flat=True).distinct()
    )


def names_of(ids: set[int]) -> dict[int, str]:
    """What the people with these ids are called now; an erased person has no name any more."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def about(user: User) -> list[AuditEvent]:
    """What a person did, and what was done to them."""
    by_them = AuditEvent.objects.filter(by=user.pk)
    return list((by_them | AuditEvent.objects.filter(subject=f"user:{user.pk}")).order_by("number"))


def who_did(action: str, subject: str, **details: int) -> set[int]:
    """Who did this to a subject, ever; with `details`, only where the event says these of it. Nobody, where the system did it by itself."""
    said = {f"details__{name}": value for name, value in details.items()}
    events = AuditEvent.objects.filter(action=action, subject=subject, **said)
    return {by for by in events.values_list("by", flat=True) if by is not None}


def done_to(subjects: Collection[str], *, by: User) -> set[str]:
    """To which of these subjects a person ever did anything."""
    return set(AuditEvent.objects.filter(by=by.pk, subject__in=subjects).values_list("subject", flat=True))


def last_done(actions: Collection[str], subjects: Collection[str]) -> dict[str, datetime]:
    """Subject -> when one of these things was last done to it; without those to which none of them ever was."""
    events = AuditEvent.objects.filter(action__in=actions, subject__in=subjects).order_by()
    return dict(events.values_list("subject").annotate(last=Max("at")))


def verified() -> Verified:
    """Whether the whole trail is as it was written. The head is read first: what is added meanwhile is not in it yet."""
    head = audit_head.read()
    return verify(rows(), head, audit_key())


def rows() -> Iterator[AuditRow | UnreadableRow]:
    """Every row in the order of the numbers, as the database has it: a row that somebody broke is a row too."""
    columns = ", ".join(f'CAST("{name}" AS TEXT)' for name in TEXTS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {AT[connection.vendor]}, {columns} FROM people_auditevent ORDER BY people_auditevent.number")  # noqa: S608 - own names
        while held := cursor.fetchmany(1000):
            yield from map(_row, held)


def _row(held: tuple[str | None, ...]) -> AuditRow | UnreadableRow:
    at, number, by, organisation, action, subject, details, previous, digest, signature = held
    try:
        return AuditRow(
            number=int(number or ""),
            at=datetime.fromisoformat(at or "").replace(tzinfo=UTC),
            by=None if by is None else int(by),
            organisation=None if organisation is None else int(organisation),
            action=action or "",
            subject=subject or "",
            details=json.loads(details or "", object_pairs_hook=_once),
            previous=previous or "",
            digest=digest or "",
            signature=signature or "",
        )
    except (ValueError, RecursionError) as error:
        return UnreadableRow(int(number) if number and number.isdigit() else None, type(error).__name__)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice in one row is two stories."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)
