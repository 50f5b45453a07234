"""Words for people, blame, biology, claims and promises: found where they stand, and left alone where they are talked about."""

from __future__ import annotations

import pytest
from tests.builders.whole_change_package import found, named

TEXT = "text: Staff act on racism."


def said(words: str) -> tuple[str, str]:
    return TEXT, f'text: "{words}"'


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("word-for-people", "Reach BAME communities"),
        ("word-for-people", "Ask BME staff"),
        ("word-for-people", "Caucasian patients wait less"),
        ("word-for-people", "Blacks wait longer"),
        ("word-for-people", "Ethnic minorities wait longer"),
        ("word-for-people", "Meet hard to engage families"),
        ("word-for-people", "Plan with vulnerable groups"),
        ("word-for-people", "Those worse off wait"),
        ("blames-people", "Patients who are non-compliant are seen again"),
        ("blames-people", "People did not comply with treatment"),
        ("blames-people", "Low engagement with therapy is followed up"),
        ("blames-people", "Those who did not engage are discharged"),
        ("blames-people", "Families refused to engage"),
        ("blames-people", "Change health-seeking behaviour"),
        ("blames-people", "People with chaotic lifestyles"),
        ("attendance-as-fault", "People who did not attend are discharged"),
        ("attendance-as-fault", "Bring DNA rates down"),
        ("biology-as-cause", "Women with a genetic predisposition are called"),
        ("biology-as-cause", "They are genetically more prone to it"),
        ("biology-as-cause", "The gap is explained by biological differences"),
        ("biology-as-cause", "The gap is due to ethnicity"),
        ("biology-as-cause", "Ethnicity is a risk factor for haemorrhage"),
        ("biology-as-cause", "People with thicker skin need more"),
        ("biology-as-cause", "Clinics use a race-based correction"),
        ("promises-too-much", "A tool that removes racial bias"),
        ("promises-too-much", "Bias-free recruitment"),
    ],
)
def test_a_word_is_found_with_the_element_that_says_it(rule: str, words: str) -> None:
    (finding,) = found(said(words))
    assert (finding.rule, finding.element) == (rule, "P2")
    assert finding.place is not None
    assert finding.place.column == 11
    assert finding.next_step


@pytest.mark.parametrize(
    "words",
    [
        "The WRES compares BME and white staff",
        "Notes no longer say 'non-compliant' of anyone",
        "Take “did not engage” out of the form",
        "The trust did not comply with the duty",
        "Where services do not engage with a community, it is said",
        "Non-compliance with the information standard is reported",
        "Sickle cell disorder is inherited, and carriers are told",
        "Genetic counselling in the languages that people speak",
        "Genomic databases have few people of African descent",
        "DNA sequencing of people who are not White",
        "Clinics stop using a race-based correction",
        "Examine guidelines that use a race-based adjustment",
        "The false belief that Black people have thicker skin is taught against",
        "The difference is not explained by biology",
        "People treated badly because of their race are heard",
        "Support workers join the team",
        "Free bias training is not enough",
    ],
)
def test_what_is_talked_about_or_turned_round_is_left_alone(words: str) -> None:
    assert found(said(words)) == ()


CLAIM = ("why: What is looked at changes.", "why: Supervision has been shown to reduce detention.")
UNSOURCED = ("  - id: S2\n    verification: verified\n", "  - id: S2\n    verification: unverified\n")


@pytest.mark.parametrize(
    "words", ["has been shown to help", "is proven", "is known to reduce it", "Evidence shows it", "will reduce it", "guarantees it"]
)
def test_a_claim_names_what_it_rests_on(words: str) -> None:
    claim = (CLAIM[0], f"why: Supervision {words}.")
    (finding,) = named("claim-without-evidence", UNSOURCED, claim)
    assert (finding.severity, finding.element) == ("warning", "S2")
    assert named("claim-without-evidence", claim) == []
    assert named("claim-without-evidence", UNSOURCED, (CLAIM[0], "why: It is not proven that supervision helps.")) == []


def test_an_aim_may_say_what_it_will_do_and_not_what_is_proven() -> None:
    aim = ("  source: SRC1\n  statement: Narrow the inequality in detentions.", "  statement: We will reduce the inequality.")
    assert named("claim-without-evidence", aim) == []
    proven = (aim[0], "  statement: Narrow it, as is proven to work.")
    assert [finding.element for finding in named("claim-without-evidence", proven)] == ["A1"]


def test_words_of_the_head_have_no_element_and_publications_keep_theirs() -> None:
    (finding,) = found(("summary: Made for tests.", "summary: For BAME people."))
    assert (finding.rule, finding.element) == ("word-for-people", None)
    assert found(("title: Annual figures", "title: BAME minorities and hard to reach")) == ()


def test_a_recommendation_may_ask_for_what_nobody_should_promise() -> None:
    assert found(("text: Fund advocates.", "text: End racism.")) == ()
