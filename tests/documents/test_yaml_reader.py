"""What the YAML reader gives, what it refuses, and where it says that the trouble stands."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.patience import patiently

from levelground.documents.yaml_reader import Document, DocumentUnreadable, read_yaml
from levelground.errors import Finding, Place

Case = tuple[bytes | str, str, int | None, int | None]


def findings(data: bytes | str) -> tuple[Finding, ...]:
    """The findings that reading gives; the test fails when the text is read."""
    with pytest.raises(DocumentUnreadable) as caught:
        read_yaml(data, "f.yaml")
    return caught.value.findings


def value(text: str) -> Any:
    """The value of a text that can be read."""
    return read_yaml(text, "f.yaml").value


def test_values_are_plain() -> None:
    text = "a:\n  b: [1, two, 3.5]\n  c: {d: true}\ne: |\n  lines\n  of text\n"
    assert value(text) == {"a": {"b": [1, "two", 3.5], "c": {"d": True}}, "e": "lines\nof text\n"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *[(word, word) for word in ("no", "No", "NO", "yes", "on", "off", "y", "n", "NULL", "nan", "inf", "Infinity")],
        *[(word, word) for word in ("0123", "00L", "0o17", "0x1F", "0b1", "1_000", "12:30", "12:30:45", "2024-03-31", "1.0.0", "1,000")],
        *[(word, word) for word in ("+", "-x", ".", "e5", "1e", "<<", "=", "१२")],
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("0", 0),
        ("-17", -17),
        ("100000", 100000),
        ("239.0", 239.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
        ("'1'", "1"),
        ('"true"', "true"),
        ("''", ""),
    ],
)
def test_only_few_words_are_more_than_text(word: str, expected: object) -> None:
    got = value(f"a: {word}\n")["a"]
    assert got == expected
    assert type(got) is type(expected)


def test_keys_are_text_as_written() -> None:
    assert value("1: a\ntrue: b\nno: c\n01: d\n") == {"1": "a", "true": "b", "no": "c", "01": "d"}


def test_places_count_from_one() -> None:
    document = read_yaml("aim:\n  groups:\n    - B\n    - x: {y: 1}\nlist: [a, bé, c]\n", "f.yaml")
    assert document.place_of_key(("aim",)) == Place("f.yaml", 1, 1)
    assert document.place(("aim",)) == Place("f.yaml", 2, 3)
    assert document.place(("aim", "groups", 0)) == Place("f.yaml", 3, 7)
    assert document.place_of_key(("aim", "groups", 1, "x", "y")) == Place("f.yaml", 4, 11)
    assert document.place(("aim", "groups", 1, "x", "y")) == Place("f.yaml", 4, 14)
    assert document.place(("list", 2)) == Place("f.yaml", 5, 15)


def test_a_path_that_is_not_there_has_the_place_of_what_encloses_it() -> None:
    document = read_yaml("a:\n  b: 1\n", "f.yaml")
    assert document.place(("a", "c", "d")) == Place("f.yaml", 2, 3)
    assert document.place_of_key(("a", "c")) == Place("f.yaml", 2, 3)
    with pytest.raises(KeyError):
        document.at(("a", "c"))


def test_a_byte_order_mark_at_the_beginning_is_not_part_of_the_text() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: 1\n", "f.yaml")
    assert document.value == {"a": 1}
    assert document.place_of_key(("a",)) == Place("f.yaml", 1, 1)


def test_windows_line_ends() -> None:
    document = read_yaml(b"a: 1\r\nb: 2\r\n", "f.yaml")
    assert document.place(("b",)) == Place("f.yaml", 2, 4)


REFUSED: list[Case] = [
    ("a: &x 1\n", "alias-refused", 1, 4),
    ("a: 1\nb: *x\n", "alias-refused", 2, 4),
    ("a: !!python/object/apply:os.system [ls]\n", "tag-refused", 1, 4),
    ("a: 1\nb: !x y\n", "tag-refused", 2, 4),
    ("a: ! 012\n", "tag-refused", 1, 4),
    ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
    ("a: {b: 1, 'b': 2}\n", "duplicate-key", 1, 11),
    ("a: 1\n---\nb: 2\n", "several-documents", 2, 1),
    ("[" * 2000, "too-deep", 1, 21),
    ("- " * 2000, "too-deep", 1, 41),
    ("a:\n\tb: 1\n", "tab", 2, 1),
    ("a:\n  \tb: 1\n", "tab", 2, 3),
    ("a: 1\nb:\t\t@\n", "not-yaml", 2, 5),
    (b"a: 1\nbb: caf\xe9\n", "not-utf-8", 2, 8),
    ("a: é\nb: ".encode() + b"\xff", "not-utf-8", 2, 4),
    (b"\xff\xfea\x00:\x00", "not-utf-8", 1, 1),
    ("a: \ud800", "not-utf-8", 1, 4),
    (b"a: x\x00y\n", "control-character", 1, 5),
    ("a: 1\nb: \x1b[2J\n", "control-character", 2, 4),
    ('a: 1\nb: "\\e[2J"\n', "control-character", 2, 4),
    ('a: "\\0"\n', "control-character", 1, 4),
    ('"\\0": a\n', "control-character", 1, 1),
    ("a: x\u2028y\n", "control-character", 1, 5),
    ("a: x\ufeffy\n", "control-character", 1, 5),
    ("a: 'x\nb: y\n", "unterminated-quote", 1, 4),
    ('a: 1\nb: "x\n', "unterminated-quote", 2, 4),
    ("? [a]\n: b\n", "key-not-text", 1, 3),
    ("{a: 1}: b\n", "key-not-text", 1, 1),
    ("'': b\n", "key-not-text", 1, 1),
    ("", "empty-document", None, None),
    ("# only a comment\n", "empty-document", None, None),
    ("~\n", "empty-document", None, None),
    ("%YAML 1.1\n---\na: 1\n", "directive-refused", 1, 1),
    ("a: .inf\n", "not-a-number", 1, 4),
    ("a: [1, -.INF]\n", "not-a-number", 1, 8),
    ("a: .nan\n", "not-a-number", 1, 4),
    ("a: 1e999\n", "not-a-number", 1, 4),
    (f"a: {'9' * 5000}\n", "not-a-number", 1, 4),
    ("a: [1, 2\nb: 3\n", "not-yaml", 2, 2),
    ("a: [1, 2\n", "not-yaml", 1, 4),
    ("a: b: c\n", "not-yaml", 1, 5),
    ("a:\n  b: 1\n c: 2\n", "not-yaml", 3, 2),
    ("a: @x\n", "not-yaml", 1, 4),
    ('a: "\\q"\n', "not-yaml", 1, 5),
    ('a: "\\ud800"\n', "not-yaml", 1, 7),
    ("a: 1\n" + "b" * 8_388_608, "too-large", None, None),
    ("[" + "1," * 200_001 + "]", "too-many-nodes", 1, 400_000),
]


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"), REFUSED, ids=[f"{rule}-{number}" for number, (_, rule, *_) in enumerate(REFUSED)]
)
def test_refused_with_its_place_and_a_next_step(data: bytes | str, rule: str, line: int | None, column: int | None) -> None:
    first = findings(data)[0]
    assert (first.rule, first.place) == (rule, Place("f.yaml", line, column))
    assert first.next_step
    assert len(str(first)) < 400


def test_every_duplicate_is_told_with_both_lines() -> None:
    found = findings("a: 1\nb:\n  c: 1\n  c: 2\na: 2\na: 3\n")
    assert [finding.place.line for finding in found if finding.place] == [4, 5, 6]
    assert "line 1" in found[2].message


def test_findings_are_many_but_not_endless() -> None:
    assert len(findings("k: 1\n" * 90_000)) == 50


def test_exactly_20_levels_and_200_000_keys_and_values_are_read() -> None:
    assert value("[" * 20 + "]" * 20)
    assert len(value("[" + "1," * 199_999 + "]")) == 199_999
    keys = "".join(f"k{number}: 1\n" for number in range(99_999))
    assert len(value(keys)) == 99_999
    assert findings(f"{keys}x: 1\n")[0].rule == "too-many-nodes"


def test_a_refusal_never_speaks_the_librarys_words() -> None:
    for data, *_ in REFUSED:
        words = " ".join(map(str, findings(data)))
        assert "yaml.org" not in words.replace("tag:yaml.org,2002:python", "")
        assert "<block" not in words
        assert "while parsing" not in words


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=400)
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_yaml(data, "f.yaml"), Document)
    except DocumentUnreadable as refusal:
        assert refusal.findings


@given(st.text(alphabet="ab:-[]{}'\"|>&*!%@#?,\\ \t\n\r1.~\0é\u2028", max_size=60))
@settings(deadline=None, max_examples=1500)
def test_random_yaml_like_text_is_read_or_refused(text: str) -> None:
    try:
        assert read_yaml(text, "f.yaml").text == text
    except DocumentUnreadable as refusal:
        for finding in refusal.findings:
            assert finding.place is not None
            assert finding.place.line is None or 1 <= finding.place.line <= text.count("\n") + text.count("\r") + 2


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("ab 1.:-#'\"é", max_size=8).filter(lambda words: not re.fullmatch(r"-\.1+", words)),  # PyYAML writes it as a number
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), PLAIN, min_size=1, max_size=4))
@settings(deadline=None)
def test_what_is_written_is_what_is_read(original: dict[str, Any]) -> None:
    text = yaml.safe_dump(original, allow_unicode=True, default_flow_style=None)
    document = read_yaml(text, "f.yaml")
    assert document.value == original
    assert not any(isinstance(part, float) and not math.isfinite(part) for part in document.value.values())


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "{" * 1_000_000,
        "- " * 500_000,
        "? " * 500_000,
        "a: " * 300_000,
        "[" + "1," * 500_000 + "]",
        "%TAG !a! b\n" * 80_000,
        "- |\n" * 200_000,
        "'" * 1_000_000,
        "#" * 1_000_000,
        "\n" * 1_000_000,
        "\t" * 1_000_000 + "x",
        " \t" * 500_000 + "x",
        "a" + "\n\t" * 500_000,
        "{" + "a: 1," * 200_000,
        "&a " * 300_000,
        "".join(f"- &a{number} [*a{number - 1},*a{number - 1}]\n" for number in range(1, 30_000)),
    ],
    ids=range(17),
)
def test_hostile_texts_take_little_time(text: str) -> None:
    with patiently():
        try:
            read_yaml(text, "f.yaml")
        except DocumentUnreadable as refusal:
            assert len(refusal.findings) <= 51
