"""Shipped overlays are pinned to their bases as they are; the tool that pins them changes those two values alone."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from tests.builders.change_packages import SMALL, small
from tests.builders.overlays import digest, overlay_text

from levelground import library
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.read import read

TOOL = Path(__file__).parents[3] / "tools" / "pin_library.py"


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pin_library", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PIN = _tool()
SHIPPED = library.shelf("change_packages")


def test_every_shipped_overlay_is_pinned_to_its_base_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert PIN.main(["--check"]) == 0, f"run tools/pin_library.py: {capsys.readouterr().out}"


def test_a_stack_is_pinned_from_below_and_nothing_else_is_touched() -> None:
    second = overlay_text(id_="maternity") + "# the end\n"
    third = overlay_text(on=second, base_id="maternity", base_version="1.0.0", id_="trust")
    newer = small(("version: '0.1.0'", "version: '0.2.0'"))
    texts = {"trust.yaml": third, "maternity.yaml": second, "small.yaml": newer}
    done = PIN.pinned(texts)
    expected = second.replace("version: 0.1.0", "version: 0.2.0").replace(digest(SMALL), digest(newer))
    assert done["maternity.yaml"] == expected
    assert done["trust.yaml"] == third.replace(digest(second), digest(expected))
    assert done["small.yaml"] == newer
    assert PIN.pinned(done) == done


def test_pins_in_quotes_and_in_blocks_and_with_windows_lines() -> None:
    block = f"adapts:\n  id: small\n  version: \"0.0.1\"  # the base\n  digest: '{'0' * 64}'\n"
    head = overlay_text()
    start = head.index("adapts:")
    text = head[:start] + block + head[head.index("reason:") :]
    for given in (text, text.replace("\n", "\r\n")):
        done = PIN.pinned({"small.yaml": SMALL, "local.yaml": given})["local.yaml"]
        assert done == given.replace('"0.0.1"', '"0.1.0"').replace("0" * 64, digest(SMALL))
        assert read_overlay(done, "local.yaml").overlay.adapts.digest == digest(SMALL)


def test_what_stands_on_nothing_shipped_stays(tmp_path: Path) -> None:
    text = overlay_text(base_id="elsewhere")
    assert PIN.pinned({"local.yaml": text}) == {"local.yaml": text}
    circle = {name: overlay_text(id_=name, base_id=base) for name, base in (("a", "b"), ("b", "a"))}
    with pytest.raises(SystemExit, match="circle"):
        PIN.pinned(circle)


def test_the_command_rewrites_and_check_only_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = tmp_path / "change_packages"
    shelf.mkdir()
    shutil.copy(SHIPPED / "core.yaml", shelf / "core.yaml")
    text = overlay_text(base_id="core", base_version="0.0.0")
    (shelf / "local.yaml").write_text(text)
    monkeypatch.setattr(library, "ROOT", tmp_path)
    assert PIN.main(["--check"]) == 1
    assert (shelf / "local.yaml").read_text() == text
    assert PIN.main([]) == 0
    assert PIN.main(["--check"]) == 0
    assert "local.yaml: pinned" in capsys.readouterr().out
    assert read("local").change_package.adapts == (read("core").pin,)
