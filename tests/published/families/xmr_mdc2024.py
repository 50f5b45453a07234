"""XmR charts by the rules that Making Data Count announced in 2024."""

from __future__ import annotations

from collections.abc import Iterator

from tests.published.oracle import columns
from tests.published.validation import Comparison, labels
from tests.published.xmr_cases import cases

from levelground.stats.spc.rule_flags import SpecialCause as Cause

FAMILY, COMPAT = "xmr_mdc2024", "nhsrplotthedots-0.2.2"
SIDED = {
    "outside": (Cause.OUTSIDE_HIGH, Cause.OUTSIDE_LOW),
    "two_in_three": (Cause.TWO_IN_THREE_HIGH, Cause.TWO_IN_THREE_LOW),
    "shift": (Cause.SHIFT_HIGH, Cause.SHIFT_LOW),
}


def comparisons() -> Iterator[Comparison]:
    """Each rule, the type of each point, and whether limits and icons are shown; the older types beside them."""
    ours, table = cases(FAMILY, "expected"), columns(FAMILY, "expected")
    charts = ours.charts()
    rules = ours.gathered(charts, "rules")
    for name, (high, low) in SIDED.items():
        side = ((rules & high) > 0).astype(int) - ((rules & low) > 0)
        yield labels(FAMILY, f"2024 rules: {name.replace('_', ' ')}", side, table[name])
    for name, bit in (("trend_up", Cause.TREND_UP), ("trend_down", Cause.TREND_DOWN)):
        yield labels(FAMILY, f"2024 rules: {name.replace('_', ' ')}", (rules & bit) > 0, table[name] == "True")
    yield labels(FAMILY, "2024 rules: type of each point", ours.gathered(charts, "type_names"), table["point_type_mdc2024"])
    shown = ours.gathered(charts, "method") != "withheld_few_points"
    yield labels(FAMILY, "2024 rules: limits and icons shown", shown, table["show_limits_icons"] == "True")
    older = ours.gathered(ours.charts(COMPAT), "type_names")
    yield labels(FAMILY, "older rules: type of each point", older, table["point_type_nhsr"], mode=COMPAT)
