"""Where the engine is opened, and nowhere else: SQL text in, Arrow tables out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa


class Executor(Protocol):
    """What the engine asks of a database. DuckDB is the first; another needs only these."""

    dialect: str

    def run(self, sql: str) -> pa.Table:
        """The rows of one statement."""

    def register(self, name: str, table: pa.Table) -> None:
        """Make a small table known under a name."""

    def version(self) -> str:
        """Name and version, for the run log."""


class EngineError(Exception):
    """The database refused a file or a statement; the message is its own first line."""


class DuckDBExecutor:
    """An in-memory DuckDB. After `seal()` it can neither read nor write any file, nor load an extension."""

    dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, sql: str) -> pa.Table:
        """The rows of one statement, as an Arrow table."""
        try:
            return self._connection.sql(sql).to_arrow_table()
        except duckdb.Error as problem:
            raise EngineError(_first_line(problem)) from problem

    def do(self, sql: str) -> None:
        """Run a statement that gives no rows."""
        try:
            self._connection.execute(sql)
        except duckdb.Error as problem:
            raise EngineError(_first_line(problem)) from problem

    def register(self, name: str, table: pa.Table) -> None:
        """Copy a small Arrow table into the database under a name."""
        self._connection.register("incoming", table)
        self.do(f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def read_text_file(self, name: str, path: Path, width: int, blank_lines: Sequence[int] = ()) -> None:
        """Read a CSV file as text: columns `cell_0`, `cell_1` ... by their place, whatever the header calls them.

        `line` is a row's line in the file (the header is line 1); `blank_lines` are the lines that the reader passes over.
        """
        columns = ", ".join(f"'{cell(index)}': 'VARCHAR'" for index in range(width))
        line = "number + 1"
        if blank_lines:
            rows_before = [at - index for index, at in enumerate(blank_lines, start=1)]
            line += f" + (SELECT count(*) FROM unnest({rows_before}) AS passed(before) WHERE before <= number)"
        rows = (
            f"SELECT row_number() OVER () AS number, * FROM read_csv({literal(str(path))}, columns = {{{columns}}}, auto_detect = false, "
            "header = true, delim = ',', quote = '\"', escape = '\"', parallel = false, nullstr = '', max_line_size = 1000000, "
            "strict_mode = true)"
        )
        self.do(f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT {line} AS line, * EXCLUDE (number) FROM ({rows})")

    def seal(self) -> None:
        """From here on no file and no extension can be reached by any statement."""
        self.do("SET enable_external_access = false")
        self.do("SET lock_configuration = true")

    def version(self) -> str:
        """`DuckDB 2.0.0`."""
        return f"DuckDB {duckdb.__version__}"


@contextmanager
def open_database() -> Iterator[DuckDBExecutor]:
    """An empty in-memory database, closed at the end."""
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    try:
        yield DuckDBExecutor(connection)
    finally:
        connection.close()


def cell(index: int) -> str:
    """The name of the column at a place in a file that was read as text."""
    return f"cell_{index}"


def quoted(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of an Arrow table as plain values."""
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _first_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
