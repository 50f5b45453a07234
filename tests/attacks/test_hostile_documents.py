"""Attempts to make the reader of change packages hang, crash, follow an order, or let something pass that it should not."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.builders.change_packages import SMALL, line_of, small
from tests.builders.patience import lines_run, patiently

from levelground.change_package.check import check
from levelground.change_package.read import Reading, read, read_text
from levelground.change_package.trace import trace
from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable, UserFacingError

LAUGHS = "l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10)
)

HOSTILE: dict[str, tuple[bytes, str, int | None, int | None]] = {
    "a billion laughs": (LAUGHS.encode(), "alias-refused", 1, 5),
    "an alias to itself": (b"a: &a [*a]\n", "alias-refused", 1, 4),
    "a merge of an alias": (b"a: &a {b: 1}\nc:\n  <<: *a\n", "alias-refused", 1, 4),
    "10 MB": (b"#" * 10_000_000, "too-large", None, None),
    "a tab": (small(("  id: A1", "\tid: A1")).encode(), "tab", line_of(SMALL, "  id: A1"), 1),
    "a byte of another encoding": (SMALL.replace("Everyone", "Everyøne").encode("latin-1"), "not-utf-8", line_of(SMALL, "Everyone"), 20),
    "UTF-16": (SMALL.encode("utf-16"), "not-utf-8", 1, 1),
    "NUL": (SMALL.encode().replace(b"Fund", b"Fu\0d"), "control-character", line_of(SMALL, "Fund"), 13),
    "2,000 brackets": (b"a: " + b"[" * 2000, "too-deep", 1, 23),
    "2,000 dashes": (b"- " * 2000, "too-deep", 1, 41),
    "a python object": (b"!!python/object/apply:os.system [touch /tmp/owned]\n", "tag-refused", 1, 1),
    "a python name": (b"a: !!python/name:os.system\n", "tag-refused", 1, 4),
    "binary": (b"a: !!binary aGVsbG8=\n", "tag-refused", 1, 4),
    "two packages": (SMALL.encode() + b"---\n" + SMALL.encode(), "several-documents", SMALL.count("\n") + 1, 1),
    "a key twice": (SMALL.encode() + b"title: Another\n", "duplicate-key", SMALL.count("\n") + 1, 1),
    "a quote left open": (SMALL.encode().replace(b"title: A small", b'title: "A small'), "unterminated-quote", 4, 8),
    "nothing": (b"", "empty-document", None, None),
    "only a comment": (b"# nothing", "empty-document", None, None),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not-utf-8", 1, 1),
    "an archive": (b"PK\x03\x04\x14\x00", "control-character", 1, 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_its_place_and_quickly(name: str, tmp_path: Path) -> None:
    data, rule, line, column = HOSTILE[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(data)
    with patiently(), pytest.raises(ChangePackageUnreadable) as caught:
        read(path)
    finding = caught.value.findings[0]
    assert finding.rule == rule
    assert finding.place is not None
    assert (finding.place.file, finding.place.line, finding.place.column) == (str(path), line, column)
    assert finding.next_step
    assert "Traceback" not in str(finding)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, rule in [
        (tmp_path, "not-a-file"),
        (tmp_path / "pipe", "not-a-file"),
        (Path("/dev/zero"), "not-a-file"),
        (tmp_path / "missing.yaml", "missing-file"),
        (tmp_path / "loop", "unreadable-file"),
    ]:
        with patiently(), pytest.raises(ChangePackageUnreadable) as caught:
            read(path)
        assert caught.value.findings[0].rule == rule
    with pytest.raises(ChangePackageUnreadable):
        read("a\0b")


def test_a_command_to_the_terminal_hidden_behind_a_backslash_code() -> None:
    with pytest.raises(ChangePackageUnreadable) as caught:
        read_text(small(("text: Fund advocates.", 'text: "\\e]0;owned\\a"')), "small.yaml")
    assert {finding.rule for finding in caught.value.findings} == {"control-character"}
    assert "\x1b" not in "".join(map(str, caught.value.findings))


def test_a_refusal_needs_little_memory_and_time_in_a_fresh_process(tmp_path: Path) -> None:
    path = tmp_path / "laughs.yaml"
    path.write_text(LAUGHS)
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "from levelground.change_package.read import read\n"
        "from levelground.errors import UserFacingError\n"
        "try: read(sys.argv[1])\n"
        "except UserFacingError as error: sys.exit(error.exit_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (ChangePackageUnreadable.exit_code, "")


def grown(secondary: str = "", ideas: str = "", measures: str = "") -> str:
    """The small change package with many more elements."""
    text = SMALL.replace("change_ideas:\n", secondary + "change_ideas:\n").replace("measures:\n  - id: M1", ideas + "measures:\n  - id: M1")
    return text.replace("recommendations:\n  - id: R1", measures + "recommendations:\n  - id: R1")


def driver(number: int, serves: str) -> str:
    return f"  - {{id: D{number}, verification: verified, text: x, why: y, serves: [{serves}]}}\n"


def idea(number: int, serves: str) -> str:
    evidence = "evidence: {grade: untested, certainty: low, statement: z}"
    return f"  - {{id: J{number}, verification: verified, text: x, changes: data, serves: [{serves}], {evidence}}}\n"


def chain(links: int) -> str:
    return grown("".join(driver(n, f"D{n + 1}") for n in range(links)) + driver(links, "P1"))


def circle(links: int) -> str:
    return grown("".join(driver(n, f"D{(n + 1) % links}") for n in range(links)))


GRAPHS = {
    "a long chain": chain(7_500),
    "a great circle": circle(7_500),
    "a long tail to a circle": grown("".join(driver(n, f"D{max(n - 1, 0)}") for n in range(7_500))),
    "links to nothing": grown("".join(driver(n, f"X{n}") for n in range(7_500))),
    "links to the wrong kind": grown("".join(driver(n, "A1") for n in range(7_500))),
    "everything serves everything": grown(
        "".join(driver(n, "P1") for n in range(200)),
        "".join(idea(n, ", ".join(f"D{m}" for m in range(200))) for n in range(200)),
    ),
    "one link many times": grown(driver(0, ", ".join(["P1"] * 90_000))),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_hostile_graph_is_checked_and_traced_without_recursion(name: str) -> None:
    reading = read_text(GRAPHS[name], "graph.yaml")
    with patiently():
        assert check(reading)
    with patiently():
        assert trace(reading.change_package, "D0").lines()
    with patiently():
        assert trace(reading.change_package, "A1").as_json()


@pytest.mark.parametrize("graph", [chain, circle])
def test_twice_the_links_take_twice_the_work(graph: Callable[[int], str]) -> None:
    small, large = (read_text(graph(links), "graph.yaml") for links in (500, 1_000))
    assert lines_run(check, large) < 2.5 * lines_run(check, small)
    assert lines_run(lambda: trace(large.change_package, "D0").lines()) < 2.5 * lines_run(lambda: trace(small.change_package, "D0").lines())


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{n}: 1\n" for n in range(47_500)),
        "".join(f"{'k' * 900}{n}: 1\n" for n in range(1_000)),
        grown("".join(f"  - {{id: D{n}, vrification: verified}}\n" for n in range(15_000))),
        grown("".join(f"  - {{id: P1, verification: {'v' * 10}}}\n" for n in range(15_000))),
        "aim: " + "x" * 1_000_000,
    ],
    ids=["many unknown keys", "long unknown keys", "many missing keys", "many wrong choices", "a long text for a block"],
)
def test_many_errors_are_told_without_end_of_patience(text: str) -> None:
    with patiently(), pytest.raises(ChangePackageInvalid) as caught:
        read_text(text, "f.yaml")
    assert max(len(str(finding)) for finding in caught.value.findings) < 1_000
    assert len(caught.value.findings) <= 202


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=200)
def test_random_bytes_raise_nothing_but_what_is_for_users(data: bytes) -> None:
    with contextlib.suppress(UserFacingError):
        read_text(data, "f.yaml")


LINES = SMALL.splitlines(keepends=True)
PIECES = [
    "",
    " ",
    "  ",
    "- ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "null",
    "1",
    "true",
    "\t",
    "id: P1\n",
    "é",
    "\0",
    "&a ",
    "*a",
    "!x ",
    "|\n",
    ">-\n",
]


@given(st.integers(0, len(SMALL)), st.integers(0, 12), st.sampled_from(PIECES))
@example(0, 0, "")
@settings(deadline=None, max_examples=400)
def test_a_damaged_package_is_read_whole_or_refused_with_places(start: int, length: int, piece: str) -> None:
    text = SMALL[:start] + piece + SMALL[start + length :]
    try:
        reading = read_text(text, "f.yaml")
    except UserFacingError as refusal:
        assert refusal.findings
        assert all(finding.place is not None and finding.next_step is not None for finding in refusal.findings)
    else:
        assert_kept(reading, text)


@given(st.lists(st.sampled_from(range(len(LINES))), max_size=4))
@settings(deadline=None, max_examples=200)
def test_lines_taken_away(lines: list[int]) -> None:
    text = "".join(line for number, line in enumerate(LINES) if number not in lines)
    try:
        reading = read_text(text, "f.yaml")
    except UserFacingError as refusal:
        assert refusal.findings
    else:
        assert_kept(reading, text)


def assert_kept(reading: Reading, text: str) -> None:
    """Text to value to bytes: nothing is lost, and what was read can be checked and traced."""
    assert reading.data == text.encode("utf-8")
    assert all(finding.place is not None for finding in check(reading))
    for element in reading.change_package.elements():
        assert trace(reading.change_package, element.id).lines()
