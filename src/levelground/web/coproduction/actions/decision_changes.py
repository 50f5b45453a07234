"""What a decision changed in the change package: the edit itself, and its ids at the element that it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from levelground.web.coproduction.actions.open_decisions import locked, record
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import Decision
from levelground.web.people.models import User
from levelground.web.publishing.actions import edits
from levelground.web.publishing.conflicts import NothingChanged
from levelground.web.publishing.models import Edit, PackageVersion, VersionState
from levelground.web.publishing.queries import readings

REASON = "Says which decision asked for it, and whose words shaped it."


@transaction.atomic
def we_did(
    *,
    decision: Decision,
    version: PackageVersion,
    element_id: str,
    fields: Mapping[str, Any],
    seen: int,
    reason: str,
    by: User,
    meaning_stays: bool = False,
    take_mine: bool = False,
) -> Edit:
    """Change an element of a draft because of a decision. One edit: the new words, the decision's id, those of the contributions.

    Raises
    ------
    DecisionRefused
        The decision is closed, or the draft is not of the series' change package.
    EditConflict, NothingChanged, NotADraft, UnknownElement, ChangePackageInvalid
        As `publishing.actions.edits.change_element` does.
    """
    row = locked(decision)
    _require_its_package(row, version)
    version = PackageVersion.objects.select_related("package__organisation").get(pk=version.pk)
    edit = edits.change_element(
        draft=version,
        element_id=element_id,
        fields={**fields, **_ids_at(version, element_id, row)},
        seen=seen,
        reason=reason,
        by=by,
        decision=row.public_id,
        meaning_stays=meaning_stays,
        take_mine=take_mine,
    )
    _keep(row, edit, by)
    return edit


@transaction.atomic
def point_to(*, decision: Decision, edit: Edit, by: User) -> Edit:
    """Say that an edit that was made already is what a decision asked for; its elements get the ids of the decision and the words.

    Raises
    ------
    DecisionRefused
        The decision is closed, or the edit is not of a draft of the series' change package, or changed no element.
    NotADraft
        The text cannot be changed now.
    """
    row = locked(decision)
    version = PackageVersion.objects.select_related("package__organisation").get(pk=edit.version_id)
    _require_its_package(row, version)
    if not edit.elements:
        raise DecisionRefused("This edit changed no element. Choose one that did.")
    for element_id in edit.elements:
        version.refresh_from_db()
        if element_id not in readings.reading_of(version).paths:
            continue  # it was taken away: the edit itself says so
        try:
            fields = _ids_at(version, element_id, row)
            edits.change_element(
                draft=version, element_id=element_id, fields=fields, seen=version.edits, reason=REASON, by=by, decision=row.public_id
            )
        except NothingChanged:
            continue
    _keep(row, edit, by)
    return edit


def _require_its_package(decision: Decision, version: PackageVersion) -> None:
    if decision.series.package_id is None or version.package_id != decision.series.package_id:
        raise DecisionRefused("This draft is not of the change package that the series works on. Choose a draft of that one.")
    if decision.version_id not in (None, version.pk) and decision.edits.exists():
        raise DecisionRefused("This decision has changed another version already. Open a new decision for this one.")
    if version.state != VersionState.DRAFT:
        raise DecisionRefused("This text cannot be changed now. Its page says why. Start a new version, then come back.")


def _ids_at(version: PackageVersion, element_id: str, decision: Decision) -> dict[str, list[str]]:
    """The ids that an element holds already, and those of a decision and of the words that it rests on."""
    reading = readings.reading_of(version)
    element = reading.document.at(reading.path_of(element_id))
    spoke = decision.rests_on.filter(contribution__withdrawn_at__isnull=True).values_list("contribution__public_id", flat=True)
    fresh = {"contributions": list(spoke.order_by("contribution__at", "pk")), "decisions": [decision.public_id]}
    return {name: list(dict.fromkeys([*element.get(name, ()), *ids])) for name, ids in fresh.items() if ids}


def _keep(decision: Decision, edit: Edit, by: User) -> None:
    decision.version = edit.version
    decision.elements = list(dict.fromkeys([*decision.elements, *edit.elements]))
    decision.save(update_fields=["version", "elements"])
    decision.edits.add(edit)
    record(decision, "decision_changed", by, version=edit.version_id, edit=edit.number, elements=list(edit.elements))
