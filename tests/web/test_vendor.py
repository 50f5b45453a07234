"""The vendored files: those that the manifest names, and nothing in them that asks another site or shows another's brand."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from levelground.web.design_system.environment import VENDOR

FOLDER = VENDOR / "nhsuk-frontend"
SCRIPT = Path(__file__).parents[2] / "tools" / "vendor.py"


@pytest.fixture
def vendor() -> ModuleType:
    specification = importlib.util.spec_from_file_location("vendor", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_committed_files_are_those_of_the_manifest(vendor: ModuleType) -> None:
    assert vendor.check() == 0


def test_a_changed_or_an_added_file_is_found(vendor: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor.DESTINATION = tmp_path / "copy"
    shutil.copytree(FOLDER, vendor.DESTINATION)
    with (vendor.DESTINATION / "nhsuk-frontend.min.css").open("a") as sheet:
        sheet.write("/* changed */")
    (vendor.DESTINATION / "added.js").write_text("")
    assert vendor.check() == 1
    said = capsys.readouterr().err
    assert "nhsuk-frontend.min.css is not" in said
    assert "added.js is not" in said


def test_the_manifest_says_version_and_licence() -> None:
    manifest = json.loads((FOLDER / "MANIFEST.json").read_text())
    assert (manifest["package"], manifest["version"], manifest["licence"]) == ("nhsuk-frontend", "10.6.1", "MIT")
    assert "MIT License" in (FOLDER / "LICENCE.txt").read_text()


def test_the_sheet_asks_nobody_and_carries_no_nhs_brand() -> None:
    sheet = (FOLDER / "nhsuk-frontend.min.css").read_text()
    assert not re.search(r"https?://(?!www\.w3\.org/)", sheet)
    assert "url(/" not in sheet
    assert "sourceMappingURL" not in sheet
    assert "frutiger" not in sheet.casefold()
    assert "#005eb8" not in sheet.casefold()
    for picture in set(re.findall(r"url\((images/[^)]+)\)", sheet)):
        assert (FOLDER / picture).is_file()


def test_the_compressed_sheet_is_the_sheet() -> None:
    assert gzip.decompress((FOLDER / "nhsuk-frontend.min.css.gz").read_bytes()) == (FOLDER / "nhsuk-frontend.min.css").read_bytes()


def test_what_is_left_of_the_brand_stops_the_rewriting(vendor: ModuleType) -> None:
    assert vendor.neutral('a{color:#005eb8}@font-face{src:url("https://x.nhs.uk/f")}') == "a{color:#1b5a75}"
    with pytest.raises(SystemExit, match="still has"):
        vendor.neutral("a{background:url(https://assets.nhs.uk/logo.png)}")
