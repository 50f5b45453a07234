"""Content as data: change packages, data sources, ethnicity classifications, published figures. No logic lives here.

Every folder is a shelf; every file on it is one document, named by its id. People who do not program may edit them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

ROOT = Path(str(files(__package__)))
"""The folder of the library in this installation."""


def shelf(name: str) -> Path:
    """The folder of one shelf: `change_packages`, `data_sources`, `ethnicity`, `figures`."""
    return ROOT / name


def earlier(shelf_name: str) -> str:
    """The shelf of a shelf's earlier versions, each document named `id@version`."""
    return f"{shelf_name}/earlier"


def names(shelf_name: str, suffix: str = ".yaml") -> tuple[str, ...]:
    """The ids of the documents on a shelf, in order."""
    return tuple(sorted(path.name.removesuffix(suffix) for path in shelf(shelf_name).glob(f"*{suffix}")))
