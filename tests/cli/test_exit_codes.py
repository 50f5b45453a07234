"""What a person did wrong is told in words, in time, with a stable exit code and without a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from levelground import library


def _shipped() -> str:
    return (library.shelf("change_packages") / "core.yaml").read_text(encoding="utf-8")


def _measure_without_denominator() -> bytes:
    text = _shipped()
    start = text.index("    denominator:")
    end = re.compile(r"^    \w", re.MULTILINE).search(text, start + 10)
    assert end is not None
    return (text[:start] + text[end.start() :]).encode()


def _without_serves(section: str) -> bytes:
    """The shipped package with the first `serves` of a section emptied."""
    text = _shipped()
    at = text.index("serves:", text.index(f"\n{section}:"))
    end = re.compile(r"^    \w|^  - ", re.MULTILINE).search(text, at)
    assert end is not None
    return (text[:at] + "serves: []\n" + text[end.start() :]).encode()


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8))

BAD_PACKAGES = {
    "a driver that serves nothing": (_without_serves("secondary_drivers"), 11, "serves"),
    "an idea without a driver": (_without_serves("change_ideas"), 11, "serves"),
    "a measure without a denominator": (_measure_without_denominator(), 11, "denominator"),
    "a duplicate id": (_shipped().replace("id: P2\n", "id: P1\n", 1).encode(), 11, "P1"),
    "a misspelt key": (_shipped().replace("guardrail:", "guardrial:", 1).encode(), 11, "Did you mean `guardrail`"),
    "an alias bomb": (BOMB.encode(), 10, "alias"),
    "a file of 10 MB": (b"a: b\n" * 2_000_000, 10, "too-large"),
    "a tab": (b"id: x\n\ttitle: y\n", 10, "tab"),
    "a byte that is not UTF-8": (b"id: x\ntitle: caf\xe9\n", 10, "UTF-8"),
    "2,000 brackets": (b"a: " + b"[" * 2_000, 10, "deep"),
    "a NUL": (b"id: \x00\n", 10, ""),
    "nothing at all": (b"", 10, "empty"),
}


@pytest.mark.parametrize("name", BAD_PACKAGES)
def test_a_bad_package_is_told_with_its_place(run, tmp_path: Path, name: str):
    content, code, words = BAD_PACKAGES[name]
    path = tmp_path / "local.yaml"
    path.write_bytes(content)
    done = run("check", path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert re.search(r"local\.yaml(:\d+)?", done.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stdout == ""


def test_codes_for_other_mistakes(run, bundle: Path, release: Path, tmp_path: Path):
    policy = ("--policy", "none_needed_already_published")
    for arguments, code, words in (
        (("check", "mental_helth"), 10, "mental_health"),
        (("trace", "mental_health", "P99"), 12, "P"),
        (("measure", "mental_health", "--data", tmp_path / "nowhere", "--out", tmp_path / "b"), 20, "not a folder"),
        (("measure", "mental_health", "--data", tmp_path, "--out", tmp_path / "b"), 20, "data folder"),
        (("release", tmp_path, *policy, "--out", tmp_path / "r"), 30, "no bundle or release"),
        (("release", bundle, "--policy", "hess", "--out", tmp_path / "r"), 12, "Did you mean `hes`"),
        (("show", bundle), 30, "unreleased"),
        (("show", bundle, "--unreleased"), 31, "terminal only"),
        (("show", release, "--measure", "M99"), 12, "M9"),
        (("show", release, "--format", "xml"), 2, "--format"),
        (("report", tmp_path, "--out", tmp_path / "x.html"), 30, "no bundle or release"),
        (("diagram", "mental_health", "--out", "/dev/null/x.svg"), 32, ""),
        (("nonsense",), 2, "nonsense"),
    ):
        done = run(*arguments)
        assert done.returncode == code, (arguments, done.returncode, done.stderr)
        assert words in done.stderr, (arguments, done.stderr)
        assert "Traceback" not in done.stderr + done.stdout


def test_every_error_that_a_person_meets_has_a_code_of_its_own():
    documented = (Path(__file__).parents[2] / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (\w+) \|", documented, re.MULTILINE)
    codes = [int(code) for code, _ in rows]
    assert len(rows) > 15
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 126 for code in codes)
