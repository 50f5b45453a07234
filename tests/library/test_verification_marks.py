"""Everything in the library that is not verified, by name: a mark changes only when somebody has looked the thing up."""

from __future__ import annotations

from levelground.change_package.elements import Verification
from levelground.registers.catalogue import Listed, Wanted, catalogue
from levelground.registers.registers import registers

UNVERIFIED_RECOMMENDATIONS = {"R04-causes", "R04-referral", "R04-interpreting", "R04-recording", "R13-trust", "MEQ-leadership"}

SECONDARY_RECOMMENDATIONS = {
    *("R01-oximeters", "R01-parameters", "R01-devices", "R01-research", "R02-practices"),
    *("R07-coding", "R07-linkage", "R07-remit", "R07-investment", "R07-boundaries", "R07-levels"),
    *("R09-guidance", "R09-devices", "R09-training", "R09-parents"),
    *("R10-coproduction", "R10-adjustments", "R10-advocacy", "R10-recording", "R10-carers", "R10-easy-read", "R10-racism", "R10-research"),
    *("R11-access", "R11-workforce", "R12-trust", "R12-datasets", "R12-tools", "R12-embedding"),
    *("R14-care", "R14-workforce", "R14-research"),
}

SECONDARY_EVIDENCE = {"E-neonatal-guidance", "E-sickle-nurses", "E-sickle-admissions", "E-sickle-research", "E-sickle-newborns"}


def marked(entries, mark: Verification) -> set[str]:
    return {name for name, entry in entries.items() if entry.verification == mark}


def test_the_recommendations_that_are_unverified() -> None:
    assert marked(registers().recommendations, Verification.UNVERIFIED) == UNVERIFIED_RECOMMENDATIONS


def test_the_recommendations_that_were_read_at_second_hand() -> None:
    assert marked(registers().recommendations, Verification.SECONDARY) == SECONDARY_RECOMMENDATIONS


def test_the_evidence_that_was_read_at_second_hand() -> None:
    assert marked(registers().evidence, Verification.UNVERIFIED) == set()
    assert marked(registers().evidence, Verification.SECONDARY) == SECONDARY_EVIDENCE


def test_the_items_of_frameworks_that_are_unverified() -> None:
    assert marked(registers().indicators, Verification.UNVERIFIED) == {"MEQ-priority5"}
    figures = {name: item.figure for name, item in registers().indicators.items() if item.figure}
    unverified = {name for name, figure in figures.items() if figure.verification is Verification.UNVERIFIED}
    assert unverified == {"WRES-2", "WRES-3", "WRES-4", "WRES-9"}, "their formulas come partly from general knowledge"


def test_the_lists_show_what_this_test_lists() -> None:
    rows = catalogue().rows(Listed.RECOMMENDATIONS, Wanted(unverified=True))
    assert {row["id"] for row in rows} == UNVERIFIED_RECOMMENDATIONS
