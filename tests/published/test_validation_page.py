"""The page that `make docs` writes has every family of reference outputs on it."""

from pathlib import Path

from tests.published.oracle import ORACLES
from tests.published.validation import Comparison
from tools.write_validation import PAGE, page


def test_every_family_is_on_the_page() -> None:
    written = PAGE.read_text(encoding="utf-8")
    missing = [folder.name for folder in sorted(ORACLES.iterdir()) if folder.is_dir() and f"| `{folder.name}` |" not in written]
    assert missing == [], "run `make docs`"


def test_what_a_row_says() -> None:
    rows = [
        Comparison("rates", "exact", "correct", 1_234, 3.21e-10, 1e-9),
        Comparison("rates", "method", "phe-2.1.0", 5, 2.0, 0.0, "labels", "it stops early"),
        Comparison("gaps", "limits", "correct", 6, 0.012, 0.05, "of the width"),
    ]
    written = page(rows)
    assert "| `rates` | exact | `correct` | 1,234 | 3e-10 | 1e-09 |  |" in written
    assert "| `rates` | method | `phe-2.1.0` | 5 | 2 differ | 0 differ | it stops early |" in written
    assert "| `gaps` | limits | `correct` | 6 | 1e-02 of the width | 5e-02 of the width |  |" in written
    assert written.endswith("2 families, 3 rows, 1,245 numbers and labels.\n")


def test_the_page_is_where_the_documentation_is() -> None:
    assert Path("docs/methods/validation.md") == PAGE.relative_to(PAGE.parents[2])
