"""Keeps a text under its digest, and what lists show of a version beside it."""

from __future__ import annotations

import hashlib
from typing import Any

from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.reading import Reading
from levelground.errors import ChangePackageInvalid, Finding, Severity
from levelground.web.people.models import User
from levelground.web.publishing.models import Edit, PackageVersion, StoredText
from levelground.web.publishing.queries import readings

LONGEST_NUMBER = 40
"""Characters of a version number: as many as its column holds."""


def own_bytes(reading: Reading) -> bytes:
    """The bytes of the file that a person holds: an overlay's own, or the whole document's."""
    return reading.overlay.data if isinstance(reading.overlay, OverlayReading) else reading.data


def kept(data: bytes, name: str) -> tuple[StoredText, Reading]:
    """Keep a text once, and read what was kept: nothing is stored that cannot be read again.

    Raises
    ------
    ChangePackageUnreadable, ChangePackageInvalid
        As `read_text` does; the transaction around it takes the text away again.
    """
    digest = hashlib.sha256(data).hexdigest()
    text, _ = StoredText.objects.get_or_create(pk=digest, defaults={"content": data.decode("utf-8")})
    reading = readings.reading(digest, name)
    number = reading.change_package.version
    if len(number) > LONGEST_NUMBER:
        message = f"the version has {len(number)} characters; it may have {LONGEST_NUMBER} at most."
        own = reading.overlay.document if isinstance(reading.overlay, OverlayReading) else reading.document
        step = "Give it a shorter one, like 1.0.0."
        raise ChangePackageInvalid(
            f"{name} was not kept", [Finding(Severity.ERROR, "version-too-long", message, own.place(("version",)), next_step=step)]
        )
    return text, reading


def columns(reading: Reading, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """What stands beside the text of a version, for lists."""
    package = reading.change_package
    adapts = package.adapts[0] if package.adapts else None
    return {
        "number": package.version,
        "title": package.title[:500],
        "summary": package.summary,
        "discipline": package.discipline[:200],
        "co_production": package.status.value,
        "ambitions": list(package.ambitions),
        "adapts_id": adapts.id if adapts else "",
        "adapts_version": adapts.version if adapts else "",
        "recommendation_ids": [recommendation.id for recommendation in package.recommendations],
        "errors": sum(finding.severity is Severity.ERROR for finding in findings),
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
    }


def put(version: PackageVersion, data: bytes, *, by: User, number: int, **edit: Any) -> Edit:
    """Give a version its text and the edit that tells of it; the version is new, or locked by the caller.

    Raises
    ------
    ChangePackageUnreadable, ChangePackageInvalid
        As `kept` does.
    """
    before = version.text_id
    text, reading = kept(data, readings.file_name(version))
    for column, value in columns(reading, readings.findings(text.pk, readings.file_name(version))).items():
        setattr(version, column, value)
    version.text, version.edits = text, number
    version.save()
    return Edit.objects.create(version=version, number=number, by=by, before_id=before or None, after=text, **edit)
