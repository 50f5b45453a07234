"""Released results for tests: the Mental Health Act figures of 2023/24, built by hand from the published counts.

Counts: NHS England, Mental Health Act Statistics, annual figures 2023/24. Populations: Census 2021, England. Intervals by Byar's
approximation (levels), from the variance of the difference (absolute gaps) and exact given the sum (relative gaps).
"""

from __future__ import annotations

import datetime
import math
from dataclasses import replace
from typing import Any

from scipy.stats import beta

from levelground.change_package.change_package import ChangePackage
from levelground.errors import Finding, Place, Severity
from levelground.measurement.cells import SUPPRESSED, Cell, Estimate, EstimateCell, NotAvailable
from levelground.measurement.results import (
    Area,
    Certificate,
    ComparatorUsed,
    Gap,
    Group,
    Level,
    NotRun,
    Recording,
    ReleasedResults,
    UnreleasedResults,
)

ENGLAND = Area("country", "E92000001", "England")
ICBS = (
    Area("icb", "QSL", "NHS SOMERSET INTEGRATED CARE BOARD"),
    Area("icb", "QJK", "NHS DEVON INTEGRATED CARE BOARD"),
    Area("icb", "QMF", "NHS NORTH EAST LONDON INTEGRATED CARE BOARD"),
)
BROAD = (
    Group("broad", "white", "White", 1),
    Group("broad", "mixed", "Mixed", 2),
    Group("broad", "asian", "Asian or Asian British", 3),
    Group("broad", "black", "Black or Black British", 4),
    Group("broad", "other", "Other Ethnic Groups", 5),
)
BROAD_COUNTS = {
    "white": (31_735, 45_684_263),
    "mixed": (1_935, 1_669_378),
    "asian": (3_993, 4_995_227),
    "black": (5_693, 2_381_724),
    "other": (2_169, 1_660_318),
}
DETAILED_COUNTS = {
    "british": ("white", "British", 28_317, 41_540_791),
    "irish": ("white", "Irish", 370, 494_251),
    "other_white": ("white", "Any Other White background", 3_048, 3_585_003),
    "white_black_caribbean": ("mixed", "White and Black Caribbean", 582, 499_310),
    "white_black_african": ("mixed", "White and Black African", 252, 241_528),
    "white_asian": ("mixed", "White and Asian", 245, 474_190),
    "other_mixed": ("mixed", "Any Other Mixed background", 856, 454_350),
    "indian": ("asian", "Indian", 1_015, 1_843_248),
    "pakistani": ("asian", "Pakistani", 1_214, 1_570_285),
    "bangladeshi": ("asian", "Bangladeshi", 533, 629_567),
    "other_asian": ("asian", "Any Other Asian background", 1_231, 952_127),
    "caribbean": ("black", "Caribbean", 1_518, 619_419),
    "african": ("black", "African", 2_556, 1_468_474),
    "other_black": ("black", "Any Other Black background", 1_619, 293_831),
    "chinese": ("other", "Chinese", 237, 431_165),
    "any_other": ("other", "Any Other Ethnic Group", 1_932, 908_950),
}
ICB_COUNTS: dict[str, dict[str, int | None]] = {
    "QSL": {"white": 330, "mixed": None, "asian": None, "black": 10, "other": 5},
    "QJK": {"white": 605, "mixed": 15, "asian": 5, "black": 10, "other": 5},
    "QMF": {"white": 1_165, "mixed": 155, "asian": 575, "black": 700, "other": 215},
}
PERIOD = "2023/24"
Z = 1.959963984540054


def rate(events: int, people: int, per: int = 100_000) -> Estimate:
    """A crude rate with Byar's interval."""
    lower = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
    upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + Z / (3 * math.sqrt(events + 1))) ** 3
    return Estimate(per * events / people, per * lower / people, per * upper / people, 0.95, "byar")


def gap_estimates(own: tuple[int, int], other: tuple[int, int], per: int = 100_000) -> tuple[Estimate, Estimate]:
    """The absolute and the relative gap of two rates, with intervals."""
    (a, n), (b, m) = own, other
    difference, half = per * (a / n - b / m), Z * per * math.sqrt(a / n**2 + b / m**2)
    ratio = (a / n) / (b / m)
    low, high = beta.ppf(0.025, a, b + 1), beta.ppf(0.975, a + 1, b)
    lower, upper = (float(share / (1 - share) * m / n) for share in (low, high))
    absolute = Estimate(difference, difference - half, difference + half, 0.95, "rate_difference_normal")
    return absolute, Estimate(ratio, lower, upper, 0.95, "rate_ratio_exact_conditional")


