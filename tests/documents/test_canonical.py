"""Values to text and back: whatever the reader can give is written so that it is read again as it was."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.builders.change_packages import SMALL
from tests.builders.patience import lines_run, patiently

from levelground import library
from levelground.documents.canonical import canonical_text
from levelground.documents.utf8_text import UNPRINTABLE
from levelground.documents.yaml_reader import DocumentUnreadable, read_yaml


def again(value: Any) -> Any:
    """A value, written and read."""
    return read_yaml(canonical_text(value), "f.yaml").value


def same(one: object, other: object) -> bool:
    """Equal in value, in type and in the order of keys; 1, 1.0 and true are not the same."""
    return repr(one) == repr(other)


def test_the_form_is_the_one_that_people_write() -> None:
    value = {
        "id": "P1",
        "version": "1.0.0",
        "text": "People get help before a crisis.",
        "edition": "2020",
        "deadline": "2029-03-31",
        "title": "Inequality: what changes",
        "quoted": 'Say "no" to it: always',
        "note": "A long text that is folded " + "so that it reads well on the page " * 6 + "and ends.",
        "lines": "one\ntwo\n",
        "serves": ["A1", {"id": "P2", "strength": "weak"}],
        "groups": ["B", "C"],
        "empty": [],
        "nothing": None,
        "target": {"amount": 85.0, "per": 100000, "small": 1e-7, "yes": True},
        "nested": [["a b", "c"], [{"x": {}}]],
    }
    assert canonical_text(value) == (
        "id: P1\n"
        "version: 1.0.0\n"
        "text: People get help before a crisis.\n"
        'edition: "2020"\n'
        'deadline: "2029-03-31"\n'
        'title: "Inequality: what changes"\n'
        "quoted: 'Say \"no\" to it: always'\n"
        "note: >-\n"
        "  A long text that is folded so that it reads well on the page so that it reads well on the page so that it reads well\n"
        "  on the page so that it reads well on the page so that it reads well on the page so that it reads well on the page and\n"
        "  ends.\n"
        "lines: |\n"
        "  one\n"
        "  two\n"
        "serves:\n"
        "  - A1\n"
        "  - id: P2\n"
        "    strength: weak\n"
        "groups: [B, C]\n"
        "empty: []\n"
        "nothing: null\n"
        "target:\n"
        "  amount: 85.0\n"
        "  per: 100000\n"
        "  small: 1.0e-07\n"
        '  "yes": true\n'
        "nested:\n"
        "  - - a b\n"
        "    - c\n"
        "  - - x: {}\n"
    )


WORDS = [
    *("no", "No", "on", "off", "yes", "y", "N", "true", "null", "~", "", "nan", ".nan", ".inf", "-.INF", "Infinity"),
    *("0", "0123", "1", "-17", "1.5", "1e3", "1e999", "9" * 30, "0x1F", "0b1", "0o17", "1_000", "12:30", "12:30:45", "2024-03-31"),
    *("2024-03-31T10:00:00Z", "1.0.0", "2023/24", "1,000", "<<", "=", "==", "-", "- a", "--- a", "...", "?", "? a", ":", "a:", "a: b"),
    *("a:b", "a #b", "a#b", "#a", "%a", "@a", "`a", "!a", "&a", "*a", "|", ">", "'a'", '"a"', "it's", 'a "b" c', "\\", "a\\nb", "[a]"),
    *(
        "{a}",
        "a, b",
        "a]",
        "é",
        "😀",
        "\u00a0a\u00a0",
        " a",
        "a ",
        "  ",
        "a\n",
        "\n",
        "\n\n",
        "\na",
        "a\n\n",
        "a\n\nb",
        "a\n b\nc",
        " a\nb",
    ),
    *("a\t", "\ta", "a\n\tb", "a\rb", "a\r\nb", "a \nb", "x" * 300, "x" * 300 + " " + "y" * 300, "a b " * 100, "a  b " * 60 + "c"),
    *("word " * 60 + "\n\nnext " + "word " * 40 + "end", "word " * 60 + "end\n", "a\n  b " + "c " * 100 + "d", "# " + "a " * 90 + "b"),
    *("k" * 1100, "é" * 1020, "- " * 80 + "a", "a\u2003b " * 60 + "c", "a: " * 60 + "b", "\U0010ffff", "\u200b", "\ufffd"),
]


@pytest.mark.parametrize("word", WORDS, ids=range(len(WORDS)))
@pytest.mark.parametrize("place", ["top", "value", "key", "item", "deep"])
def test_every_word_comes_back(word: str, place: str) -> None:
    values: dict[str, Any] = {
        "top": word,
        "value": {"a": word, "b": 1},
        "key": {word: 1, "b": {word: [1]}},
        "item": [word, [word], [word, "a"]],
        "deep": {"a": [{"b": [[{word: word, "z": [word]}]]}]},
    }
    value = values[place]
    if place in ("key", "deep") and word == "":
        with pytest.raises(DocumentUnreadable):
            again(value)  # the reader takes no empty key
        return
    assert same(again(value), value)
    assert same(yaml.safe_load(canonical_text(value)), value) or "? " in canonical_text(value)


TEXTS = (
    st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: UNPRINTABLE.sub("", text))
    | st.lists(st.sampled_from([*WORDS[:90], " ", "\n", "\t", ": ", " #", "- ", "word ", "a"]), max_size=40).map("".join)
    | st.sampled_from(WORDS)
)
NUMBERS = (
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18) + 1, 10**18 - 1) | st.sampled_from([0.0, -0.0, 1e22, 5e-324])
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS.filter(bool), inner, max_size=5),
    max_leaves=20,
)


@given(VALUES.filter(lambda value: value is not None))
@example({"a": "b" * 118 + " c"})
@example({"a": ["b" * 40] * 3})
@settings(deadline=None, max_examples=400)
def test_value_to_text_to_value(value: Any) -> None:
    text = canonical_text(value)
    got = read_yaml(text, "f.yaml").value
    assert same(got, value)
    assert canonical_text(got) == text
    assert all(line == line.rstrip(" ") for line in text.split("\n"))


@given(VALUES.filter(lambda value: value is not None))
@settings(deadline=None, max_examples=200)
def test_other_readers_of_yaml_1_1_read_the_same(value: Any) -> None:
    assert same(yaml.load(canonical_text(value), Loader=yaml.CSafeLoader), value)


@pytest.mark.parametrize("name", [*library.names("change_packages"), "small"])
def test_shipped_documents_come_back_and_keep_to_the_page(name: str) -> None:
    text = SMALL if name == "small" else (library.shelf("change_packages") / f"{name}.yaml").read_text("utf-8")
    value = read_yaml(text, name).value
    written = canonical_text(value)
    assert same(again(value), value)
    assert all(len(line) < 120 or " " not in line.strip().partition(": ")[2] for line in written.splitlines())


@pytest.mark.parametrize("value", [{"a": float("inf")}, {"a": float("nan")}, ["\x1b"], {"a\x00": 1}, ["\ud800"], [10**19]])
def test_what_no_document_may_hold_is_refused_by_the_reader(value: Any) -> None:
    with pytest.raises(DocumentUnreadable):
        again(value)


def test_what_is_not_plain_is_not_written() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical_text({"a": {1, 2}})


def test_a_value_of_twice_the_size_is_written_with_about_twice_the_work() -> None:
    element = {"id": "S1", "verification": "unverified", "text": "word " * 30, "why": "Because.", "serves": ["P1", {"id": "P2"}]}
    small, large = ({"secondary_drivers": [element] * number} for number in (100, 200))
    assert lines_run(canonical_text, large) < 2.2 * lines_run(canonical_text, small)
    with patiently():
        canonical_text({"secondary_drivers": [element] * 5_000})
