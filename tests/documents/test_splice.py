"""One part of a text changed: the new value is exactly the one asked for, and the lines of other parts stay byte for byte."""

from __future__ import annotations

import copy
import difflib
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.rendering import Renderer

from levelground.documents.differences import rewritten
from levelground.documents.document import Document, DocumentUnreadable, Path
from levelground.documents.splice import Inserted, Removed, Replaced, inserted, removed, replaced, spliced
from levelground.documents.yaml_reader import read_yaml


def document(text: str) -> Document:
    """A text, read."""
    return read_yaml(text, "f.yaml")


TEXT = """\
# head of the file

id: small   # its id
version: '0.1.0'
drivers:
  # the first, with two lines
  # of comment
  - id: P1  # the first
    text: >-  # folded
      Help comes
      early.

    serves: [A1, {id: A2, strength: weak}]  # upwards
  # the second
  - {id: P2, text: "x"}

  - id: P3
    text: |
      Line.

# about ideas
ideas:
- id: C1
  # about the note
  note:
    - a
    # b is left out
last: null
"""


def test_an_edit_that_changes_nothing_gives_the_same_text() -> None:
    assert replaced(document(TEXT), ("id",), "small") == TEXT
    assert replaced(document(TEXT), (), document(TEXT).value) == TEXT
    assert removed(document(inserted(document(TEXT), ("ideas",), 0, "x")), ("ideas", 0)) == TEXT


CASES: list[tuple[str, Replaced | Removed | Inserted, list[str]]] = [
    ("a word with a comment", Replaced(("id",), "large"), ["-id: small   # its id", "+id: large   # its id"]),
    ("a word for true", Replaced(("version",), "yes"), ["-version: '0.1.0'", '+version: "yes"']),
    (
        "a folded text",
        Replaced(("drivers", 0, "text"), "Late."),
        ["-    text: >-  # folded", "-      Help comes", "-      early.", "+    text: Late.  # folded"],
    ),
    (
        "in brackets",
        Replaced(("drivers", 0, "serves", 1, "strength"), "on, off"),
        [
            "-    serves: [A1, {id: A2, strength: weak}]  # upwards",
            '+    serves: [A1, {id: A2, strength: "on, off"}]  # upwards',
        ],
    ),
    (
        "a link more",
        Inserted(("drivers", 0, "serves"), 2, {"id": "A3", "strength": "strong"}),
        [
            "-    serves: [A1, {id: A2, strength: weak}]  # upwards",
            "+    serves: [A1, {id: A2, strength: weak}, {id: A3, strength: strong}]  # upwards",
        ],
    ),
    (
        "a link less",
        Removed(("drivers", 0, "serves", 0)),
        ["-    serves: [A1, {id: A2, strength: weak}]  # upwards", "+    serves: [{id: A2, strength: weak}]  # upwards"],
    ),
    (
        "the first of a list, with its comments",
        Removed(("drivers", 0)),
        [f"-{line}" for line in TEXT.splitlines()[5:13]],
    ),
    ("a block in braces", Removed(("drivers", 1)), ["-  # the second", '-  - {id: P2, text: "x"}']),
    ("a key of a block in braces", Removed(("drivers", 1, "text")), ['-  - {id: P2, text: "x"}', "+  - {id: P2}"]),
    ("the only one of a list", Removed(("ideas", 0)), [*(f"-{line}" for line in TEXT.splitlines()[21:27]), "+ideas: []"]),
    ("the only text of a list", Removed(("ideas", 0, "note", 0)), ["-  note:", "-    - a", "+  note: []"]),
    ("a key", Removed(("ideas", 0, "note")), [f"-{line}" for line in TEXT.splitlines()[23:27]]),
    ("the key after a dash", Removed(("ideas", 0, "id")), ["-- id: C1", "+-"]),
    ("at the end of a list", Inserted(("ideas",), 1, {"id": "C2", "serves": ["P1"]}), ["+- id: C2", "+  serves: [P1]"]),
    ("after a block of text", Inserted(("drivers",), 3, {"id": "P4"}), ["+  - id: P4"]),
    ("in front of comments", Inserted(("drivers",), 1, {"id": "P4"}), ["+  - id: P4"]),
    ("a key more", Inserted(("drivers", 0), "why", "Because."), ["+    why: Because."]),
    ("a list that is not there", Inserted(("evidence",), 0, {"id": "E1"}), ["+evidence:", "+  - id: E1"]),
    ("a list that is empty", Inserted(("last",), 0, {"id": "E1"}), ["-last: null", "+last:", "+  - id: E1"]),
    ("several lines", Replaced(("last",), "a\nb\n"), ["-last: null", "+last: |", "+  a", "+  b"]),
]


