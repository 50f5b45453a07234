"""Crosswalks: complete, honest about what is lost, and needed before anything is divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelground import library
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import SourceMismatch, UnknownElement, UnrecognisedCode
from levelground.ethnicity import classification as classifications
from levelground.ethnicity import crosswalk as crosswalks
from levelground.ethnicity.harmonise import GroupCounts, harmonise
from levelground.ethnicity.library_document import EthnicityDocumentInvalid

CENSUS = classifications.load("census_2021")
MHA = crosswalks.load("nhse_mha_2023_24")
EVERYONE = crosswalks.load("census_2021_to_nhs_2001")
TEXT = (library.shelf("ethnicity/crosswalks") / "nhse_mha_2023_24.yaml").read_text(encoding="utf-8")
PEOPLE = {
    "arab": 320_203,
    "gypsy_or_irish_traveller": 64_218,
    "roma": 99_138,
    "chinese": 431_165,
    "other_white": 3_585_003,
    "any_other_ethnic_group": 908_950,
}

populations = st.fixed_dictionaries({code: st.integers(0, 10**8) for code in CENSUS.codes("detailed")})
walks = st.sampled_from([MHA, EVERYONE])
breakdowns = st.sampled_from(["broad", "detailed"])


def refused(text):
    with pytest.raises(EthnicityDocumentInvalid) as caught:
        crosswalks.read(read_yaml(text, "walk.yaml"))
    return caught.value.findings


@pytest.mark.parametrize("name", crosswalks.ids())
@pytest.mark.parametrize("breakdown", ["broad", "detailed"])
def test_every_code_is_mapped_explicitly(name, breakdown):
    walk = crosswalks.load(name)
    start = classifications.load(walk.from_classification)
    assert set(walk.codes(breakdown)) == set(start.codes("detailed"))


def test_who_is_in_no_group():
    report = MHA.loss_report(PEOPLE)
    assert {(lost.breakdown, lost.code, lost.population) for lost in report.in_no_group} == {
        ("broad", "roma", 99_138),
        ("detailed", "arab", 320_203),
        ("detailed", "gypsy_or_irish_traveller", 64_218),
        ("detailed", "roma", 99_138),
    }
    assert report.population_in_no_group("detailed") == 483_559
    assert report.population_in_no_group("broad") == 99_138


@pytest.mark.parametrize("walk", [MHA, EVERYONE], ids=lambda walk: walk.id)
def test_chinese_moves_from_asian_to_other_and_nobody_else_moves(walk):
    moved = {(move.breakdown, move.code, move.from_group, move.to_group, move.population) for move in walk.loss_report(PEOPLE).moved}
    assert moved == {(breakdown, "chinese", "asian", "other", 431_165) for breakdown in ("broad", "detailed")}


def test_what_can_no_longer_be_told_apart():
    assert MHA.loss_report().merged == ()
    merged = {into.into: (into.codes, into.population) for into in EVERYONE.loss_report(PEOPLE).merged}
    assert merged == {
        "C": (("gypsy_or_irish_traveller", "roma", "other_white"), 64_218 + 99_138 + 3_585_003),
        "S": (("arab", "any_other_ethnic_group"), 320_203 + 908_950),
    }
    assert EVERYONE.loss_report().in_no_group == ()


def test_the_report_in_plain_words():
    lines = MHA.loss_report(PEOPLE).lines()
    assert any(line.startswith("Arab (320,203 people): in no detailed group.") for line in lines)
    assert any(
        line.startswith("Chinese (431,165 people): moves from Asian, Asian British or Asian Welsh to Other Ethnic Groups") for line in lines
    )
    assert len(lines) == 6


def test_without_populations_no_number_is_made_up():
    report = MHA.loss_report()
    assert {lost.population for lost in report.in_no_group} == {None}
    assert report.population_in_no_group("detailed") is None
    assert not any("people)" in line for line in report.lines())


def test_a_population_of_an_unknown_code_is_refused():
    with pytest.raises(UnrecognisedCode) as caught:
        MHA.loss_report({"arabs": 1, "chines": 2})
    assert [finding.did_you_mean[0] for finding in caught.value.findings] == ["arab", "chinese"]


@given(populations, walks, breakdowns)
def test_harmonising_twice_is_harmonising_once(people, walk, breakdown):
    once = harmonise(GroupCounts("census_2021", "detailed", people), walk, breakdown)
    assert harmonise(once, walk, breakdown) == once


@given(populations, walks, breakdowns)
def test_nobody_disappears(people, walk, breakdown):
    after = harmonise(GroupCounts("census_2021", "detailed", people), walk, breakdown)
    assert sum(after.counts.values()) + sum(after.in_no_group.values()) == sum(people.values())
    assert set(after.in_no_group) == {lost.code for lost in walk.loss_report().in_no_group if lost.breakdown == breakdown}


def test_a_detailed_count_cannot_become_broad_by_the_same_crosswalk():
    ones = GroupCounts("census_2021", "detailed", dict.fromkeys(CENSUS.codes("detailed"), 1))
    with pytest.raises(SourceMismatch, match="nhs_2001, detailed"):
        harmonise(harmonise(ones, MHA, "detailed"), MHA, "broad")


def test_missing_and_unknown_codes_are_refused_together():
    people = dict.fromkeys(CENSUS.codes("detailed"), 1)
    people["romany"] = people.pop("roma")
    with pytest.raises(UnrecognisedCode) as caught:
        harmonise(GroupCounts("census_2021", "detailed", people), MHA, "broad")
    assert [finding.rule for finding in caught.value.findings] == ["unknown-code", "code-without-count"]


def test_other_classifications_are_not_divided_without_a_named_crosswalk():
    assert crosswalks.can_be_divided("nhs_2001", "nhs_2001")
    assert not crosswalks.can_be_divided("nhs_2001", "census_2021")
    assert crosswalks.can_be_divided("nhs_2001", "census_2021", MHA)
    crosswalks.require_divisible("nhs_2001", "census_2021", MHA)
    with pytest.raises(SourceMismatch) as caught:
        crosswalks.require_divisible("nhs_2001", "census_2021")
    said = str(caught.value.findings[0])
    for name in ("nhs_2001", "census_2021", *crosswalks.ids()):
        assert name in said


def test_a_crosswalk_between_others_does_not_help():
    with pytest.raises(SourceMismatch, match="does not join"):
        crosswalks.require_divisible("nhs_2001", "census_2011", MHA)
    assert crosswalks.between("nhs_2001", "census_2011") == ()


def test_every_finding_at_once():
    broken = (
        TEXT.replace("    roma: null\n    other_white: white\n", "    other_white: whte\n")  # broad: not mapped, and no such target
        .replace("    arab: null\n", "    arabs: null\n")  # detailed: not mapped, and no such code
        .replace("    group: S\n", "    group: T\n")
        .replace("add: [arab]", "add: [arabic]")
    )
    findings = refused(broken)
    assert sorted((finding.rule, finding.message.split(" ")[0].strip("`:")) for finding in findings) == [
        ("code-not-mapped", "broad"),
        ("code-not-mapped", "detailed"),
        ("unknown-code", "arabic"),
        ("unknown-code", "broad"),  # a reason for roma, which is not mapped
        ("unknown-code", "detailed"),  # a reason for arab, which is not mapped
        ("unknown-code", "detailed"),  # arabs
        ("unknown-target", "T"),
        ("unknown-target", "broad"),
    ]
    assert all(finding.place.line for finding in findings)


def test_leaving_somebody_out_needs_a_reason():
    without = "\n".join(line for line in TEXT.splitlines() if not line.startswith('    roma: "The published White'))
    (finding,) = refused(without)
    assert (finding.rule, "roma" in finding.message) == ("no-reason", True)
    assert TEXT.splitlines()[finding.place.line - 1].strip() == "roma: null"


def test_moving_somebody_needs_a_reason():
    (finding,) = refused(TEXT.replace("    arab: other\n", "    arab: asian\n"))
    assert (finding.rule, "`arab` changes broad group" in finding.message) == ("no-reason", True)


def test_an_unknown_classification_is_refused_with_the_nearest():
    (finding,) = refused(TEXT.replace("to: nhs_2001\n", "to: nhs_2011\n", 1))
    assert (finding.rule, finding.did_you_mean[0]) == ("unknown-classification", "nhs_2001")


def test_a_crosswalk_that_the_library_has_not():
    with pytest.raises(UnknownElement) as caught:
        crosswalks.load("nhse_mha_2023_2024")
    assert "nhse_mha_2023_24" in caught.value.findings[0].did_you_mean
