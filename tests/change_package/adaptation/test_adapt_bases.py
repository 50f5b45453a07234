"""Where the base of an overlay is found, and what is said where it is not, is another one, or is the overlay itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders.change_packages import SMALL, line_of, small
from tests.builders.overlays import DRIVER, add, digest, overlay_text, remove, reword

from levelground import library
from levelground.change_package.adaptation.bases import MOST_OVERLAYS
from levelground.change_package.read import read, read_text
from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable, Finding, Place

NEWER = small(("version: '0.1.0'", "version: '0.2.0'"))
CHANGED = small(("Staff act on racism.", "Staff act on racism at once."))
AT_THE_BASE = line_of(overlay_text(), "adapts:")


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_bytes(text.encode())


def invalid(path: Path, *bases: Path) -> tuple[Finding, ...]:
    with pytest.raises(ChangePackageInvalid) as caught:
        read(path, bases)
    return caught.value.findings


@pytest.fixture(name="shelf")
def _shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of its own."""
    shelf = tmp_path / "library" / "change_packages"
    (shelf / "earlier").mkdir(parents=True)
    monkeypatch.setattr(library, "ROOT", tmp_path / "library")
    return shelf


@pytest.mark.parametrize("name", ["small", "small@0.1.0", "small-0.1.0", "whatever"])
def test_a_base_beside_the_overlay(tmp_path: Path, shelf: Path, name: str) -> None:
    write(tmp_path / "mine", local=overlay_text(), **{name: SMALL})
    reading = read(tmp_path / "mine" / "local.yaml")
    assert reading.base is not None
    assert reading.base.name == str(tmp_path / "mine" / f"{name}.yaml")


def test_a_base_in_the_library(tmp_path: Path, shelf: Path) -> None:
    write(shelf, small=SMALL)
    write(tmp_path / "mine", local=overlay_text())
    assert read(tmp_path / "mine" / "local.yaml").place_of("P1").file == "small.yaml"


def test_an_earlier_version_in_the_library(tmp_path: Path, shelf: Path) -> None:
    write(shelf, small=NEWER)
    write(shelf / "earlier", **{"small@0.1.0": SMALL, "small@0.0.1": CHANGED})
    write(tmp_path / "mine", local=overlay_text())
    assert read(tmp_path / "mine" / "local.yaml").place_of("P1").file == "small@0.1.0.yaml"
    assert read("small").change_package.version == "0.2.0"
    assert read("small@0.2.0") == read("small")
    assert read("small@0.1.0").change_package.version == "0.1.0"
    with pytest.raises(ChangePackageUnreadable) as caught:
        read("small@0.1.1")
    assert set(caught.value.findings[0].did_you_mean) == {"small@0.1.0", "small@0.0.1", "small"}


def test_shipped_overlays_are_read_by_id_and_version(shelf: Path) -> None:
    write(shelf, small=NEWER, local=overlay_text(on=NEWER, base_version="0.2.0", version="2.0.0"))
    write(shelf / "earlier", **{"small@0.1.0": SMALL, "local@1.0.0": overlay_text()})
    for source, pins in (("local", ["small@0.2.0"]), ("local@2.0.0", ["small@0.2.0"]), ("local@1.0.0", ["small@0.1.0"])):
        assert [str(pin) for pin in read(source).change_package.adapts] == pins