@pytest.mark.parametrize(("change", "lines"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_only_these_lines_change(change: Replaced | Removed | Inserted, lines: list[str], line_break: str) -> None:
    old = TEXT.replace("\n", line_break)
    new = spliced(document(old), [change]).text
    assert new.count("\r") == (new.count("\n") if line_break == "\r\n" else 0)
    assert changed(TEXT, new.replace("\r\n", "\n")) == lines


def changed(old: str, new: str) -> list[str]:
    """The lines that differ."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[0] in "-+"]


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("a: 1", Inserted((), "b", 2), "a: 1\nb: 2"),
        ("a: |\n  x", Inserted((), "b", 2), "a: |-\n  x\nb: 2"),
        ("a: 1", Replaced(("a",), "x\ny\n"), "a: |\n  x\n  y\n"),
        ("a: |+\n  x\n\n\nb: 1\n", Removed(("b",)), "a: |+\n  x\n\n\n"),
        ("a: |+\n  x\n\nb: 1\n\n\nc: 1\n", Removed(("b",)), "a: |+\n  x\n\nc: 1\n"),
        ("- a: |+\n    x\n\n- b: 1\n\n# c\n- c: 1\n", Removed((1,)), "- a: |+\n    x\n\n# c\n- c: 1\n"),
        ("a: |+\n  x\n\n\nb: 1\n", Inserted((), "c", 1), "a: |+\n  x\n\n\nb: 1\nc: 1\n"),
        ("- |+\n  x\n\n- 1\n", Inserted((), 1, 2), "- |+\n  x\n\n- 2\n- 1\n"),
        ("a:\n  - |+\n    x\n\nb: 1\n", Inserted(("a",), 1, "d"), "a:\n  - |+\n    x\n\n  - d\nb: 1\n"),
        ("a:\n  - b: |+\n      x\n\nc: 1\n", Inserted(("a",), 1, "d"), "a:\n  - b: |+\n      x\n\n  - d\nc: 1\n"),
        ("a: b\n# below\n", Inserted((), "c", 1), "a: b\nc: 1\n# below\n"),
        ("- a\n- b\n", Removed((0,)), "- b\n"),
        ("# head\n- a\n- b\n", Removed((0,)), "# head\n- b\n"),
        ("- - a\n  - b\n- c\n", Removed((0, 0)), "- - b\n- c\n"),
        ("- - a\n  - b\n- c\n", Inserted((0,), 0, "x"), "- - x\n  - a\n  - b\n- c\n"),
        ("- a: 1\n  b: 2\n", Removed((0, "a")), "- b: 2\n"),
        ("{}\n", Inserted((), "a", 1), "a: 1\n"),
        ("--- {}\n", Inserted((), "a", 1), "--- \na: 1\n"),
        ("a: {b}\n", Replaced(("a", "b"), 1), "a: {b: 1}\n"),
        ("a: {b: }\n", Replaced(("a", "b"), 1), "a: {b: 1 }\n"),
        ("a: [b: 1]\n", Inserted(("a", 0), "c", 2), "a: [{b: 1, c: 2}]\n"),
        ("a: [\n  b,  # 1\n  c  # 2\n]\n", Inserted(("a",), 2, "d"), "a: [\n  b,  # 1\n  c,  # 2\n  d\n]\n"),
        ("a: [\n  b,  # 1\n  c  # 2\n]\n", Removed(("a", 1)), "a: [\n  b,  # 1\n]\n"),
        ("a: [b,\n  c]\n", Removed(("a", 0)), "a: [c]\n"),
        ("? a\n: b\n", Replaced(("a",), "c"), "? a\n: c\n"),
        ("? a\nb: 1\n", Replaced(("a",), "c"), "a: c\nb: 1\n"),
        ("a: x\n\n  # deeper\nb: 1\n", Replaced(("a",), "x\ny"), 'a: "x\\ny"\n\n  # deeper\nb: 1\n'),
        ("a:\n  - b  # b\n  # end\nc: 1\n", Inserted(("a",), 1, "d"), "a:\n  - b  # b\n  - d\n  # end\nc: 1\n"),
        ("a:\n- b: 1\n  # on b\nc: 1\n", Inserted(("a",), 1, "d"), "a:\n- b: 1\n  # on b\n- d\nc: 1\n"),
        ("a: 'x\n# not a comment\ny'\nb: 1\n", Removed(("b",)), "a: 'x\n# not a comment\ny'\n"),
        ("é😀: [😀, é]\n", Replaced(("é😀", 1), "ü"), "é😀: [😀, ü]\n"),
    ],
)
def test_at_the_edges(text: str, change: Replaced | Removed | Inserted, expected: str) -> None:
    assert spliced(document(text), [change]).text == expected


def test_a_line_in_brackets_does_not_grow_over_the_page() -> None:
    text = f"a: [{', '.join(f'element{number:03}' for number in range(10))}]\n"
    new = inserted(document(text), ("a",), 10, "another")
    assert new == text.replace("]", ",\n    another]")


@pytest.mark.parametrize(
    "change",
    [
        Replaced(("x",), 1),
        Removed(("drivers", 3)),
        Removed(()),
        Removed(("drivers", "0")),
        Inserted(("drivers",), 4, 1),
        Inserted(("drivers",), -1, 1),
        Inserted((), "id", 1),
        Inserted(("id",), 0, 1),
        Inserted(("x", "y"), 0, 1),
        Inserted(("drivers",), "x", 1),
    ],
)
def test_what_is_not_there_is_not_changed(change: Replaced | Removed | Inserted) -> None:
    with pytest.raises(KeyError):
        spliced(document(TEXT), [change])


@pytest.mark.parametrize("value", ["\x1b", float("inf"), {"": 1}, ["\ud800"], 10**30])
def test_a_value_that_no_document_may_hold_is_refused(value: object) -> None:
    with pytest.raises(DocumentUnreadable):
        replaced(document(TEXT), ("id",), value)


WORDS = [
    "a",
    "word",
    "two words",
    "several words in one text",
    "no",
    "1",
    "",
    " ",
    "a: b",
    "# no",
    "- x",
    "é😀",
    "one\n",
    "one\n\n",
    "x\ny",
]
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.just(1.5) | st.sampled_from(WORDS)
KEYS = st.sampled_from(["id", "text", "why", "a", "b", "c", "d"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)
TOPS = st.lists(VALUES, min_size=1, max_size=4) | st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def every_path(value: Any, path: Path = ()) -> list[Path]:
    """The path of every value within."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for step, part in inner for found in every_path(part, (*path, step)))]


def at(value: Any, path: Path) -> Any:
    """The value at a path."""
    for step in path:
        value = value[step]
    return value


def twin(value: Any, change: Replaced | Removed | Inserted) -> Any:
    """The change made the plain way, on a copy."""
    value = copy.deepcopy({"top": value})
    path: Path = ("top", *change.path)
    if isinstance(change, Replaced):
        at(value, path[:-1])[path[-1]] = change.value
    elif isinstance(change, Removed):
        del at(value, path[:-1])[path[-1]]
    elif isinstance(change.index, int):
        if at(value, path) is None:
            at(value, path[:-1])[path[-1]] = []
        at(value, path).insert(change.index, change.value)
    else:
        at(value, path)[change.index] = change.value
    return value["top"]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, Replaced | Removed | Inserted]:
    """A document in some style, and a change of it."""
    value = draw(TOPS)
    text = Renderer(draw(st.integers(0, 10**9))).document(value)
    path = draw(st.sampled_from(every_path(value)))
    here = at(value, path)
    kinds = ["replace"] + ["remove"] * bool(path) + ["insert"] * 2 * (isinstance(here, dict | list) or (here is None and bool(path)))
    kind = draw(st.sampled_from(kinds))
    if kind == "replace":
        return text, Replaced(path, draw(VALUES if path else TOPS))
    if kind == "remove":
        return text, Removed(path)
    if isinstance(here, dict):
        return text, Inserted(path, draw(st.sampled_from(["new", "key 2"])), draw(VALUES))
    return text, Inserted(path, draw(st.integers(0, len(here or []))), draw(VALUES))


@given(edits())
@settings(deadline=None, max_examples=600)
def test_any_edit_of_any_document(edit: tuple[str, Replaced | Removed | Inserted]) -> None:
    text, change = edit
    old = document(text)
    new = spliced(old, [change])
    assert json.dumps(new.value) == json.dumps(twin(old.value, change))
    before, after = text.splitlines(), new.text.splitlines()
    first, last = lines_of(old, change)
    same_above, same_below = same_at_both_ends(before, after)
    assert same_above >= first - 1
    assert same_below >= len(before) - last
    was = at(old.value, change.path)
    if isinstance(change, Replaced) and not isinstance(was, dict | list) and "# comment" not in str(was):
        assert sorted(COMMENT.findall(text)) == sorted(COMMENT.findall(new.text))


COMMENT = re.compile("# comment [0-9]+")


def same_at_both_ends(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many lines are the same from the top, and from the bottom."""
    length = min(len(before), len(after))
    above = next((number for number in range(length) if before[number] != after[number]), length)
    below = next((number for number in range(length) if before[-1 - number] != after[-1 - number]), length)
    return above, below


def lines_of(old: Document, change: Replaced | Removed | Inserted) -> tuple[int, int]:
    """The lines, from 1, that may change: from the comments above a part to the line above the next part."""
    here = at(old.value, change.path)
    if isinstance(change, Inserted) and here:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        index = len(keys) if isinstance(change.index, str) else change.index
        neighbours = [(*change.path, keys[number]) for number in (index - 1, index) if 0 <= number < len(keys)]
        return first_line(old, neighbours[0]), max(last_line(old, path) for path in neighbours)
    if isinstance(change, Removed):
        above = at(old.value, change.path[:-1])
        if len(above) == 1:
            return first_line(old, change.path[:-1]), last_line(old, change.path[:-1])
        keys = list(above) if isinstance(above, dict) else list(range(len(above)))
        number = keys.index(change.path[-1])
        in_brackets = character(old, change.path[:-1]) in "[{"
        first = first_line(old, (*change.path[:-1], keys[max(number - in_brackets, 0)]))
        # the key below moves up to the dash that its block begins with
        last = last_line(old, change.path) if number else own_line(old, (*change.path[:-1], keys[1]))
        return first, max(last, last_line(old, change.path))
    return first_line(old, change.path), last_line(old, change.path)


def own_line(old: Document, path: Path) -> int:
    """The line where a value's key or dash stands."""
    line, column = old.key_places.get(path) or old.value_places[path]
    lines = old.text.splitlines()
    if path and isinstance(path[-1], int) and character(old, path[:-1]) == "-":
        while "-" not in lines[line - 1][: column - 1] or lines[line - 1].lstrip().startswith("#"):
            line, column = line - 1, 999
    return line


def first_line(old: Document, path: Path) -> int:
    """The first of the comment lines above a value, or the line of its key or dash."""
    line = own_line(old, path) if path else 1
    lines = old.text.splitlines()
    while line > 1 and lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line


def last_line(old: Document, path: Path) -> int:
    """The line in front of the next part; the same line where the next part stands in it."""
    own = max(place for places in (old.key_places, old.value_places) for inner, place in places.items() if inner[: len(path)] == path)
    later = [
        place
        for places in (old.key_places, old.value_places)
        for inner, place in places.items()
        if inner[: len(path)] != path and place > own
    ]
    return max(own[0], min(later)[0] - 1) if later else len(old.text.splitlines())


def character(old: Document, path: Path) -> str:
    """The character that a value begins with."""
    line, column = old.value_places[path]
    return old.text.splitlines()[line - 1][column - 1]


@given(TOPS, TOPS, st.integers(0, 10**9))
@settings(deadline=None, max_examples=200)
def test_any_value_is_reached_from_any_other(one: Any, other: Any, seed: int) -> None:
    old = document(Renderer(seed).document(one))
    assert strict(rewritten(old, other).value) == strict(other)
    assert rewritten(old, copy.deepcopy(old.value)).text == old.text


def strict(value: Any) -> str:
    """A value as text, without the order of keys."""
    return json.dumps(value, sort_keys=True)


IDS = st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=6)


@given(IDS, IDS, st.dictionaries(st.sampled_from("ABCDEFGH"), st.sampled_from(["x", "y"])), st.integers(0, 10**9))
@settings(deadline=None, max_examples=200)
def test_elements_that_stay_keep_their_lines(before: list[str], after: list[str], words: dict[str, str], seed: int) -> None:
    value = {"list": [{"id": name, "text": "x"} for name in before], "end": [1]}
    goal = {"list": [{"id": name, "text": words.get(name, "x")} for name in after], "end": [1, 2]}
    old = document(Renderer(seed).document(value))
    new = rewritten(old, goal)
    assert strict(new.value) == strict(goal)
    stay = [name for name in before if name in after]
    if stay == [name for name in after if name in before] and after and "{" not in old.text and "? " not in old.text:
        kept = {line.strip().removeprefix("- ").split("#")[0].strip() for line in new.text.splitlines()}
        for line in old.text.splitlines():
            plain = line.strip().removeprefix("- ").split("#")[0].strip()
            if any(f"id{sign}: {name}" in plain for sign in ("", '"', "'") for name in stay):
                assert plain in kept
