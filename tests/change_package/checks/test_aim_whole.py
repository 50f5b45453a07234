"""What an aim that is to be used must say."""

from __future__ import annotations

import pytest
from tests.builders.whole_change_package import found, named

TARGET = """  target:
    group: B
    absolute: {starting: 169.5, amount: 85.0}
    relative: {starting: 3.44, amount: 2.2}
"""
BASELINE = "  baseline: {period: 2023/24, value: 3.44, lower: 3.34, upper: 3.54, statement: Ratio of crude rates.}\n"


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("aim-without-groups", [("  groups: [B]\n", ""), (TARGET, "")]),
        ("aim-without-baseline", [(BASELINE, "")]),
        ("aim-without-target", [(TARGET, "")]),
        ("aim-without-deadline", [("  deadline: 2030-03-31\n", "")]),
    ],
)
def test_what_the_aim_does_not_say_is_named(rule: str, changes: list[tuple[str, str]]) -> None:
    (finding,) = named(rule, *changes)
    assert (finding.severity, finding.element) == ("warning", "A1")
    assert rule.removeprefix("aim-without-") in str(finding.next_step)


def test_different_shares_of_the_two_gaps_are_noted() -> None:
    shares = [
        ("{starting: 169.5, amount: 85.0}", "{share_of_starting: 0.5}"),
        ("{starting: 3.44, amount: 2.2}", "{share_of_starting: 0.6}"),
    ]
    (finding,) = named("shares-differ", *shares)
    assert (finding.severity, "50% of the absolute gap and 60%" in finding.message) == ("note", True)
    assert found(shares[0], (shares[1][0], "{share_of_starting: 0.5}")) == ()