def detailed_groups() -> tuple[Group, ...]:
    """The detailed groups that the file has, in published order."""
    return tuple(
        Group("detailed", code, label, position, parent)
        for position, (code, (parent, label, _, _)) in enumerate(DETAILED_COUNTS.items(), start=1)
    )


def level(
    group: Group, numerator: Cell, denominator: Cell, estimate: EstimateCell, *, measure_id: str = "M1", area: Area = ENGLAND
) -> Level:
    """One level; nothing published beside it."""
    return Level(measure_id, PERIOD, area, group, numerator, denominator, estimate, NotAvailable("the source publishes none"))


def _rate_levels() -> tuple[Level, ...]:
    broad = [level(group, *BROAD_COUNTS[group.code], rate(*BROAD_COUNTS[group.code])) for group in BROAD]
    detailed = [level(group, *DETAILED_COUNTS[group.code][2:], rate(*DETAILED_COUNTS[group.code][2:])) for group in detailed_groups()]
    return (*broad, *detailed)


def _icb_levels() -> tuple[Level, ...]:
    none = NotAvailable("a count has no denominator")
    found = []
    for area in ICBS:
        for group in BROAD:
            number = ICB_COUNTS[area.code][group.code]
            found.append(
                level(
                    group, SUPPRESSED if number is None else number, none, NotAvailable("a count has no rate"), measure_id="M2", area=area
                )
            )
    return tuple(found)


def _gaps() -> tuple[Gap, ...]:
    detailed = {code: (events, people) for code, (_, _, events, people) in DETAILED_COUNTS.items()}
    return (
        *_gaps_of(BROAD, BROAD_COUNTS, ("white", "White")),
        *_gaps_of(detailed_groups(), detailed, ("british", "British")),
    )


def _gaps_of(groups: tuple[Group, ...], counts: dict[str, tuple[int, int]], named: tuple[str, str]) -> tuple[Gap, ...]:
    people, events = sum(n for _, n in counts.values()), sum(a for a, _ in counts.values())
    found = []
    for group in groups:
        own = counts[group.code]
        first = ComparatorUsed("named", "fixed_group", *named, "It is the largest group.")
        rest = ComparatorUsed("second", "rest", None, "all other groups together", "It makes no group the silent norm.")
        if group.code != named[0]:
            found.append(Gap("M1", PERIOD, ENGLAND, group, first, *gap_estimates(own, counts[named[0]])))
        found.append(Gap("M1", PERIOD, ENGLAND, group, rest, *gap_estimates(own, (events - own[0], people - own[1]))))
    return tuple(found)


def recording(measure_id: str = "M1") -> Recording:
    """How ethnicity was recorded: 3,726 of 49,251 not known, 3,207 not broken down at all."""
    none = NotAvailable("the source does not say")
    share = Estimate(100 * 3_726 / 49_251, 7.33499, 7.80229, 0.95, "wilson")
    return Recording(measure_id, PERIOD, ENGLAND, 45_525, 1_952, 1_774, none, 3_726, 49_251, share, 52_458, 3_207)


def _comparator(rule: str, reason: str, **groups: str) -> dict[str, Any]:
    return {"rule": rule, "reason": reason, "reference_groups": groups}


def _measure(measure_id: str, name: str, statistic: str, **more: Any) -> dict[str, Any]:
    document = {
        "id": measure_id,
        "name": name,
        "kind": "outcome",
        "statistic": statistic,
        "verification": "verified",
        "operational_definition": "All detentions under the Act that began in the year.",
        "serves": ["A1"],
        "numerator": {"description": "Detentions", "source": "mha"},
        "unit": "detentions",
        "improvement_direction": "decrease",
        "classification": "nhs_2001",
        "standardisation": "none: the source gives no counts by age and ethnic group",
    }
    return {**document, **more}


