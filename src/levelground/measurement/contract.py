"""From a file to a table that its declaration vouches for: every row accounted for, every odd cell listed by row and column.

Rows are never dropped here. A label that the declaration does not allow is a finding and stays in the table; a measure that
would count such a row is not run (see `run`), so that damaged data are neither lost nor guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from levelground.documents.reading import shown
from levelground.errors import DataUnreadable, Finding, Place, Severity, nearest_names
from levelground.measurement.connect import DuckDBExecutor, EngineError, cell, literal, quoted, rows_of
from levelground.measurement.data_file import DataFile, odd_row
from levelground.measurement.sources import Column, DataSource, Role

SPACES = " \t\r\n\u00a0\u2007\u202f"
"""What may stand around a cell without meaning anything."""
COUNTED, SUPPRESSED, INVALID = "counted", "suppressed", "invalid"
"""What a count cell is: a number, withheld by the source, or neither (a finding)."""


@dataclass(frozen=True)
class LoadedSource:
    """A source in the database: the table named by its id has `line`, the declared columns and `<count>_status`."""

    source: DataSource
    file: DataFile
    rows: int
    findings: tuple[Finding, ...]

    @property
    def status_column(self) -> str:
        """The column that says what each count cell is."""
        return f"{self.source.count_column.name}_status"


def load(database: DuckDBExecutor, source: DataSource, file: DataFile) -> LoadedSource:
    """Read a file into the database and hold it against its declaration.

    Raises
    ------
    DataUnreadable
        when the engine refuses the file, or lines and rows do not add up.
    """
    raw = f"{source.id}__raw"
    try:
        database.read_text_file(raw, file.path, len(file.header), file.blank_lines)
    except EngineError as problem:
        line, found = odd_row(file) or (None, str(problem))
        finding = Finding(
            Severity.ERROR,
            "not-csv",
            f"the file cannot be read as CSV: {found}.",
            place=Place(file.path.name, line),
            next_step="Mend the line, or export the file again.",
        )
        raise DataUnreadable(f"`{file.path.name}` cannot be read.", [finding]) from None
    rows = int(database.run(f"SELECT count(*) AS n FROM {quoted(raw)}")["n"][0].as_py())
    _account_for_lines(database, raw, file, rows)
    database.do(_typed_table(source, file, raw))
    database.do(f"DROP TABLE {quoted(raw)}")
    findings = sorted(_findings(database, source, file), key=lambda finding: finding.place.line or 0 if finding.place else 0)
    return LoadedSource(source, file, rows, tuple(findings))


def _account_for_lines(database: DuckDBExecutor, raw: str, file: DataFile, rows: int) -> None:
    if rows == file.data_lines:
        return
    holds_line_break = " OR ".join(f"contains({cell(index)}, chr(10))" for index in range(len(file.header)))
    first = rows_of(database.run(f"SELECT min(line) AS line FROM {quoted(raw)} WHERE {holds_line_break}"))[0]["line"]
    if first is None:
        first = next(iter(odd_row(file) or ()), None)
    raise DataUnreadable(
        f"`{file.path.name}` has {file.data_lines:,} lines of data and was read as {rows:,} rows: rows would be lost.",
        [
            Finding(
                Severity.ERROR,
                "rows-do-not-add-up",
                f"{file.data_lines:,} lines of data were read as {rows:,} rows; a stray quotation mark joins several lines into one.",
                place=Place(file.path.name, first),
                next_step='Look for a " that is never closed at that line.',
            )
        ],
    )


def _typed_table(source: DataSource, file: DataFile, raw: str) -> str:
    """One statement from text to types: text trimmed, counts as whole numbers with a status, published values as numbers."""
    selected = ["line"]
    for column in source.columns:
        text = f"trim({cell(file.header.index(file.layout.columns[column.name]))}, {literal(SPACES)})"
        name = quoted(column.name)
        if column.role is Role.COUNT:
            number = f"TRY_CAST({text} AS DOUBLE)"
            whole = f"({number} >= 0 AND {number} = floor({number}) AND {number} < 1e15)"
            blank, status = f"coalesce({text}, '') = ''", quoted(f"{column.name}_status")
            when_blank = SUPPRESSED if column.suppressed_when == "blank" else INVALID
            selected += [
                f"CASE WHEN {whole} THEN CAST({number} AS BIGINT) END AS {name}",
                f"CASE WHEN {blank} THEN '{when_blank}' WHEN {whole} THEN '{COUNTED}' ELSE '{INVALID}' END AS {status}",
                f"{text} AS {quoted(column.name + '_as_written')}",
            ]
        elif column.role is Role.PUBLISHED_VALUE:
            selected.append(f"CASE WHEN isfinite(TRY_CAST({text} AS DOUBLE)) THEN TRY_CAST({text} AS DOUBLE) END AS {name}")
        else:
            selected.append(f"coalesce({text}, '') AS {name}")
    return f"CREATE OR REPLACE TABLE {quoted(source.id)} AS SELECT {', '.join(selected)} FROM {quoted(raw)}"


def _findings(database: DuckDBExecutor, source: DataSource, file: DataFile) -> Iterable[Finding]:
    for column in source.columns:
        allowed = _allowed(column)
        if allowed is not None:
            yield from _labels_not_allowed(database, source, file, column, allowed)
    count = source.count_column
    status, written = quoted(f"{count.name}_status"), quoted(f"{count.name}_as_written")
    query = f"SELECT line, {written} AS found FROM {quoted(source.id)} WHERE {status} = '{INVALID}' ORDER BY line"
    column_name = file.layout.columns[count.name]
    for row in rows_of(database.run(query)):
        yield Finding(
            Severity.ERROR,
            "count-not-a-number",
            f"a count must be a whole number that is not negative; found {seen(row['found'])} in column `{column_name}`.",
            place=Place(file.path.name, row["line"]),
            next_step="Mend the cell at its source; nothing was counted in its place.",
        )


def _allowed(column: Column) -> str | None:
    """The SQL condition that a column's value is one that the declaration allows."""
    name = quoted(column.name)
    if column.allowed is not None:
        return f"{name} IN ({_listed(column.allowed)})"
    if column.allowed_by is not None:
        by = quoted(column.allowed_by.column)
        cases = " ".join(f"WHEN {literal(value)} THEN {name} IN ({_listed(labels)})" for value, labels in column.allowed_by.values.items())
        return f"(CASE {by} {cases} ELSE TRUE END)"
    return None


