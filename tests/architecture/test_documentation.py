"""What an analyst may call says in full what it is; and each rule of that is seen to fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.architecture import rules_of_documentation as rules
from tests.architecture.rules_of_imports import PACKAGE, REPOSITORY

STATS = PACKAGE / "stats"
METHODS = REPOSITORY / "docs" / "methods"
MACHINERY = {
    "domains.py": "what an argument may be",
    "borders.py": "which side of a border a number lies on",
    "intervals.py": "what an interval is",
    "adjusted_design.py": "the tables of an adjusted model",
    "conditional_odds.py": "the searches behind an odds ratio",
    "detection/signal_chains.py": "the chains behind run lengths",
    "decomposition/kitagawa.py:counted_strata": "a check",
    "decomposition/kitagawa.py:shares_of_people": "of strata that were checked",
    "decomposition/oaxaca.py:of_people": "of people who were checked",
    "decomposition/oaxaca.py:people_with_covariates": "a check",
    "fisher_as_printed.py": "what R prints of an odds ratio",
    "inequality/measures.py": "what a measure is",
    "inequality/settings.py": "what a setting may hold",
    "inequality/simulation.py": "how intervals are drawn",
    "inequality/attributable.py:risk_measure": "of settings that were checked",
    "inequality/attributable.py:fraction_measure": "of settings that were checked",
    "multiplicity/hierarchies.py": "the models on which shrinkage rests",
    "funnel/limits.py:compatible": "a check",
    "parts.py": "how long work is cut",
    "spc/control_chart.py:given_middle": "a check",
    "spc/limit_tables.py": "limits, process by process",
    "spc/point_labels.py": "the words for points",
    "spc/segments.py": "where limits begin anew",
    "spc/special_causes.py:checked_rules": "a check",
    "standardisation/bands.py": "what a band may hold",
    "standardisation/strata.py": "what a stratum may hold",
}
"""Public for other kernels, not for analysts: a module, or a function of it, and what it is."""


@pytest.fixture(name="kernels", scope="module")
def _kernels() -> dict[str, rules.Kernel]:
    return rules.kernels(STATS, MACHINERY)


def test_machinery_is_there() -> None:
    assert rules.machinery_that_is_not_there(STATS, MACHINERY) == []


def test_every_kernel_is_described_in_full(kernels) -> None:
    assert len(kernels) > 120
    assert rules.sections_that_are_missing(kernels) == []


def test_who_is_as_for_another_names_one_that_exists(kernels) -> None:
    assert rules.targets_that_are_not_there(kernels) == []


def test_what_nothing_and_missing_mean_is_said(kernels) -> None:
    assert rules.nothing_and_missing_unsaid(STATS, kernels) == []


def test_every_field_of_a_result_is_described(kernels) -> None:
    assert rules.fields_without_words(STATS, kernels) == []


def test_every_kernel_is_on_a_page(kernels) -> None:
    assert rules.kernels_without_a_page(kernels, METHODS) == []


def test_every_id_of_a_result_is_on_a_page(kernels) -> None:
    assert rules.ids_on_no_page(STATS, kernels, METHODS) == []


WHOLE = '''
class Level(NamedTuple):
    """A level."""

    value: float
    """Per person; NaN where withheld."""
    interval: Bounds
    """Its interval."""


class Bounds(NamedTuple):
    """Two limits."""

    lower: float
    """The lower one."""


def level(events: ArrayLike, people: ArrayLike, *, per: float = 1.0) -> Level:
    """Events per person. 0 means that nobody had one.

    Parameters
    ----------
    events, people : array_like
        Whole numbers.
    per : float
        The multiplier.

    Returns
    -------
    Level
        One a group.

    Raises
    ------
    ValueError
        For what is not whole.

    References
    ----------
    Garwood F. Biometrika 1936; 28: 437-442.

    Examples
    --------
    >>> level(1, 2)
    0.5
    """


def other_level(events: ArrayLike, people: ArrayLike) -> Level:
    """Another. All as for `level`."""


def checked_level(events: FloatArray) -> Level: ...
'''


def _faults(tmp_path: Path, text: str) -> list[str]:
    stats, methods = tmp_path / "stats", tmp_path / "methods"
    for folder in (stats, methods):
        folder.mkdir(exist_ok=True)
    (stats / "levels.py").write_text(text, encoding="utf-8")
    (methods / "level.md").write_text("# Level\n\n`levelground.stats.levels.level`, `other_level`\n", encoding="utf-8")
    (methods / "README.md").write_text("`more`", encoding="utf-8")
    found = rules.kernels(stats, {})
    return [
        *rules.sections_that_are_missing(found),
        *rules.targets_that_are_not_there(found),
        *rules.nothing_and_missing_unsaid(stats, found),
        *rules.fields_without_words(stats, found),
        *rules.kernels_without_a_page(found, methods),
        *rules.ids_on_no_page(stats, found, methods),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "All as for `level`.",
        "Parameters, Returns (no\n    unit) and Raises: as for `level`. References: as for `level`, too.\n\n    >>> other_level(1, 2)",
        "Parameters, Raises and References: as for `level`.\n\n    Returns\n    -------\n    Level\n        One.\n\n    >>> 1",
    ],
)
def test_what_is_whole_is_not_accused(tmp_path, words) -> None:
    assert _faults(tmp_path, WHOLE.replace("All as for `level`.", words)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("events, people : array_like", "events : array_like", "level: Parameters"),
        ("events, people : array_like", "events, people", "level: Parameters"),
        ("    per : float\n        The multiplier.\n", "", "level: Parameters"),
        ("        The multiplier.\n", "", "level: Parameters"),
        ("people: ArrayLike) -> Level:", "trials: ArrayLike) -> Level:", "other_level: Parameters"),
        ("    Level\n        One a group.", "    Level", "level: Returns"),
        ("    Level\n        One a group.", "    float\n        One a group.", "level: Returns"),
        ("    ValueError\n        For what is not whole.\n", "", "level: Raises"),
        ("1936; 28: 437-442", "28: 437-442", "level: References"),
        ("; 28: 437-442", "", "level: References"),
        ("    >>> level(1, 2)\n    0.5\n", "", "level: Examples"),
        ("All as for `level`.", "Parameters and Returns: as for `level`.", "other_level: Raises"),
        ("as for `level`", "as for `levels`", "other_level: as for `levels`, which is no kernel"),
        ("All as for `level`.", "", "other_level: Examples"),
        ("All as for `level`.", "All as for `other_level`.", "other_level: Examples"),
        ("; NaN where withheld", "", "level: NaN"),
        ("0 means that nobody had one.", "", "level: 0"),
        ('    """The lower one."""\n', "", "Bounds.lower"),
        ('    """Per person; NaN where withheld."""\n', "", "Level.value"),
        ('    """Two limits."""\n', "", "Bounds is not described"),
        ("def other_level", "def more", "more is on no page"),
        ("Per person; NaN where withheld.", "``withheld_nobody``: NaN.", "withheld_nobody is explained on no page"),
        ("def checked_level(events: FloatArray)", "def checked_level(events: ArrayLike)", "checked_level: Parameters"),
    ],
)
def test_a_planted_hole_is_seen(tmp_path, old, new, fault) -> None:
    assert old in WHOLE
    faults = _faults(tmp_path, WHOLE.replace(old, new))
    assert [found for found in faults if fault in found], faults


def test_machinery_that_went_is_seen(tmp_path) -> None:
    (tmp_path / "levels.py").write_text(WHOLE, encoding="utf-8")
    listed = {"levels.py:level": "", "levels.py:gone": "", "gone.py": ""}
    faults = rules.machinery_that_is_not_there(tmp_path, listed)
    assert [fault.split()[0] for fault in faults] == ["gone.py", "levels.py:gone"]
    assert rules.kernels(tmp_path, listed).keys() == {"other_level"}
