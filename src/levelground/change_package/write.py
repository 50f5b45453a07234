"""A change package to a file: the very bytes that were read, comments and all."""

from __future__ import annotations

from pathlib import Path

from levelground.change_package.reading import Reading
from levelground.documents.writing import write_file


def write(reading: Reading, path: Path | str, *, overwrite: bool = False) -> Path:
    """Write the bytes that were read to `path`, all or nothing.

    Raises
    ------
    levelground.errors.OutputUnwritable
        Where a file stands already and `overwrite` is false, or the file cannot be written.
    """
    return write_file(reading.data, path, overwrite=overwrite)
