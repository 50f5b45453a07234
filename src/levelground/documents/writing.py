"""Bytes to a file: all or nothing, and never over another file unless told."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from levelground.documents.reading import shown
from levelground.errors import Finding, OutputUnwritable, Place, Severity


def write_file(data: bytes, path: Path | str, *, overwrite: bool = False, kept: Iterable[Path | str] = ()) -> Path:
    """Write `data` to `path` through a new file beside it, so that a reader sees the old bytes or the new ones, never a part.

    `kept` are the files that it was made from: it is never written over one of them.

    Raises
    ------
    OutputUnwritable
        Rules `already-there` (and `overwrite` is false), `made-from-it`, `unwritable`.
    """
    path = Path(path)
    if any(_same_file(path, other) for other in kept):
        raise _not_written(path, "made-from-it", "this is a file that was read to make it, and would be lost.", "Give another path.")
    try:
        new = _written_beside(data, path)
        try:
            _put(new, path, overwrite=overwrite)
        finally:
            new.unlink(missing_ok=True)
    except FileExistsError:
        raise _not_written(
            path, "already-there", "there is a file already.", "Give another path, or `--overwrite` to write over it."
        ) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "the path is not valid"
        message = f"the file cannot be written: {reason[:1].lower()}{reason[1:]}."
        raise _not_written(path, "unwritable", message, "Look at the path and at who may write there.") from None
    return path


def _same_file(path: Path, other: Path | str) -> bool:
    with suppress(OSError, ValueError):
        return path.samefile(other)
    return False


def _written_beside(data: bytes, path: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".levelground-", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            new.chmod(_mode(path))
        except BaseException:  # a full disk, or Ctrl-C
            new.unlink(missing_ok=True)
            raise
    return new


def _mode(path: Path) -> int:
    """Who may read and write it: as with the file that stands there, else the owner writes and all read."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644


def _put(new: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        new.replace(path)
        return
    try:
        path.hardlink_to(new)  # fails where there is a file: no moment between looking and writing
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        new.replace(path)


def _not_written(path: Path, rule: str, message: str, next_step: str) -> OutputUnwritable:
    place = Place(shown(path))
    return OutputUnwritable(f"{place} was not written", [Finding(Severity.ERROR, rule, message, place, next_step=next_step)])
