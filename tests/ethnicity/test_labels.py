"""Labels are recognised by equality with a declared spelling, case and spaces aside, and never by likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelground.errors import Finding
from levelground.ethnicity import classification as classifications
from levelground.ethnicity.labels import folded, recognise, recognise_all
from levelground.ethnicity.unknown import UnknownKind

NHS = classifications.load("nhs_2001")
CENSUS = classifications.load("census_2021")


@pytest.mark.parametrize("classification", [NHS, CENSUS], ids=lambda each: each.id)
def test_every_declared_spelling_stands_for_its_own_code(classification):
    for spelling, part, entry in classification.spellings():
        found = recognise(spelling, classification)
        assert (found.breakdown or "unknown", found.code) == (part, entry.code)


@pytest.mark.parametrize("label", ["ANY OTHER WHITE BACKGROUND", "any other\u00a0White background", "  Any  other White\tbackground\u2009"])
def test_case_and_spaces_do_not_matter(label):
    assert recognise(label, NHS).code == "C"


@pytest.mark.parametrize(
    "label", ["Any other White backgrounds", "Whit", "White, British", "Other", "Missing", "Male", "A1", "Unknown", "99.0", "Arab"]
)
def test_nothing_is_guessed(label):
    finding = recognise(label, NHS)
    assert isinstance(finding, Finding)
    assert finding.rule == "unrecognised-ethnicity-label"
    assert label in finding.message


def test_the_nearest_names_are_offered():
    assert "Any other White background" in recognise("Any other White backgrounds", NHS).did_you_mean


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0"])
def test_a_blank_is_missing_and_neither_not_stated_nor_not_known(blank):
    found = recognise(blank, NHS)
    assert (found.unknown, found.code, found.breakdown) == (UnknownKind.MISSING, None, None)
    assert recognise("Not stated", NHS).unknown is UnknownKind.NOT_STATED
    assert recognise("Not Known", NHS).unknown is UnknownKind.NOT_KNOWN


def test_the_same_label_means_other_things_in_other_code_sets():
    assert recognise("Any other White background", CENSUS).code == "other_white"
    assert recognise("Arab", CENSUS).code == "arab"


def test_all_labels_at_once_each_unrecognised_one_once():
    known, findings = recognise_all(["Irish", "B", "Irsh", "Irsh", None], NHS)
    assert {label: found.code for label, found in known.items()} == {"Irish": "B", "B": "B", None: None}
    assert len(findings) == 1


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(label):
    assert folded(folded(label)) == folded(label)


@given(st.text(max_size=30))
def test_any_text_is_recognised_or_a_finding(label):
    declared = {folded(spelling) for spelling, _, _ in NHS.spellings()}
    found = recognise(label, NHS)
    assert isinstance(found, Finding) == (folded(label) not in declared | {""})