def package_document() -> dict[str, Any]:
    """A small mental-health change package: every column of the driver diagram, a shared driver, a weak link."""
    known = {"verification": "verified"}
    why = {"why": "It is where the decision is made.", **known}
    evidence = {"grade": "promising", "certainty": "low", "statement": "Tried in one place."}
    idea = {"changes": "practice", "evidence": evidence, **known}
    return {
        "format": "levelground/change-package/1",
        "id": "mental_health_small",
        "version": "0.1.0",
        "title": "Detention under the Mental Health Act",
        "status": "not_yet_co_produced",
        "discipline": "mental health",
        "setting": "England",
        "licence": "CC-BY-4.0",
        "summary": "A small package for tests.",
        "provenance": {"statement": "Written for tests.", "not_claimed": "It is nobody's policy."},
        "sources": [
            {
                "id": "mha_2023_24",
                "title": "Mental Health Act Statistics, Annual Figures",
                "publisher": "NHS England",
                "edition": "2023/24",
                "licence": "Open Government Licence v3",
                "verification": "verified",
            }
        ],
        "aim": {
            "id": "A1",
            **known,
            "statement": "By 31 March 2029, fewer Black or Black British people are detained, and both gaps are smaller.",
            "population": "People in England",
            "groups": ["black"],
            "comparison": {
                "named": _comparator("fixed_group", "It is the largest group.", broad="white", detailed="british"),
                "second": _comparator("rest", "It makes no group the silent norm."),
            },
            "outcome_measure": "M1",
            "baseline": {"period": PERIOD, "value": 239.0, "statement": "239.0 detentions per 100,000 people"},
            "target": {"group": "black", "absolute": {"starting": 169.5, "amount": 120.0}, "relative": {"starting": 3.44, "amount": 2.7}},
            "deadline": datetime.date(2029, 3, 31),
            "guardrail": "No group's level worsens.",
        },
        "primary_drivers": [
            {
                "id": "P1",
                "text": "Care that is trusted, and that people can reach before a crisis",
                "serves": ["A1"],
                "recommendations": ["R1"],
                **why,
            },
            {
                "id": "P2",
                "text": "Decisions about detention that are free of racist assumptions and are looked at again",
                "serves": ["A1"],
                **why,
            },
        ],
        "secondary_drivers": [
            {"id": "S1", "text": "Advance Choice Documents offered to everyone who may be detained again", "serves": ["P1", "P2"], **why},
            {
                "id": "S2",
                "text": "Community organisations led by Black people hold contracts that last",
                "serves": ["P1", {"id": "P2", "strength": "weak", "assumption": "Teams listen to them."}],
                "why": "Trust is built by those who have it.",
                "verification": "unverified",
            },
            {
                "id": "S3",
                "text": "Each Mental Health Act assessment is reviewed by ethnic group",
                "serves": ["P2"],
                "recommendations": ["R1"],
                **why,
            },
        ],
        "change_ideas": [
            {
                "id": "C1",
                "text": "Offer an Advance Choice Document at each discharge",
                "serves": ["S1"],
                "measures": ["M4"],
                "recommendations": ["R1"],
                **idea,
            },
            {"id": "C2", "text": "Pay a community organisation to sit in on reviews", "serves": ["S2", "S3"], **idea},
            {"id": "C3", "text": "Monthly review of detentions by ethnic group, with the ward team", "serves": ["S3"], **idea},
        ],
        "measures": [
            _measure(
                "M1",
                "Detentions",
                "rate",
                per=100_000,
                denominator={"description": "Residents", "source": "census"},
                breakdowns=["broad", "detailed"],
            ),
            _measure("M2", "Detentions in each integrated care board", "count", area_level="icb"),
            _measure("M3", "Detentions without a known ethnic group", "unknown_share", kind="process"),
            _measure(
                "M4",
                "Advance Choice Documents offered",
                "proportion",
                per=100,
                denominator={"description": "Discharges", "source": "local"},
                serves=["S1"],
            ),
        ],
        "recommendations": [{"id": "R1", "text": "Offer people a say in advance.", "addressees": ["Mental health trusts"], **known}],
        "principles": [],
    }


def package() -> ChangePackage:
    """The small package as a value."""
    return ChangePackage.model_validate(package_document())


APPOINTMENTS = {"white": (160, 2_000), "mixed": (9, 80), "asian": (55, 500), "black": (58, 300), "other": (8, 100)}
"""Missed first appointments and all first appointments: a proportion, made up."""


def share(part: int, whole: int) -> Estimate:
    """A proportion in per cent with Wilson's interval."""
    p, z2 = part / whole, Z**2
    middle, half = (p + z2 / (2 * whole)) / (1 + z2 / whole), Z / (1 + z2 / whole) * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2))
    return Estimate(100 * p, 100 * (middle - half), 100 * (middle + half), 0.95, "wilson")


