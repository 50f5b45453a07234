"""The demonstration can be made at any hour of any day: its sessions lie in its past whatever the clock says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys, time_machine
with time_machine.travel(sys.argv[1], tick=True):
    from levelground.web.site.demonstration.__main__ import main
    sys.exit(main())
"""


@pytest.mark.parametrize("moment", ["2026-03-29T00:00:30+00:00"], ids=["after midnight, on the day on which the clocks change"])
def test_it_is_made_at_any_hour(tmp_path: Path, moment: str) -> None:
    environment = {"PATH": os.environ["PATH"], "LEVELGROUND_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, moment], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Administrator" in done.stdout
