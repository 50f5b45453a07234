"""The interface speaks in plain words: every template, and what Python puts into them, at grade 7 or lower; no sentence runs on.

The field's own words (the glossary's, and names) are left out where one page is measured, and left in for all of them together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from tests.builders.field_words import field_words, hardest
from tests.builders.interface_words import WEB, modules, said_in_module, said_in_template, templates

from levelground.web.design_system.reading_age import grade, sentences, words_of

MOST = 7.0
FEWEST_WORDS = 20
"""Below this a grade says little: one long word decides."""
LONGEST_SENTENCE = 30

Said = Callable[[str], str]
KINDS = pytest.mark.parametrize(
    ("paths", "said"), [(templates(), said_in_template), (modules(), said_in_module)], ids=["templates", "python"]
)


@cache
def said_by(path: Path, said: Said) -> str:
    """The sentences of a file."""
    return said(path.read_text(encoding="utf-8"))


def word_count(text: str) -> int:
    """How many words a text has."""
    return sum(len(words_of(sentence)) for sentence in sentences(text))


def too_hard(paths: list[Path], said: Said) -> list[str]:
    """The files above the grade, each with its hardest sentences; hardest file first."""
    texts = {path: said_by(path, said) for path in paths}
    graded = {path: grade(text, leave_out=field_words()) for path, text in texts.items() if word_count(text) >= FEWEST_WORDS}
    above = sorted((path for path in graded if graded[path] > MOST), key=lambda path: -graded[path])
    return [
        f"{path.relative_to(WEB)}: grade {graded[path]:.1f}\n" + "\n".join(f"    {line}" for line in hardest(texts[path], field_words()))
        for path in above
    ]


@KINDS
def test_every_page_is_in_plain_words(paths: list[Path], said: Said) -> None:
    found = too_hard(paths, said)
    assert not found, "\n".join(found)


@KINDS
def test_all_pages_together_are_in_plain_words_with_the_fields_words_left_in(paths: list[Path], said: Said) -> None:
    everything = "\n\n".join(said_by(path, said) for path in paths)
    assert word_count(everything) > 3000, "the words are not found any more: look at how they are read"
    assert grade(everything) <= MOST, "\n".join(hardest(everything, (), 10))


@KINDS
def test_no_sentence_runs_on(paths: list[Path], said: Said) -> None:
    texts = {path: said_by(path, said) for path in paths}
    long = [
        f"{path.relative_to(WEB)}: {len(words_of(sentence))} words: {sentence}"
        for path, text in texts.items()
        for sentence in sentences(text)
        if len(words_of(sentence)) > LONGEST_SENTENCE
    ]
    assert not long, "\n".join(long)


HARD = "Organisational responsibilities necessitate multidisciplinary accountability regarding implementation."
LONG = "We go " + "on and " * 30 + "on."


def test_the_words_of_a_template_are_found_wherever_they_stand() -> None:
    source = """{% extends "x" %}{# A comment is silent. #}{% from "y" import act %}
    <h1>A heading is no sentence</h1><p>First <strong>we</strong> ask {{ person.name }} about it.</p>
    <ul>{% for one in all %}<li>Then we &amp; they look at {{ one }}.</li>{% endfor %}</ul>
    {{ act("Undo it. It comes back.", url("undo"), hint="This hint is said too.") }}<nav aria-label="Here the label is said."></nav>
    <code>levelground check is a command.</code>"""
    assert sorted(sentences(said_in_template(source))) == [
        "First we ask about it",
        "Here the label is said",
        "It comes back",
        "Then we & they look at",
        "This hint is said too",
        "Undo it",
    ]


def test_the_words_of_a_module_are_found_and_its_docstrings_are_silent() -> None:
    source = (
        '"""A docstring says nothing to people."""\nSAID = "This is said."\n"""Nor is this said."""\nx = f"There are {n} of {n:.1f} here."'
    )
    assert list(sentences(said_in_module(source))) == ["This is said", "There are it of it here"]


def test_hard_and_endless_words_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.jinja"
    monkeypatch.setitem(too_hard.__globals__, "WEB", tmp_path)
    page.write_text(f"<p>{HARD}</p><p>{HARD}</p><p>{HARD}</p>", encoding="utf-8")
    found = too_hard([page], said_in_template)
    assert len(found) == 1 and found[0].startswith("page.jinja: grade ") and HARD.rstrip(".") in found[0]
    assert len(words_of(LONG)) > LONGEST_SENTENCE
