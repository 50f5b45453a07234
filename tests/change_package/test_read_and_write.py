"""Reading keeps the bytes and knows every place; writing gives the same bytes, whole, and never over another file."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from tests.builders.change_packages import (
    DUPLICATE_ID,
    IDEA_WITHOUT_A_DRIVER,
    MEASURE_WITHOUT_A_DENOMINATOR,
    MISSPELT_KEY,
    SMALL,
    line_of,
    small,
)

from levelground import library
from levelground.change_package.read import read, read_text
from levelground.change_package.write import write
from levelground.documents.writing import write_file
from levelground.errors import (
    ChangePackageInvalid,
    ChangePackageUnreadable,
    Finding,
    OutputUnwritable,
    Place,
    UnknownElement,
    UserFacingError,
)


def invalid(*changes: tuple[str, str]) -> tuple[Finding, ...]:
    with pytest.raises(ChangePackageInvalid) as caught:
        read_text(small(*changes), "small.yaml")
    return caught.value.findings


def test_a_reading_has_the_value_the_text_and_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_bytes(SMALL.encode())
    reading = read(path)
    assert reading.change_package.aim.target.relative.starting == 3.44
    assert reading.text == SMALL
    assert reading.digest == hashlib.sha256(SMALL.encode()).hexdigest()
    assert reading.name == str(path)
    assert reading.findings == ()


def test_text_and_bytes_read_the_same() -> None:
    assert read_text(SMALL, "small.yaml") == read_text(SMALL.encode(), "small.yaml")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + SMALL.encode(), SMALL.replace("\n", "\r\n").encode()], ids=["mark", "windows"])
def test_the_text_is_exact(data: bytes) -> None:
    reading = read_text(data, "small.yaml")
    assert reading.text.encode() == reading.data == data


def test_every_element_and_source_has_its_place() -> None:
    reading = read_text(SMALL, "small.yaml")
    for element_id in ("P1", "S2", "I1", "M3", "R1", "PR1", "SRC1"):
        assert reading.place_of(element_id) == Place("small.yaml", line_of(SMALL, f"- id: {element_id}"), 5)
    assert reading.place_of("A1") == Place("small.yaml", line_of(SMALL, "  id: A1"), 3)
    assert reading.place_of("S1", "serves", 1, "strength") == Place("small.yaml", line_of(SMALL, "strength: weak"), 37)
    with pytest.raises(UnknownElement) as caught:
        reading.place_of("M9")
    assert "M1, M2, M3" in str(caught.value.findings[0])


@pytest.mark.parametrize("package_id", library.names("change_packages"))
def test_shipped_change_packages_are_read_by_id(package_id: str) -> None:
    reading = read(package_id)
    assert reading.change_package.id == package_id
    assert reading.name == f"{package_id}.yaml"


def test_an_id_that_is_not_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shelf = tmp_path / "change_packages"
    shelf.mkdir()
    (shelf / "small.yaml").write_text(SMALL)
    monkeypatch.setattr(library, "ROOT", tmp_path)
    assert read("small").text == SMALL
    with pytest.raises(ChangePackageUnreadable) as caught:
        read("smal")
    assert caught.value.findings[0].did_you_mean == ("small",)
    assert "small" in str(caught.value.findings[0].next_step)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, rule in ((tmp_path / "x.yaml", "missing-file"), (tmp_path, "not-a-file")):
        with pytest.raises(ChangePackageUnreadable) as caught:
            read(path)
        assert caught.value.findings[0].rule == rule


def test_a_measure_without_a_denominator() -> None:
    (finding,) = invalid(MEASURE_WITHOUT_A_DENOMINATOR)
    assert finding.place == Place("small.yaml", line_of(SMALL, "- id: M1"), 5)
    assert (finding.element, finding.rule) == ("M1", "rule-not-met")
    assert "a rate must have a `denominator`" in finding.message


def test_an_idea_without_a_driver() -> None:
    (finding,) = invalid(IDEA_WITHOUT_A_DRIVER)
    assert (finding.element, finding.rule, finding.place) == ("I1", "missing-key", Place("small.yaml", line_of(SMALL, "- id: I1"), 5))
    assert "`serves` must be given in `I1`" in finding.message


def test_a_misspelt_key() -> None:
    missing, unknown = invalid(MISSPELT_KEY)
    assert unknown.place == Place("small.yaml", line_of(SMALL, "    operational_definition: All"), 5)
    assert unknown.did_you_mean == ("operational_definition",)
    assert "Is `operational_defintion` misspelt?" in str(missing)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (*DUPLICATE_ID, "P2"),
        ("id: R1", "id: A1", "A1"),
        ("id: PR1", "id: SRC1", "SRC1"),
        ("  - id: M3", "  - id: M1", "M1"),
        ("id: I1", "id: M2", "M2"),
    ],
)
def test_duplicate_ids_over_all_kinds_have_both_places(old: str, new: str, again: str) -> None:
    (finding,) = invalid((old, new))
    text = small((old, new))
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.split("  #")[0].split("- ")[-1].strip() == f"id: {again}"]
    assert finding.rule == "duplicate-id"
    assert finding.place is not None
    assert finding.place.line == lines[1]
    assert f"line {lines[0]}," in finding.message


def test_duplicate_ids_are_found_beside_other_errors() -> None:
    assert [finding.rule for finding in invalid(DUPLICATE_ID, ("title: A small", "titel: A small"))] == [
        "missing-key",
        "unknown-key",
        "duplicate-id",
    ]


def test_written_bytes_are_the_read_bytes(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    path = write(read_text(data, "small.yaml"), tmp_path / "copy.yaml")
    assert path.read_bytes() == data
    assert read(path).digest == hashlib.sha256(data).hexdigest()
    assert [entry.name for entry in tmp_path.iterdir()] == ["copy.yaml"]


def test_no_file_is_overwritten_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "there.yaml"
    path.write_bytes(b"mine")
    with pytest.raises(OutputUnwritable) as caught:
        write(read_text(SMALL, "small.yaml"), path)
    assert caught.value.findings[0].rule == "already-there"
    assert path.read_bytes() == b"mine"
    assert write(read_text(SMALL, "small.yaml"), path, overwrite=True).read_bytes() == SMALL.encode()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "there.yaml").write_bytes(b"mine")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputUnwritable, match="was not written"):
        write_file(b"data", tmp_path / "there.yaml", overwrite=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("there.yaml", b"mine")]


def test_a_file_that_only_its_owner_may_read_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "private.yaml"
    path.write_text("before")
    path.chmod(0o600)
    write(read_text(SMALL, "small.yaml"), path, overwrite=True)
    assert (path.stat().st_mode & 0o777, path.read_text()) == (0o600, SMALL)


def test_a_version_has_plain_digits() -> None:
    with pytest.raises(ChangePackageInvalid) as caught:
        read_text(small(("version: '0.1.0'", "version: '\uff11.2.3'")), "small.yaml")
    assert [finding.rule for finding in caught.value.findings] == ["wrong-form"]


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "folder.yaml", "a\0b"):
        with pytest.raises(OutputUnwritable) as caught:
            write_file(b"", path)
        assert caught.value.findings[0].rule == "unwritable"
    with pytest.raises(OutputUnwritable):
        write_file(b"", tmp_path, overwrite=True)
    assert list(tmp_path.iterdir()) == []
    assert issubclass(OutputUnwritable, UserFacingError)