def share_gaps(own: tuple[int, int], other: tuple[int, int]) -> tuple[Estimate, Estimate]:
    """The absolute gap of two proportions in percentage points, by Newcombe, and their ratio, from the logarithm's variance."""
    a, b = share(*own), share(*other)
    low = a.value - b.value - math.hypot(a.value - a.lower, b.upper - b.value)
    high = a.value - b.value + math.hypot(a.upper - a.value, b.value - b.lower)
    spread = math.exp(Z * math.sqrt(1 / own[0] - 1 / own[1] + 1 / other[0] - 1 / other[1]))
    ratio = a.value / b.value
    return Estimate(a.value - b.value, low, high, 0.95, "newcombe"), Estimate(ratio, ratio / spread, ratio * spread, 0.95, "log_normal")


def proportion_results(area: Area = ENGLAND, **changes: Any) -> ReleasedResults:
    """Results whose outcome measure is a proportion of people: missed first appointments, 15 of 305 without a known ethnic group."""
    document = package_document()
    missed = {
        "name": "Missed first appointments",
        "unit": "people",
        "statistic": "proportion",
        "per": 100,
        "numerator": {"description": "People who missed their first appointment.", "source": "clinic"},
        "denominator": {"description": "People with a first appointment.", "source": "clinic"},
        "breakdowns": ["broad"],
    }
    document["measures"][0] |= missed
    named = ComparatorUsed("named", "fixed_group", "white", "White", "It is the largest group.")
    gaps = [
        Gap("M1", "2024 Q1", area, group, named, *share_gaps(APPOINTMENTS[group.code], APPOINTMENTS["white"]))
        for group in BROAD
        if group.code != "white"
    ]
    levels = [replace(level(g, *APPOINTMENTS[g.code], share(*APPOINTMENTS[g.code]), area=area), period="2024 Q1") for g in BROAD]
    none = NotAvailable("the source does not say")
    row = Recording("M1", "2024 Q1", area, 290, 10, 5, none, 15, 305, share(15, 305), 310, 5)
    parts = {"levels": tuple(levels), "gaps": tuple(gaps), "recording": (row,), "not_run": (), "run_log": {}}
    return released_results(**{"change_package": ChangePackage.model_validate(document), **parts, **changes})


def _parts(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "change_package": package(),
        "change_package_text": "id: mental_health_small\n",
        "levels": (*_rate_levels(), *_icb_levels()),
        "gaps": _gaps(),
        "recording": (recording(), recording("M3")),
        "not_run": (NotRun("M4", "trusts do not publish it"),),
        "findings": (
            Finding(Severity.WARNING, "damaged-label", "The breakdown `h` is not one of the file's.", Place("mha_2023_24.csv", 2, 6), "M1"),
            Finding(Severity.NOTE, "arab-left-out", "Arab is in no detailed denominator.", None, "M1", (), "See the crosswalk."),
        ),
        "queries": {"M1": "SELECT ethnic_group, SUM(detentions) AS numerator\nFROM mha\nGROUP BY 1", "M2": "SELECT 1"},
        "run_log": {
            "change_package_digest": "b" * 64,
            "engine": {"name": "duckdb", "version": "2.0.1"},
            "sources": [
                {
                    "id": "mha",
                    "title": "Mental Health Act Statistics",
                    "licence": "Open Government Licence v3",
                    "sha256": "c" * 64,
                    "verification": "verified",
                    "note": "Damaged labels were left out.",
                },
                {
                    "id": "census",
                    "title": "Census 2021",
                    "licence": "Open Government Licence v3",
                    "sha256": "d" * 64,
                    "verification": "secondary",
                    "note": "Typed in from memory, not downloaded.",
                },
            ],
        },
    }
    return {**found, **changes}


def released_results(**changes: Any) -> ReleasedResults:
    """Released results; any part can be given anew by its name."""
    certificate = Certificate("none_needed_already_published", "The source has published these figures.", 2, 0, "a" * 64)
    return ReleasedResults(**{"certificate": certificate, **_parts(**changes)})


def unreleased_results(**changes: Any) -> UnreleasedResults:
    """The same numbers before disclosure control."""
    return UnreleasedResults(**_parts(**changes))
