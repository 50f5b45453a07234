"""The catalogue of resources says what is known of each, and never fills in what is not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from levelground.registers.registers import registers
from levelground.registers.resources import Availability, Resource, ResourceKind

PLAIN = {
    "id": "RES-x",
    "verification": "verified",
    "kind": "briefing",
    "title": "x",
    "statement": "x",
    "availability": "found",
    "publisher": "x",
    "disciplines": ["every"],
}


def test_the_image_library_has_no_field_that_was_not_found() -> None:
    library = registers().resources["RES-image-library"]
    assert library.availability is Availability.ANNOUNCED
    assert library.image_set is not None
    assert library.image_set.unknown() == ("pictures", "skin_tones", "consent", "licence")


def test_a_review_without_a_report_has_no_findings() -> None:
    reviews = [one for one in registers().resources.values() if one.kind in (ResourceKind.GUIDELINE_REVIEW, ResourceKind.CURRICULUM_REVIEW)]
    assert {one.id: len(one.findings) for one in reviews} == {"RES-curricula": 0, "RES-guidelines": 0, "RES-neonatal-review": 4}


def test_what_was_announced_is_said_not_to_have_been_found() -> None:
    announced = [one for one in registers().resources.values() if one.availability is Availability.ANNOUNCED]
    assert {"RES-trauma", "RES-dementia", "RES-perinatal"} <= {one.id for one in announced}
    assert all("not known" in (one.note or "") or "not found" in (one.note or "") or "No report" in (one.note or "") for one in announced)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "image_set"},
        {"image_set": {}},
        {"findings": [{"statement": "x", "about": "y"}]},
        {"availability": "announced", "parts": [{"name": "x"}]},
        {"availability": "announced", "address": "https://example.org"},
        {"disciplines": []},
        {"disciplines": ["maternity"]},
    ],
)
def test_a_resource_that_contradicts_itself_is_refused(wrong) -> None:
    assert Resource.model_validate(PLAIN).id == "RES-x"
    with pytest.raises(ValidationError):
        Resource.model_validate(PLAIN | wrong)
