"""Every change to the text of a draft: applied to the text as it is now, kept with its author and reason, never over somebody's head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from levelground.change_package import edit as editing
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.adaptation.upgrade import upgrade
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading
from levelground.errors import ChangePackageInvalid, Finding, Severity
from levelground.web.people.actions import audit
from levelground.web.people.models import User
from levelground.web.publishing import sides
from levelground.web.publishing.actions import texts
from levelground.web.publishing.actions.drafts import locked, place_in_head, require_newer
from levelground.web.publishing.conflicts import HEAD, BothSides, EditConflict, NotADraft, NothingChanged
from levelground.web.publishing.models import Edit, PackageVersion
from levelground.web.publishing.queries import drafts, readings
from levelground.web.publishing.queries.published import Published

Fields = Mapping[str, Any]


@transaction.atomic
def change_element(
    *,
    draft: PackageVersion,
    element_id: str,
    fields: Fields,
    seen: int,
    reason: str,
    by: User,
    decision: str = "",
    meaning_stays: bool = False,
    take_mine: bool = False,
) -> Edit:
    """Bring fields of an element to new values; those that the person did not touch stay as they are now.

    Raises
    ------
    EditConflict
        Somebody changed the same element after edit `seen`.
    NothingChanged
        Every field says that already.
    NotADraft, UnknownElement, ChangePackageInvalid
        As their names say; every finding.
    """
    version = locked(draft)
    now, was = readings.reading_of(version), _as_seen(version, seen)
    mine = sides.changed_fields(was, element_id, fields, reason)
    if not mine:
        raise NothingChanged("Nothing was changed: the text says this already.")
    if sides.differs(was, now, element_id):
        raise sides.conflict(was, now, element_id, {name: fields[name] for name in mine}, at=version.edits)
    operations = editing.operations_for(
        now, element_id, {name: fields[name] for name in mine}, reason=reason, decision=decision or None, meaning_stays=meaning_stays
    )
    return _apply(version, operations, by=by, reason=reason, decision=decision, settled=take_mine)


@transaction.atomic
def add_element(
    *,
    draft: PackageVersion,
    kind: str,
    element: Fields,
    after: str | None = None,
    seen: int,
    reason: str,
    by: User,
    decision: str = "",
) -> Edit:
    """Add an element to one of the lists (`primary_drivers`, ...). Raises as `change_element` does, but never for a conflict."""
    version = locked(draft)
    operation = {"op": "add", "to": kind, "elements": [dict(element)], "after": after, "reason": reason, "decision": decision or None}
    return _apply(version, [operation], by=by, reason=reason, decision=decision)


@transaction.atomic
def remove_element(*, draft: PackageVersion, element_id: str, seen: int, reason: str, by: User, decision: str = "") -> Edit:
    """Take an element away with the links to it. Raises as `change_element` does."""
    version = locked(draft)
    now, was = readings.reading_of(version), _as_seen(version, seen)
    if element_id in was.paths and element_id not in now.paths:
        raise NothingChanged("Somebody else has taken this away already.")
    if sides.differs(was, now, element_id):
        raise sides.conflict(was, now, element_id, None, at=version.edits)
    operation = {"op": "remove", "element": element_id, "reason": reason, "decision": decision or None}
    return _apply(version, [operation], by=by, reason=reason, decision=decision)


@transaction.atomic
def link(
    *,
    draft: PackageVersion,
    element_id: str,
    field: str,
    target: str,
    strength: str | None = None,
    assumption: str | None = None,
    seen: int,
    reason: str,
    by: User,
    decision: str = "",
) -> Edit:
    """Link an element to another, or give a link that is there another strength or assumption. Raises as `change_element` does."""
    version = locked(draft)
    said = {"strength": strength, "assumption": assumption}
    operation = {"op": "link", "element": element_id, "field": field, "target": target, **said}
    return _linked(version, operation, seen=seen, reason=reason, by=by, decision=decision)


@transaction.atomic
def unlink(
    *, draft: PackageVersion, element_id: str, field: str, target: str, seen: int, reason: str, by: User, decision: str = ""
) -> Edit:
    """Take a link away. Raises as `change_element` does."""
    version = locked(draft)
    operation = {"op": "unlink", "element": element_id, "field": field, "target": target}
    return _linked(version, operation, seen=seen, reason=reason, by=by, decision=decision)


@transaction.atomic
def change_head(*, draft: PackageVersion, fields: Fields, seen: int, reason: str, by: User, take_mine: bool = False) -> Edit:
    """Change what a change package says about itself (`title`, `summary`, `provenance.statement`, ...). Raises as `change_element`."""
    version = locked(draft)
    now, was = readings.reading_of(version), _as_seen(version, seen)
    mine = {name: value for name, value in fields.items() if not sides.same(sides.in_head(was, name), value)}
    if not mine:
        raise NothingChanged("Nothing was changed: the text says this already.")
    if not sides.same(sides.head(was), sides.head(now)):
        theirs = {name: sides.in_head(now, name) for name in mine}
        raise EditConflict(HEAD, BothSides({name: sides.in_head(was, name) for name in mine}, theirs, mine), now=version.edits)
    data = texts.own_bytes(editing.head_edited(now, mine))
    operations = [{"op": "head", "field": name, "value": value} for name, value in mine.items()]
    return _put(version, data, by=by, kind="head", reason=reason, operations=operations, settled=take_mine)


@transaction.atomic
def replace_text(*, draft: PackageVersion, data: bytes, file_name: str, seen: int, reason: str, by: User) -> Edit:
    """Put a whole text in the place of the draft's. The history keeps the one that was there.

    Raises
    ------
    EditConflict
        With the field `text`: somebody edited the draft after edit `seen`.
    ChangePackageUnreadable, ChangePackageInvalid
        Not a change package, another id, or a version that is not above what is published.
    """
    version = locked(draft)
    reading = read_text(data, file_name, readings.bases_of(data))
    package = version.package
    if reading.change_package.id != package.package_id:
        message = f"the id must be `{package.package_id}`, that of the draft; it is `{reading.change_package.id}`."
        step = "Give it the draft's id, or bring it in as a draft of its own."
        finding = Finding(Severity.ERROR, "another-id", message, place_in_head(reading, "id"), next_step=step)
        raise ChangePackageInvalid(f"{file_name} was not taken", [finding])
    require_newer(reading, package)
    if seen < version.edits:
        was, now = drafts.content_at(version, seen), version.text.content
        raise EditConflict(HEAD, BothSides({"text": was}, {"text": now}, {"text": data.decode("utf-8")}), now=version.edits)
    return _put(version, data, by=by, kind="import", reason=reason)


@transaction.atomic
def take_upgrade(
    *, draft: PackageVersion, to: Published, choices: Mapping[str, str], seen: int, reason: str, by: User, number: str | None = None
) -> Edit:
    """Carry an adaptation over to a newer version of its base.

    Raises
    ------
    EditConflict
        Somebody edited the draft after edit `seen`: what is to be chosen may be another now.
    ChangePackageInvalid
        A conflict without a choice, or a result that does not hold; every finding.
    NotADraft
        As its name says; also for a draft that adapts nothing.
    """
    version = locked(draft)
    reading = readings.reading_of(version)
    if not isinstance(reading.overlay, OverlayReading) or reading.base is None:
        raise NotADraft("This change package adapts no other, so there is nothing to carry over.")
    if seen < version.edits:
        raise EditConflict(HEAD, BothSides({}, {}, {}), now=version.edits)
    result = upgrade(reading.overlay, reading.base, to.reading(), choices, number)
    if result.overlay is None:
        raise ChangePackageInvalid(f"{reading.name} was not carried over to {to.name}", result.findings)
    operations = [{"op": "upgrade", "from": str(result.old_base), "to": str(result.new_base), "choices": dict(choices)}]
    return _put(version, result.overlay.data, by=by, kind="upgrade", reason=reason, operations=operations)


@transaction.atomic
def undo(*, draft: PackageVersion, seen: int, by: User) -> Edit:
    """Bring back the text before the last edit. Undoing an undo brings the edit back.

    Raises
    ------
    EditConflict
        Somebody edited the draft after edit `seen`: another edit is the last one now.
    NothingChanged
        There is no edit yet.
    """
    version = locked(draft)
    last = drafts.last_edit(version)
    if last is None or last.before is None:
        raise NothingChanged("There is no edit to undo.")
    if seen < version.edits:
        raise EditConflict(HEAD, BothSides({}, {}, {}), now=version.edits)
    data = last.before.content.encode("utf-8")
    reason = f"Undoes edit {last.number}." if last.undoes is None else f"Brings back edit {last.undoes.number}."
    return _put(version, data, by=by, kind="undo", reason=reason, elements=last.elements, undoes=last)


def _linked(version: PackageVersion, operation: dict[str, Any], *, seen: int, reason: str, by: User, decision: str) -> Edit:
    now, was = readings.reading_of(version), _as_seen(version, seen)
    element_id, field, target = operation["element"], operation["field"], operation["target"]
    before, after = sides.link_in(was, element_id, field, target), sides.link_in(now, element_id, field, target)
    if element_id not in now.paths or before != after:
        raise sides.conflict(was, now, element_id, {field: None}, at=version.edits)
    whole = {**operation, "reason": reason, "decision": decision or None}
    return _apply(version, [whole], by=by, reason=reason, decision=decision)


def _as_seen(version: PackageVersion, seen: int) -> Reading:
    """The change package as the person saw it when the form was opened."""
    return readings.reading_of(version) if seen >= version.edits else drafts.reading_at(version, seen)


def _apply(
    version: PackageVersion, operations: Sequence[Mapping[str, Any]], *, by: User, reason: str, decision: str, settled: bool = False
) -> Edit:
    said = [{key: value for key, value in operation.items() if value is not None} for operation in operations]
    data = texts.own_bytes(editing.edited(readings.reading_of(version), said))
    touched = dict.fromkeys(_touched(said))
    return _put(
        version,
        data,
        by=by,
        kind="operations",
        reason=reason,
        decision=decision,
        operations=said,
        elements=list(touched),
        settled=settled,
    )


def _touched(operations: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for operation in operations:
        if operation["op"] == "add":
            yield from (element["id"] for element in operation["elements"])
        else:
            yield operation["element"]


def _put(version: PackageVersion, data: bytes, *, by: User, kind: str, settled: bool = False, **told: Any) -> Edit:
    """The next edit of a locked version, and the audit event."""
    if data == version.text.content.encode("utf-8"):
        raise NothingChanged("Nothing was changed: the text says this already.")
    edit = texts.put(version, data, by=by, number=version.edits + 1, kind=kind, **told)
    audit.record(
        by=by,
        action="publishing.edit",
        subject=f"version:{version.pk}",
        organisation=version.package.organisation,
        number=edit.number,
        kind=kind,
        elements=edit.elements,
        text=edit.after_id,
        settled=settled,
    )
    return edit
