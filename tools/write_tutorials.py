"""Write the output of each command in a tutorial again, and the pins of its example files: the output on the page is the true one.

A tutorial's commands stand in blocks that begin with ```console, each after `$ `; what follows up to the next `$ ` is its output.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TUTORIALS = ROOT / "docs" / "tutorials"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
PINS = (("maternity.yaml", None), ("trust.yaml", "maternity.yaml"))
"""The example's overlays and what each stands on; None: the core's first version, in the library."""


def rendered(page: Path) -> str:
    """The page with the output that its commands have now, run in a copy of its folder."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / page.stem
        shutil.copytree(page.with_suffix(""), work)
        return BLOCK.sub(lambda found: f"```console\n{_run(found[1], work)}```", page.read_text(encoding="utf-8"))


def _run(block: str, work: Path) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{_output(shlex.split(command), work)}" for command in commands)


def _output(command: list[str], work: Path) -> str:
    """What a command says; a code of exit that is not 0 is said too."""
    program = [sys.executable, "-m", "levelground"] if command[0] == "levelground" else [command[0]]
    assert command[0] in ("levelground", "diff", "mkdir"), command
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"}
    done = subprocess.run([*program, *command[1:]], cwd=work, capture_output=True, text=True, check=False, env=environment)
    said = done.stdout + done.stderr
    if done.returncode and command[0] == "levelground":
        said += f"(exit code {done.returncode})\n"
    return "\n".join(line.rstrip() for line in said.splitlines()) + ("\n" if said else "")


def pin(folder: Path) -> None:
    """Give each example overlay the digest of what it stands on."""
    for name, base in PINS:
        below = folder / base if base else ROOT / "src/levelground/library/change_packages/earlier/core@1.0.0.yaml"
        digest = hashlib.sha256(below.read_bytes()).hexdigest()
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(r'digest: "[0-9a-f]{64}"', f'digest: "{digest}"', text), encoding="utf-8")


def main() -> None:
    """Write every tutorial again."""
    pin(TUTORIALS / "upgrade_an_adaptation")
    for page in sorted(TUTORIALS.glob("*.md")):
        if page.with_suffix("").is_dir():
            page.write_text(rendered(page), encoding="utf-8")


if __name__ == "__main__":
    main()
