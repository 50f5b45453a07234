"""`levelground trace` as a person uses it: a tree, JSON, a page, and the question what the whole rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.builders.change_packages import small


@pytest.fixture(name="package")
def _package(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(small(("why: Trust brings", "decisions: [D101]\n    why: Trust brings")), encoding="utf-8")
    return path


def test_a_thread_is_printed_or_written(run, package: Path, tmp_path: Path) -> None:
    printed = run("trace", package, "D101")
    assert printed.stdout.startswith(
        "small 0.1.0 is not yet co-produced.\nD101 (decision): its words are kept apart\nUpstream:\n  reaches the aim through S1"
    )
    page = tmp_path / "new" / "thread.html"
    written = run("trace", package, "S1", "--format", "html", "--out", page)
    assert (written.returncode, written.stdout) == (0, f"thread of S1: {page}\n")
    assert "<h1>The thread through S1. A small change package</h1>" in page.read_text(encoding="utf-8")
    assert run("trace", package, "S1", "--format", "html").stdout == page.read_text(encoding="utf-8")


def test_what_the_whole_rests_on(run, package: Path, tmp_path: Path) -> None:
    text = run("trace", package, "--unverified").stdout
    assert text.index("Weakest: nothing named") < text.index("Weakest: read at second hand") < text.index("turned out wrong")
    assert json.loads(run("trace", package, "--unverified", "--format", "json").stdout)["change_package"] == "small 0.1.0"
    written = run("trace", package, "--unverified", "--format", "html", "--out", tmp_path / "rests.html")
    assert written.stdout == f"what it rests on: {tmp_path / 'rests.html'}\n"
    assert "What would be left without support" in (tmp_path / "rests.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("S1", "--unverified")])
def test_an_element_or_the_whole_and_not_both(run, package: Path, arguments: tuple[str, ...]) -> None:
    refused = run("trace", package, *arguments)
    assert refused.returncode == 2
    assert "--unverified" in refused.stderr


def test_an_unknown_id_is_told_with_its_neighbours(run, package: Path) -> None:
    refused = run("trace", package, "D102")
    assert refused.returncode == 12
    assert "Did you mean `D101`" in refused.stderr
