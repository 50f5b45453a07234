"""One pass over a data file before the engine reads it: digest, encoding, header, and how many lines it has.

The engine's own reader can lose half a file to two stray quotes without a word. So each physical line is counted here, and
`contract.load` refuses a file whose lines and rows do not add up.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from levelground.errors import DataUnreadable, Finding, MissingColumn, Place, Severity, nearest_names
from levelground.measurement.sources import DataSource, Layout

CHUNK = 1 << 20
MOST_HEADER = 100_000
MOST_BLANK_LINES = 1_000


@dataclass(frozen=True)
class DataFile:
    """What is known of a data file without the engine.

    `data_lines` is the number of non-empty lines after the header, `blank_lines` the numbers of the empty ones before the last of them.
    """

    path: Path
    layout: Layout
    sha256: str
    header: tuple[str, ...]
    data_lines: int
    blank_lines: tuple[int, ...] = ()


def find_file(source: DataSource, data_dir: Path) -> tuple[Path, Layout] | None:
    """The file of a source in a folder; None when no layout's file is there.

    Raises
    ------
    DataUnreadable
        when the files of two layouts are there: which one is meant is not guessed.
    """
    there = [(data_dir / layout.file, layout) for layout in source.layouts if (data_dir / layout.file).is_file()]
    if len(there) > 1:
        names = " and ".join(f"`{path.name}`" for path, _ in there)
        raise DataUnreadable(
            f"The data folder holds {names}, which are two forms of the source `{source.id}`.",
            [_error("ambiguous-file", f"{names} are both forms of `{source.id}`.", data_dir.name, step="Keep one of them in the folder.")],
        )
    return there[0] if there else None


def inspect_file(path: Path, layout: Layout, source: DataSource) -> DataFile:
    """Read a file once: digest, UTF-8, header, number of lines.

    Raises
    ------
    DataUnreadable, MissingColumn
        with every reason at once.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, blank_lines, at_line, line_is_empty, first_line = 0, list[int](), 1, True, ""
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            digest.update(chunk)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as problem:
                found_at = at_line + problem.object[: problem.start].count(b"\n")
                message = f"a byte (0x{problem.object[problem.start]:02x}) that is not UTF-8"
                raise _unreadable(path, "not-utf-8", message, found_at, "Save the file as UTF-8 (in Excel: CSV UTF-8).") from None
            if "\x00" in text:
                found_at = at_line + text.partition("\x00")[0].count("\n")
                raise _unreadable(path, "not-text", "a NUL character", found_at, "The file is not a text file: export it again as CSV.")
            for index, part in enumerate(text.split("\n")):
                if index:
                    lines += at_line > 1 and not line_is_empty
                    if line_is_empty and at_line > 1:
                        blank_lines.append(at_line)
                    at_line, line_is_empty = at_line + 1, True
                if at_line == 1 and len(first_line) <= MOST_HEADER:
                    first_line += part
                line_is_empty = line_is_empty and not part.strip()
            if not chunk:
                break
    lines += at_line > 1 and not line_is_empty
    header = _header(path, first_line)
    _check_header(path, header, layout, source)
    if not lines:
        raise _unreadable(path, "no-rows", "a header and no rows", 1, "Look whether the export was complete.")
    inside = tuple(at for index, at in enumerate(blank_lines, start=1) if at - index <= lines)
    if len(inside) > MOST_BLANK_LINES:
        message = f"more than {MOST_BLANK_LINES:,} empty lines between its rows"
        raise _unreadable(path, "blank-lines", message, inside[0], "Export the file again without them.")
    return DataFile(path, layout, digest.hexdigest(), header, lines, inside)


def odd_row(file: DataFile) -> tuple[int, str] | None:
    """The line of the first row that cannot be read as the header says, with what is odd; None when there is none."""
    with file.path.open(encoding="utf-8-sig", newline="\n") as text:
        rows = csv.reader(text, strict=True)
        try:
            for row in rows:
                if row and len(row) != len(file.header):
                    return rows.line_num, f"the header has {len(file.header)} cells and this line has {len(row)}"
                if any("\r" in cell for cell in row):
                    return rows.line_num, "a carriage return stands inside a cell"
        except csv.Error as problem:
            return rows.line_num, str(problem)
    return None


def _header(path: Path, first_line: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([first_line.lstrip("\ufeff").rstrip("\r")]), []))
    except csv.Error:
        found, step = "a first line that is not a header of columns", "Lines must end with a line feed; export the file again as CSV."
        raise _unreadable(path, "not-csv", found, 1, step) from None


def _check_header(path: Path, header: tuple[str, ...], layout: Layout, source: DataSource) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        names = ", ".join(f"`{name}`" for name in twice)
        raise _unreadable(path, "column-twice", f"the column {names} more than once", 1, "Give each column a name of its own.")
    missing = [(name, file_name) for name, file_name in layout.columns.items() if file_name not in header]
    if missing:
        raise MissingColumn(
            f"`{path.name}` does not have the columns that the source `{source.id}` declares.",
            [
                Finding(
                    Severity.ERROR,
                    "missing-column",
                    f"the column `{file_name}` ({name}) is not in the header.",
                    place=Place(path.name, 1),
                    did_you_mean=nearest_names(file_name, header),
                    next_step="Rename the column in the file, or name the right one in the source's declaration.",
                )
                for name, file_name in missing
            ],
        )


def _error(rule: str, message: str, file: str, line: int | None = None, step: str | None = None) -> Finding:
    return Finding(Severity.ERROR, rule, message, place=Place(file, line), next_step=step)


def _unreadable(path: Path, rule: str, found: str, line: int | None, step: str) -> DataUnreadable:
    return DataUnreadable(f"`{path.name}` cannot be read.", [_error(rule, f"the file has {found}.", path.name, line, step)])
