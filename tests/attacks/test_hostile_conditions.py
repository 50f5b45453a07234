"""Conditions written to break in: each is refused with its reason, quickly, and what is let through is a plain comparison."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.builders.data_folders import counted, declaration, measure, package, put
from tests.builders.patience import patiently

from levelground.errors import ConditionRefused, UserFacingError
from levelground.measurement.conditions import ALLOWED_NODES, MOST_CHARACTERS, literals_by_column, parse_condition
from levelground.measurement.connect import DuckDBExecutor, EngineError, open_database
from levelground.measurement.run import run

COLUMNS = ("kind", "ethnic_group", "area_level")


def refusal(text: str) -> ConditionRefused:
    with patiently(), pytest.raises(ConditionRefused) as refused:
        parse_condition(text, COLUMNS, element="M1")
    assert refused.value.findings
    for finding in refused.value.findings:
        assert finding.element == "M1" and finding.message and finding.next_step
        assert len(finding.message) < 400
        assert "\x1b" not in finding.message
    return refused.value


def rules(text: str) -> set[str]:
    return {finding.rule for finding in refusal(text).findings}


REFUSED = {
    "known function": "lower(kind) = 'x'",
    "function that reads a file": "read_csv('/etc/passwd') = 'x'",
    "anonymous function": "frobnicate(kind) = 'x'",
    "anonymous function as a value": "kind = pg_read_file('/etc/passwd')",
    "anonymous function in a list": "kind IN ('x', frobnicate())",
    "function of a schema": "kind = main.frobnicate('x')",
    "quoted function": "\"frobnicate\"(kind) = 'x'",
    "function alone": "getenv('HOME')",
    "function of no arguments": "kind = current_user",
    "date function": "kind = today()",
    "aggregate": "count(*) = 1",
    "window": "row_number() OVER () = 1",
    "placeholder": "kind = ?",
    "numbered placeholder": "kind = $1",
    "named placeholder": "kind = :x",
    "dollar placeholder": "kind = $x",
    "positional reference": "kind = #1",
    "variable": "kind = @x",
    "columns": "COLUMNS(*) = 'x'",
    "columns by pattern": "COLUMNS('.*') = 'x'",
    "star": "* = 'x'",
    "subquery": "kind = (SELECT 'x')",
    "in subquery": "kind IN (SELECT kind FROM other)",
    "in table": "kind IN other",
    "exists": "EXISTS (SELECT 1)",
    "all": "kind = ALL (SELECT 'x')",
    "any": "kind = ANY (['x'])",
    "select": "SELECT TRUE",
    "from first": "FROM other",
    "union": "kind = 'x' UNION SELECT TRUE",
    "case": "CASE WHEN kind = 'x' THEN TRUE ELSE FALSE END",
    "if": "IF(kind = 'x', TRUE, FALSE)",
    "cast": "CAST(kind AS INTEGER) = 1",
    "short cast": "kind::INTEGER = 1",
    "try cast": "TRY_CAST(kind AS INTEGER) = 1",
    "typed literal": "kind = DATE '2024-01-01'",
    "interval": "kind = INTERVAL '1' DAY",
    "lambda": "list_filter([kind], x -> x = 'y')",
    "arrow": "kind -> 'x'",
    "struct": "{'a': kind} = {'a': 'x'}",
    "list": "kind IN (['x'])",
    "list literal": "[kind]",
    "index": "kind[1] = 'x'",
    "slice": "kind[1:2] = 'x'",
    "row": "(kind, area_level) = ('x', 'y')",
    "concatenation": "kind || 'x' = 'y'",
    "arithmetic": "kind + 1 = 2",
    "regular expression": "kind ~ 'x'",
    "similar": "kind SIMILAR TO 'x'",
    "glob": "kind GLOB 'x*'",
    "escape": "kind LIKE 'x' ESCAPE 'y'",
    "collation": "kind = 'x' COLLATE nocase",
    "distinct from": "kind IS DISTINCT FROM 'x'",
    "symmetric": "kind BETWEEN SYMMETRIC 'a' AND 'b'",
    "alias": "kind = 'x' AS y",
    "escape string": "kind = E'x'",
    "dollar string": "kind = $$x$$",
    "national string": "kind = N'x'",
    "hexadecimal": "kind = x'ab'",
    "qualified column": "counted.kind = 'x'",
    "column of a schema": "main.ev.kind = 'x'",
    "other letters": "KIND = 'x'",
    "drop": "DROP TABLE ev",
    "attach": "ATTACH 'x.db'",
    "copy": "COPY ev TO 'x'",
    "pragma": "PRAGMA version",
    "set": "SET enable_external_access = true",
    "second statement": "kind = 'x'; DROP TABLE ev",
    "semicolon": "kind = 'x';",
    "semicolons": ";;",
    "empty": "",
    "blank": " \n\t ",
    "comment only": "-- kind = 'x'",
    "comment over a function": "/* harmless */ lower /* ( */ (kind) = 'x'",
    "comment over a statement": "kind = 'x' /* ; */ ; SELECT 1",
    "line comment over a statement": "kind = 'x' --\n; SELECT 1",
    "comment not closed": "kind = 'x' /* AND TRUE",
    "quote not closed": "kind = 'x",
    "name not closed": '"kind = 1',
    "column alone": "kind",
    "column as a condition": "NOT kind",
    "value alone": "TRUE",
    "value of a comparison": "(kind = 'x') = TRUE",
    "comparison of a comparison": "kind = 'x' = 'y'",
    "empty list": "kind IN ()",
    "nothing after AND": "kind = 'x' AND",
    "NUL": "kind = 'x\x00'",
    "NUL in a name": "kind\x00 = 'x'",
    "escape character": "kind = '\x1b[2Jx'",
    "zero width space": "ki\u200bnd = 'x'",
    "right to left mark": "kind = 'x\u202e'",
    "byte order mark": "\ufeffkind = 'x'",
    "full-width letters": "ｋｉｎｄ = 'x'",
    "Cyrillic letter": "kınd = 'x'",
    "typographic quotes": "kind = ‘x’",
    "full-width equals": "kind ＝ 'x'",
    "lone surrogate": "kind = '\ud800'",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize(
    ("text", "near"),
    [("knid = 'x'", "kind"), ("area_levle = 'x'", "area_level"), ("Kind = 'x'", "kind"), ("ethnicgroup = 'x'", "ethnic_group")],
)
def test_an_unknown_column_names_the_nearest(text: str, near: str) -> None:
    (finding,) = refusal(text).findings
    assert finding.rule == "condition-unknown-column"
    assert finding.did_you_mean[0] == near


def test_every_reason_is_given_at_once() -> None:
    found = refusal("knid = 'x' AND lower(kind) = 'y' AND area_levle = 'z'").findings
    assert [finding.rule for finding in found].count("condition-unknown-column") == 2
    assert "condition-not-allowed" in {finding.rule for finding in found}


def test_the_longest_condition_and_one_character_more() -> None:
    longest = "kind = 'x'" + " " * (MOST_CHARACTERS - 10)
    assert len(longest) == MOST_CHARACTERS == 2_000
    parse_condition(longest, COLUMNS)
    assert rules(longest + " ") == {"condition-too-long"}
    assert rules("kind = '" + "x" * 5_000_000 + "'") == {"condition-too-long"}


DEEP = {
    "parentheses": lambda depth: "(" * depth + "kind = 'x'" + ")" * depth,
    "NOT": lambda depth: "NOT " * depth + "kind = 'x'",
    "minus": lambda depth: "kind = " + "- " * depth + "1",
    "mixed": lambda depth: "NOT (" * depth + "kind = 'x'" + ")" * depth,
}


@pytest.mark.parametrize("nested", DEEP.values(), ids=DEEP.keys())
def test_nesting_has_an_end(nested) -> None:
    parse_condition(nested(20), COLUMNS)
    assert rules(nested(21)) == {"condition-too-deep"}
    assert "condition-too-deep" in rules(nested(300))


@pytest.mark.parametrize(
    "opening", ["(", "[", "{", "CASE WHEN ", "NOT ", "- ", "~ ", "NOT (", "-(", "CASE ([{", "((", "SELECT (", "EXISTS ("]
)
def test_no_nesting_is_deep_enough_to_hurt(opening: str) -> None:
    for times in (21, MOST_CHARACTERS // len(opening)):
        refusal((opening * times)[:MOST_CHARACTERS])


@pytest.mark.parametrize(
    "joiner",
    ["<", ">=", "<>", "=", "+", "-", "*", "/", "%", "^", "&", "|", "||", "->", "->>", "::", ".", "??", " IS ", " LIKE ", " IN ", " ~ ",
     " AND ", " OR ", " BETWEEN ", " COLLATE ", " GLOB ", " ILIKE ", " UNION ", " JOIN ", ":", ",", ";", " ", "[", "]["],
)  # fmt: skip
def test_no_chain_is_long_enough_to_hurt(joiner: str) -> None:
    """A chain as long as a condition may be makes a tree as deep as it is long: refused before anything walks it."""
    many = (MOST_CHARACTERS + len(joiner)) // (4 + len(joiner))
    refusal(joiner.join(["kind"] * many))


def test_long_lists_and_long_disjunctions_are_no_attack() -> None:
    values = [f"'{number}'" for number in range(330)]
    text = f"kind IN ({', '.join(values)})"[: MOST_CHARACTERS - 2].rpartition(",")[0] + ")"
    assert len(literals_by_column(parse_condition(text, COLUMNS))["kind"]) > 250
    parse_condition(" OR ".join(["kind='x'"] * 80), COLUMNS)
    assert rules(" OR ".join(["kind='x'"] * 150)) == {"condition-too-long"}


def test_comments_do_not_reach_the_statement() -> None:
    tree = parse_condition("kind = 'x' /* AND kind = 'y' */ -- ; DROP TABLE ev", COLUMNS)
    assert tree.sql(dialect="duckdb") == "kind = 'x'"


@pytest.mark.parametrize(
    "text",
    ["kind = 'x'", "kind <> 'x' AND NOT (area_level IN ('a', 'b') OR ethnic_group IS NULL)", "kind LIKE 'x%'", "kind BETWEEN 'a' AND 'b'",
     "kind = ethnic_group", "kind IS NOT NULL", "kind NOT IN ('O''Brien', '--', ';', '/*')", "\"kind\" = 'x'", "kind = 'x' AND TRUE"],
)  # fmt: skip
def test_plain_comparisons_are_let_through(text: str) -> None:
    assert_only_comparisons(text)


WORDS = st.sampled_from(
    ["kind", "ethnic_group", "area_level", "counted.kind", "other", "'x'", "'it''s'", '"kind"', "1", "-1", "1.5", "TRUE", "NULL",
     "AND", "OR", "NOT", "=", "<>", "<", ">=", "IN", "BETWEEN", "IS", "LIKE", "ILIKE", "EXISTS", "SELECT", "FROM", "CASE", "WHEN",
     "THEN", "END", "CAST", "AS", "(", ")", "[", "]", "{", "}", ",", ";", "--", "/*", "*/", "*", "+", "-", "||", "::", "->", "?", "$1",
     ":x", "@", "#", ".", "'", '"', "lower", "count", "COLUMNS", "INTERVAL", "DATE", "\n", "\t", "\x00", "\u00a0", "E'x'", "$$",
     "UNION", "ANY", "ALL", "DISTINCT", "WITH", "LAMBDA", "PIVOT", "IF", "ARRAY", "MAP"]
)  # fmt: skip


def assert_only_comparisons(text: str) -> None:
    """Whatever is let through has allowed nodes and declared columns only, and says the same when it is written and read again."""
    tree = parse_condition(text, COLUMNS)
    for node in tree.walk():
        assert type(node) in ALLOWED_NODES
        assert not node.comments
        if type(node).__name__ == "Column":
            assert node.name in COLUMNS and set(node.args) - {"this"} == {key for key in set(node.args) - {"this"} if not node.args[key]}
    written = tree.sql(dialect="duckdb")
    assert parse_condition(written, COLUMNS).sql(dialect="duckdb") == written
    outside_quotes = re.sub(r"'(?:[^']|'')*'", "''", written)
    assert not re.search(r"[;@#?$\[\]{}]|--|/\*|::|->|\bSELECT\b", outside_quotes)
    assert not re.search(r"\w\s*\((?<!IN \()(?<!AND \()(?<!OR \()(?<!NOT \()", outside_quotes)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=24).map(" ".join) | st.text(max_size=60))
@example("kind = 'x' AND")
@example("IF IF kind")
def test_any_text_is_plain_comparisons_or_refused(text: str) -> None:
    with patiently():
        try:
            assert_only_comparisons(text)
        except ConditionRefused as refused:
            assert refused.findings


class TestRun:
    """The same from the outside: a package and a folder with a condition that the parser or the database refuses."""

    def refused(self, tmp_path: Path, where: str) -> UserFacingError:
        source = declaration(
            "ev", {"kind": "category", "ethnic_group": "ethnicity", "n": "count"}, details={"n": {"suppressed_when": "blank"}}
        )
        rows = [{"kind": "x", "ethnic_group": "White", "n": 12}, {"kind": "all", "ethnic_group": "White", "n": None}]
        put(tmp_path, source, rows)
        with pytest.raises(ConditionRefused) as refused:
            run(package(measure("M1", "count", counted("ev", where))), tmp_path)
        (finding,) = refused.value.findings[:1]
        assert finding.element == "M1" and finding.place is not None and finding.place.file == "small.yaml" and finding.place.line
        return refused.value

    def test_with_the_place_of_the_measure(self, tmp_path: Path) -> None:
        self.refused(tmp_path, "lower(kind) = 'x'")

    @pytest.mark.parametrize("where", ["kind = 1", "kind > 5", "kind = TRUE", "kind = 1e999", "kind IN ('x', 2)"])
    def test_text_compared_with_a_number(self, tmp_path: Path, where: str) -> None:
        (finding,) = self.refused(tmp_path, where).findings
        assert finding.rule == "condition-cannot-be-run"

    @pytest.mark.parametrize(
        "where", ["n > 0", "n IS NOT NULL", "n >= 5 AND kind = 'x'", "line = 2", "n_status = 'counted'", "n_as_written <> ''"]
    )
    def test_no_condition_can_step_over_a_withheld_count(self, tmp_path: Path, where: str) -> None:
        assert {finding.rule for finding in self.refused(tmp_path, where).findings} == {"condition-unknown-column"}


class TestSealedDatabase:
    """Were a condition to get through after all, the database that runs it reaches no file."""

    @pytest.fixture
    def database(self):
        with open_database() as database:
            database.do("CREATE TABLE ev AS SELECT 1 AS n")
            database.seal()
            yield database

    @pytest.mark.parametrize(
        "statement",
        ["SELECT * FROM read_csv('{file}')", "SELECT * FROM read_text('{file}')", "SELECT * FROM '{file}'",
         "SELECT * FROM glob('{folder}/*')", "SELECT * FROM read_blob('{file}')", "SELECT * FROM read_parquet('{file}')",
         "COPY ev TO '{folder}/out.csv'", "COPY ev FROM '{file}'", "EXPORT DATABASE '{folder}/out'", "IMPORT DATABASE '{folder}'",
         "ATTACH '{folder}/x.db'", "ATTACH '{folder}/x.db' AS x (READ_ONLY)", "INSTALL httpfs", "LOAD httpfs",
         "SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false",
         "SET allowed_directories = ['{folder}']", "SET temp_directory = '{folder}'", "SELECT getenv('HOME')",
         "CREATE SECRET s (TYPE s3)", "SELECT * FROM read_csv('https://example.org/x.csv')"],
    )  # fmt: skip
    def test_reaches_nothing(self, database: DuckDBExecutor, tmp_path: Path, statement: str) -> None:
        file = tmp_path / "secret.csv"
        file.write_text("n\n7\n")
        with pytest.raises(EngineError):
            database.run(statement.format(file=file, folder=tmp_path))
        with pytest.raises(EngineError):
            database.do(statement.format(file=file, folder=tmp_path))
        assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]

    def test_still_counts(self, database: DuckDBExecutor) -> None:
        assert database.run("SELECT sum(n) AS n FROM ev")["n"][0].as_py() == 1
