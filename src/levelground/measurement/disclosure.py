"""Disclosure control: the one way from results that may identify people to results that may be shown.

A policy is an object. `none_needed_already_published` holds where every source is published already; `hes` follows the rule
that NHS England has used for Hospital Episode Statistics since 2018: 0 stays 0, 1 to 7 are withheld, everything else is
rounded to the nearest 5, totals are computed first and rounded after, and no ratio is given on a withheld base. Rates, gaps
and shares are computed again from the rounded counts: an exact rate over a public population would give the count away.
The rule alone does not protect: where the sums give a withheld count away, a total is withheld too (`protection`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from levelground.change_package.measures import Measure
from levelground.errors import Finding, NotReleasable, Severity, UnknownElement, nearest_names
from levelground.measurement.cells import SUPPRESSED, Cell, NotAvailable, Suppressed, is_number
from levelground.measurement.gaps import gaps_of
from levelground.measurement.levels import with_estimates
from levelground.measurement.protection import Rule, protected
from levelground.measurement.recording import with_share
from levelground.measurement.results import RECORDED, Certificate, Level, Recording, ReleasedResults, UnreleasedResults

HES_SMALLEST_SHOWN = 8
HES_ROUNDED_TO = 5
HES_RULE = Rule(largest_withheld=HES_SMALLEST_SHOWN - 1, rounded_to=HES_ROUNDED_TO)
COUNTLESS_RULES = frozenset({"no-rows-yet", "periods-differ", "rounded-by-source"})
"""Findings that hold no count and no cell of the data, and may be shown with rounded results as they are."""
RULES_OF_PEOPLE = frozenset({"moved-group", "in-no-group"})
"""Findings that hold counts of a population: shown where all sources are published."""
PRIVATE_KEYS = ("sha256", "lines", "rows")
"""What the log of a private source would give away: where each line is one person, even the number of lines is a count."""
KEPT_BACK = "kept with the bundle"
"""Stands for a digest: over a small table, someone could try every count until the digest agrees."""


@dataclass(frozen=True)
class Policy:
    """A rule of disclosure control: `apply` gives the results as they may be shown."""

    name: str
    statement: str
    apply: Callable[[UnreleasedResults], UnreleasedResults]


def release(unreleased: UnreleasedResults, policy: str, *, bundle_digest: str = "") -> ReleasedResults:
    """Results that may be shown, under a named policy.

    Raises
    ------
    UnknownElement
        when there is no such policy. NotReleasable when the policy does not fit these results.
    """
    chosen = POLICIES.get(policy)
    if chosen is None:
        raise UnknownElement(
            f"There is no disclosure policy `{policy}`.",
            [
                Finding(
                    Severity.ERROR,
                    "unknown-policy",
                    f"there is no disclosure policy `{policy}`.",
                    did_you_mean=nearest_names(policy, POLICIES),
                    next_step=f"The policies are: {', '.join(POLICIES)}.",
                )
            ],
        )
    if not isinstance(unreleased, UnreleasedResults):
        raise TypeError("only unreleased results can be released")
    shown = chosen.apply(unreleased)
    withheld_before, withheld_after = _withheld(unreleased), _withheld(shown)
    digest = bundle_digest if chosen.name == PUBLISHED else KEPT_BACK
    certificate = Certificate(chosen.name, chosen.statement, withheld_before, withheld_after - withheld_before, digest)
    parts = {name: getattr(shown, name) for name in UnreleasedResults.__dataclass_fields__}
    return ReleasedResults(**parts, certificate=certificate)


def hes_count(count: Cell) -> Cell:
    """A count under the HES rule: 0 stays 0, 1 to 7 are withheld, the rest goes to the nearest 5 (a half goes up).

    Examples
    --------
    >>> [hes_count(n) for n in (0, 1, 7, 8, 12, 13)]
    [0, suppressed, suppressed, 10, 10, 15]
    """
    if not is_number(count):
        return count
    whole = int(count)
    if whole == 0:
        return 0
    return SUPPRESSED if whole < HES_SMALLEST_SHOWN else (2 * whole + HES_ROUNDED_TO) // (2 * HES_ROUNDED_TO) * HES_ROUNDED_TO


def _as_published(results: UnreleasedResults) -> UnreleasedResults:
    private = [source["id"] for source in results.run_log["sources"] if not source["already_published"]]
    if private:
        names = ", ".join(f"`{name}`" for name in private)
        raise NotReleasable(
            f"These results cannot be released under `{PUBLISHED}`: {names} are not published figures.",
            [
                Finding(
                    Severity.ERROR,
                    "not-published",
                    f"the source `{name}` is not declared as already published.",
                    next_step=f"Release under `{HES}` instead.",
                )
                for name in private
            ],
        )
    return results


def _hes(results: UnreleasedResults) -> UnreleasedResults:
    published = {source["id"] for source in results.run_log["sources"] if source["already_published"]}
    measures = {measure.id: measure for measure in results.change_package.measures}
    rounded = [_hes_level(level, measures[level.measure_id], published) for level in results.levels]
    levels, recording = protected(measures, rounded, [_hes_recording(row) for row in results.recording], HES_RULE)
    shown = replace(results, levels=levels)
    estimated = {measure.id: with_estimates(measure, shown.levels_of(measure.id)) for measure in measures.values()}
    return replace(
        results,
        levels=tuple(level for measure in measures for level in estimated[measure]),
        gaps=tuple(
            gap
            for measure in measures.values()
            for gap in gaps_of(measure, measure.comparison or results.change_package.aim.comparison, estimated[measure.id])
        ),
        recording=tuple(with_share(row) for row in recording),
        findings=tuple(_without_counts(results.findings, all_published=len(published) == len(results.run_log["sources"]))),
        run_log=_hes_log(results.run_log),
    )


def _hes_level(level: Level, measure: Measure, published: set[str]) -> Level:
    """One level under the rule. A value that its source computed from exact counts is withheld unless anyone can read it there."""
    exact = measure.denominator is not None and measure.denominator.source in published
    value = level.published if measure.numerator.source in published or isinstance(level.published, NotAvailable) else SUPPRESSED
    denominator = level.denominator if exact else hes_count(level.denominator)
    return replace(level, numerator=hes_count(level.numerator), denominator=denominator, published=value)


def _hes_log(run_log: Mapping[str, Any]) -> dict[str, Any]:
    """The run log without the digests and sizes of data that are not published."""
    sources = [
        source if source["already_published"] else {**source, **dict.fromkeys(PRIVATE_KEYS, KEPT_BACK)} for source in run_log["sources"]
    ]
    return {**run_log, "sources": sources}


def _hes_recording(row: Recording) -> Recording:
    return replace(
        row,
        known=hes_count(row.known),
        not_stated=hes_count(row.not_stated),
        not_known=hes_count(row.not_known),
        missing=hes_count(row.missing),
        unknown=hes_count(row.unknown),
        total=hes_count(row.total),
        whole=hes_count(row.whole),
        not_broken_down=hes_count(row.not_broken_down),
    )


def _without_counts(findings: Iterable[Finding], *, all_published: bool) -> Iterable[Finding]:
    """Findings that hold counts are named and their words kept back."""
    for finding in findings:
        if finding.rule in COUNTLESS_RULES or (all_published and finding.rule in RULES_OF_PEOPLE):
            yield finding
        else:
            yield replace(
                finding,
                message="the words of this finding hold what stands in the data, and are kept with the bundle.",
                did_you_mean=(),
                next_step=None,
            )


def _withheld(results: UnreleasedResults) -> int:
    """How many counts are withheld."""
    in_levels = sum(isinstance(cell, Suppressed) for level in results.levels for cell in (level.numerator, level.denominator))
    return in_levels + sum(isinstance(getattr(row, name), Suppressed) for row in results.recording for name in RECORDED)


HES_STATEMENT = (
    "0 stays 0, counts of 1 to 7 are withheld, others are rounded to the nearest 5; a total that would give a withheld count away is "
    "withheld too; rates come from rounded counts."
)
PUBLISHED, HES = "none_needed_already_published", "hes"
POLICIES = {
    policy.name: policy
    for policy in (
        Policy(PUBLISHED, "Every figure rests on sources that are published already; what they withhold stays withheld.", _as_published),
        Policy(HES, HES_STATEMENT, _hes),
    )
}
"""Policy name -> policy."""
