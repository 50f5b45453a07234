"""The import contracts and the wall around Django, run on any copy of the house."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "levelground"

IMPORT_ALL_WITHOUT_DJANGO = """
import importlib, pkgutil, sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            raise ImportError("Django lives in the web and nowhere else")

sys.meta_path.insert(0, Wall())
sys.path.insert(0, sys.argv[1])
import levelground

def import_all(package):
    tried = 0
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if found.name == "levelground.web" or found.name.endswith("__main__"):
            continue
        tried += 1
        try:
            module = importlib.import_module(found.name)
        except ImportError as error:
            print(f"{found.name}: {error}")
        else:
            tried += import_all(module) if found.ispkg else 0
    return tried

assert levelground.__file__.startswith(sys.argv[1]), levelground.__file__
assert import_all(levelground) > 5
"""


def copy_of_the_house(to: Path, package: Path = PACKAGE) -> Path:
    """A copy of the package's modules and templates and of its contracts, to plant in. Gives the copy's package folder."""
    for source in (*package.rglob("*.py"), *package.rglob("templates/*")):
        if source.is_file():
            target = to / "levelground" / source.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    shutil.copy(REPOSITORY / "importlinter.toml", to / "importlinter.toml")
    return to / "levelground"


def broken_contracts(root: Path) -> set[str]:
    """The names of the import contracts that the package in `root` breaks; `root` holds `importlinter.toml` as well."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "importlinter.toml", "--no-cache", "--no-logo"]
    environment = {**os.environ, "COLUMNS": "250", "NO_COLOR": "1", "TERM": "dumb"}
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.+?)\s+(KEPT|BROKEN)\b", run.stdout, flags=re.MULTILINE)
    assert verdicts, f"the contracts were not checked:\n{run.stdout}{run.stderr}"
    broken = {name for name, verdict in verdicts if verdict == "BROKEN"}
    assert bool(broken) == bool(run.returncode), run.stdout
    return broken


def rooms_that_need_django(root: Path) -> list[str]:
    """Every room but `web` imports where Django cannot be imported. `root` is the folder that holds the package."""
    command = [sys.executable, "-c", IMPORT_ALL_WITHOUT_DJANGO, str(root)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()