def _labels_not_allowed(database: DuckDBExecutor, source: DataSource, file: DataFile, column: Column, allowed: str) -> Iterable[Finding]:
    by = column.allowed_by.column if column.allowed_by else None
    beside = f", {quoted(by)} AS beside" if by else ""
    query = f"SELECT line, {quoted(column.name)} AS found{beside} FROM {quoted(source.id)} WHERE ({allowed}) IS NOT TRUE ORDER BY line"
    for row in rows_of(database.run(query)):
        among = f" where {by} is {row['beside']}" if by else ""
        valid = column.allowed or (column.allowed_by.values.get(row["beside"], ()) if column.allowed_by else ())
        yield Finding(
            Severity.WARNING,
            "damaged-label",
            f"column `{file.layout.columns[column.name]}` has {seen(row['found'])}, which the source does not know{among}.",
            place=Place(file.path.name, row["line"]),
            did_you_mean=nearest_names(row["found"], valid),
            next_step="The row is kept and counted in no measure.",
        )


def _listed(values: Iterable[str]) -> str:
    return ", ".join(literal(value) for value in values)


def seen(value: str | None) -> str:
    """A value as it can be printed anywhere: characters that cannot be seen as backslash codes."""
    return "a blank" if not value else f"`{shown(value)}`"