def test_a_base_that_is_given_as_a_file_or_a_folder(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", local=overlay_text())
    write(tmp_path / "theirs", base=SMALL, other=NEWER)
    for given in (tmp_path / "theirs" / "base.yaml", tmp_path / "theirs"):
        assert read(tmp_path / "mine" / "local.yaml", [given]).change_package.id == "local"


def test_the_very_bytes_are_the_base_wherever_they_are(tmp_path: Path, shelf: Path) -> None:
    """A file that only has the right name does not hide the base that was pinned."""
    write(tmp_path / "mine", local=overlay_text(), small=CHANGED, copy=SMALL)
    reading = read(tmp_path / "mine" / "local.yaml")
    assert reading.base is not None
    assert reading.base.text == SMALL


def test_a_stack_over_several_folders(tmp_path: Path, shelf: Path) -> None:
    """Each overlay's base is looked for beside that overlay too."""
    second = overlay_text(add("secondary_drivers", DRIVER), id_="maternity")
    third = overlay_text(reword("L-S3", "why", "x"), on=second, base_id="maternity", base_version="1.0.0", id_="trust")
    write(tmp_path / "theirs", maternity=second, small=SMALL)
    write(tmp_path / "mine", trust=third)
    reading = read(tmp_path / "mine" / "trust.yaml", [tmp_path / "theirs" / "maternity.yaml"])
    assert [str(pin) for pin in reading.change_package.adapts] == ["maternity@1.0.0", "small@0.1.0"]


def test_a_missing_base(tmp_path: Path, shelf: Path) -> None:
    write(shelf, smal=small(("id: small\n", "id: smal\n")))
    write(tmp_path / "mine", local=overlay_text(), other=small(("id: small\n", "id: small2\n")))
    write(tmp_path / "theirs", other=SMALL.replace("id: small", "id: quite_different"))
    (finding,) = invalid(tmp_path / "mine" / "local.yaml", tmp_path / "theirs")
    assert finding.rule == "missing-base"
    assert finding.place == Place(str(tmp_path / "mine" / "local.yaml"), AT_THE_BASE, 14)
    assert set(finding.did_you_mean) == {"smal", "small2"}
    assert f"looked through: {tmp_path / 'theirs'}, the folder {tmp_path / 'mine'}, the library" in finding.message
    assert "--base FILE" in str(finding.next_step)


def test_a_base_that_is_given_and_is_not_there(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", local=overlay_text(), small=SMALL)
    with pytest.raises(ChangePackageUnreadable) as caught:
        read(tmp_path / "mine" / "local.yaml", [tmp_path / "no.yaml"])
    assert caught.value.findings[0].rule == "missing-file"


def test_a_changed_base_is_told_beside_everything_else(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", local=overlay_text(remove("P9"), remove("A1")), small=CHANGED)
    findings = invalid(tmp_path / "mine" / "local.yaml")
    assert [finding.rule for finding in findings] == ["base-changed", "unknown-element", "aim-removed"]
    assert digest(CHANGED) in findings[0].message
    assert digest(SMALL) in findings[0].message
    assert "levelground upgrade" in str(findings[0].next_step)


def test_another_version_of_the_base(tmp_path: Path, shelf: Path) -> None:
    write(shelf, small=NEWER)
    write(tmp_path / "mine", local=overlay_text())
    (finding,) = invalid(tmp_path / "mine" / "local.yaml")
    assert finding.rule == "base-version-differs"
    assert "adapts small@0.1.0, and the base that was found is small@0.2.0" in finding.message
    assert f"levelground upgrade {tmp_path / 'mine' / 'local.yaml'} --to small" in str(finding.next_step)
    write(tmp_path / "mine", x=CHANGED)
    assert [finding.rule for finding in invalid(tmp_path / "mine" / "local.yaml")] == ["base-changed"]


def test_an_overlay_on_itself(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", local=overlay_text(base_id="local", base_version="1.0.0"))
    (finding,) = invalid(tmp_path / "mine" / "local.yaml")
    assert (finding.rule, finding.place and finding.place.line) == ("circle-of-overlays", AT_THE_BASE)
    assert "`local` adapts `local`" in finding.message


def test_overlays_in_a_circle(tmp_path: Path, shelf: Path) -> None:
    for first, second in (("a", "b"), ("b", "c"), ("c", "a")):
        write(tmp_path / "mine", **{first: overlay_text(id_=first, base_id=second, base_version="1.0.0")})
    (finding,) = invalid(tmp_path / "mine" / "a.yaml")
    assert finding.rule == "circle-of-overlays"
    assert "`a` adapts `b` adapts `c` adapts `a`" in finding.message
    assert finding.place == Place(str(tmp_path / "mine" / "c.yaml"), AT_THE_BASE, 14)


def test_a_stack_has_an_end(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", small=SMALL)
    text, base = SMALL, "small"
    for number in range(MOST_OVERLAYS + 1):
        text = overlay_text(on=text, base_id=base, base_version="1.0.0" if number else "0.1.0", id_=f"o{number}")
        base = f"o{number}"
        write(tmp_path / "mine", **{base: text})
    assert len(read(tmp_path / "mine" / f"o{MOST_OVERLAYS - 1}.yaml").change_package.adapts) == MOST_OVERLAYS
    assert [finding.rule for finding in invalid(tmp_path / "mine" / f"o{MOST_OVERLAYS}.yaml")] == ["too-many-overlays"]


def test_a_bad_overlay_and_a_missing_base_are_told_together(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", local=overlay_text("{op: remove, element: P1}", base_id="other").replace("title:", "titel:"))
    found = {finding.rule for finding in invalid(tmp_path / "mine" / "local.yaml")}
    assert found == {"missing-key", "unknown-key", "missing-base"}


def test_a_base_that_is_wrong_itself_is_told_at_its_lines(tmp_path: Path, shelf: Path) -> None:
    broken = small(("title: A small", "titel: A small"))
    write(tmp_path / "mine", local=overlay_text(on=broken), small=broken)
    assert {finding.place.file for finding in invalid(tmp_path / "mine" / "local.yaml") if finding.place} == {
        str(tmp_path / "mine" / "small.yaml")
    }


def test_text_without_a_folder_finds_its_base_in_the_library(shelf: Path) -> None:
    write(shelf, small=SMALL)
    assert read_text(overlay_text(), "local.yaml").change_package.id == "local"


def test_a_format_that_is_misspelt_is_told_as_what_was_meant(tmp_path: Path, shelf: Path) -> None:
    for old, new in (("levelground/overlay/1", "levelground/overlay/2"), ("format: levelground/overlay/1\n", "")):
        write(tmp_path / "mine", local=overlay_text().replace(old, new), small=SMALL)
        (finding,) = invalid(tmp_path / "mine" / "local.yaml")
        assert "format" in finding.message or "levelground/overlay" in str(finding)


def test_what_stands_beside_the_overlay_may_be_anything(tmp_path: Path, shelf: Path) -> None:
    write(tmp_path / "mine", local=overlay_text(), small=SMALL, broken="a: [", empty="")
    (tmp_path / "mine" / "folder.yaml").mkdir()
    (tmp_path / "mine" / "big.yaml").write_bytes(b"a" * 5_000_000)
    (tmp_path / "mine" / "latin.yaml").write_bytes(b"id: caf\xe9\n")
    assert read(tmp_path / "mine" / "local.yaml").change_package.id == "local"
