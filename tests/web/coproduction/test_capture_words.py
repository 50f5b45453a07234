"""A quote is exact, and words that are taken back are found wherever they were repeated."""

from __future__ import annotations

import pytest

from levelground.web.coproduction.exact_words import occurs, passages, without

SAID = "I waited four hours at the door.\nNobody asked me what I needed. The nurse’s “hello” was kind."


@pytest.mark.parametrize(
    "quote",
    [
        SAID,
        "I waited four hours",
        "I waited four hours … The nurse’s “hello” was kind.",
        "I waited ... Nobody asked me",
        "at the door. Nobody asked",
        'The nurse\'s "hello" was kind',
    ],
)
def test_exact_words_are_a_quote(quote: str) -> None:
    assert occurs(quote, SAID)


@pytest.mark.parametrize(
    "quote",
    ["", "…", "I waited five hours", "The nurse’s … I waited", "i waited", "I wait", "Nobody asked me … what … I needed … at the door"],
)
def test_other_words_are_none(quote: str) -> None:
    assert not occurs(quote, SAID)


def test_whole_words_lines_and_sentences_are_somebodys_own_and_short_ones_everybodys() -> None:
    assert passages("I do not know. Yes.\nThe ward was locked at night") == [
        "I do not know. Yes.\nThe ward was locked at night",
        "The ward was locked at night",
        "I do not know. Yes.",
        "I do not know.",
    ]
    assert passages("Yes. Me too.") == ["Yes. Me too."] or passages("Yes. Me too.") == []


def test_words_are_taken_out_however_a_text_breaks_its_lines() -> None:
    text = "One said: 'Nobody asked\n me what I needed'. We agreed."
    assert without(text, passages(SAID), "[taken back]") == "One said: '[taken back]'. We agreed."


def test_a_text_that_says_something_else_stays() -> None:
    text = "Somebody was asked what they needed."
    assert without(text, passages(SAID), "[taken back]") == text
