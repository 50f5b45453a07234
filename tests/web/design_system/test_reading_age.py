"""The Flesch-Kincaid grade against hand counts and published examples; terms left out; hints that block nothing."""

from __future__ import annotations

import pytest

from levelground.web.design_system.reading_age import grade, hint, sentences, syllables, words_of


def by_hand(sentence_count: int, word_count: int, syllable_count: int) -> float:
    """The formula of Kincaid and others (1975), on counts made by hand."""
    return 0.39 * word_count / sentence_count + 11.8 * syllable_count / word_count - 15.59


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The cat sat on the mat.", (1, 6, 6)),
        ("We act. You see what came of it.", (2, 8, 8)),
        ("Write down what you saw, and send it to us by 31 March 2029.", (1, 14, 14)),
        ("People affected have power over what happens.", (1, 7, 13)),
        ("Is it fair? No! Racism shapes care.", (3, 7, 9)),
        ("Ask e.g. a midwife. The rate was 2.5 per 1,000 births.", (2, 11, 13)),
        ("The NHS pays people for co-produced work.", (1, 7, 12)),
        ("See P1, `change_ideas` and https://example.org/a-long-address.", (1, 5, 5)),
    ],
)
def test_a_grade_is_that_of_a_count_by_hand(text: str, counts: tuple[int, int, int]) -> None:
    assert grade(text) == pytest.approx(by_hand(*counts))


@pytest.mark.parametrize(
    ("text", "words", "spoken"),
    [
        # Counts that encyclopaedias give with the formula's sister, the reading ease (37.5 and 69).
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 13, 24),
        ("This sentence, taken as a reading passage unto itself, is being used to prove a point.", 16, 23),
    ],
)
def test_published_examples(text: str, words: int, spoken: int) -> None:
    found = [word for sentence in sentences(text) for word in words_of(sentence)]
    assert (len(found), sum(map(syllables, found))) == (words, spoken)


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        *(("aim", 1), ("driver", 2), ("measure", 2), ("idea", 3), ("inequality", 5), ("package", 2), ("people", 2), ("racism", 3)),
        *(("changed", 1), ("wanted", 2), ("settled", 2), ("makes", 1), ("changes", 2), ("tables", 2), ("rules", 1), ("statement", 2)),
        *(("trying", 2), ("queue", 1), ("area", 3), ("people's", 2), ("organisation", 5), ("NHS", 3), ("2029", 1), ("M10", 1)),
    ],
)
def test_syllables(word: str, spoken: int) -> None:
    assert syllables(word) == spoken


def test_terms_are_left_out_as_one_short_word_each() -> None:
    text = "Each recommendation and its evidence reach the change packages."
    assert grade(text, leave_out=["recommendation", "evidence", "change package"]) == pytest.approx(by_hand(1, 8, 8))
    assert grade(text, leave_out=["recommend", "age"]) == grade(text)


def test_a_text_without_words_has_no_grade() -> None:
    assert grade("") == grade(" \n -- ... ") == 0.0


def test_blank_lines_end_sentences_and_other_line_ends_do_not() -> None:
    assert list(sentences("A title\n\nOne line\nand the next.")) == ["A title", "One line\nand the next"]


HARD_TEXT = (
    "Organisational responsibilities regarding implementation of anti-discriminatory institutional recommendations necessitate "
    "comprehensive multidisciplinary accountability, which is the reason that this one sentence goes on and on and on and on."
)


def test_a_hint_names_the_long_sentence_and_the_long_words_and_is_easy_itself() -> None:
    said = hint(HARD_TEXT)
    assert said is not None
    assert "“Organisational responsibilities regarding implementation of” has 28 words" in said
    assert "multidisciplinary" in said or "responsibilities" in said
    assert grade(said.partition(" Is there")[0].replace("Organisational responsibilities regarding implementation of", "it")) < 7


@pytest.mark.parametrize("text", ["", "Organisational accountability.", "We ask people what they need. We pay them for it. " * 5])
def test_no_hint_for_what_is_short_or_easy(text: str) -> None:
    assert hint(text) is None


def test_nobody_is_asked_for_a_shorter_word_for_a_word_of_the_field() -> None:
    fields_own = "Racial inequality in maternity care, and in what communities are told about neonatal outcomes, has institutional roots."
    assert hint(fields_own) is None
    said = hint(f"{fields_own} {HARD_TEXT}")
    assert said is not None
    asked_for = said.partition(" Is there a short word for any of these: ")[2]
    assert "responsibilities" in asked_for
    assert not any(word in asked_for for word in ("inequality", "maternity", "communities", "recommendations"))
