"""Dated tables of what people are paid: whole pence, honest marks, and the table that holds on a day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from levelground import library
from levelground.change_package.elements import Verification
from levelground.registers.documents import RegisterInvalid
from levelground.registers.payment_rates import RateStep, latest, rate_tables, read_rate_table


def amounts(table: str) -> list[int]:
    return [step.pence for step in rate_tables()[table].steps]


def test_the_amounts_of_both_tables() -> None:
    assert amounts("nihr_2022") == [1250, 2500, 5000, 7500, 15000, 30000, 45000]
    assert amounts("nihr_2025") == [1380, 2750, 5500, 8250, 16500, 33000, 49500]


def test_the_newer_table_is_the_earlier_one_with_a_tenth_added() -> None:
    """The lowest step alone is given rounded up, to ten pence."""
    lowest, *others = zip(amounts("nihr_2022"), amounts("nihr_2025"), strict=True)
    assert lowest == (1250, 1380)
    assert all(10 * new == 11 * old for old, new in others)


def test_what_was_worked_out_is_not_said_to_have_been_read() -> None:
    new, old = rate_tables()["nihr_2025"], rate_tables()["nihr_2022"]
    marks = {step.id: step.verification for step in new.steps}
    assert {name for name, mark in marks.items() if mark is Verification.SECONDARY} == {"half_hour", "highest"}
    assert {mark for name, mark in marks.items() if name not in {"half_hour", "highest"}} == {Verification.UNVERIFIED}
    assert new.verification is Verification.SECONDARY
    assert {old.verification, *(step.verification for step in old.steps)} == {Verification.UNVERIFIED}


def test_every_amount_says_how_it_is_known() -> None:
    for table in rate_tables().values():
        assert all(step.note for step in (table, *table.steps)), table.id
    notes = {step.note for step in rate_tables()["nihr_2025"].steps if step.verification is Verification.UNVERIFIED}
    assert notes == {"Worked out from the earlier table, a tenth added. Not read anywhere."}


@pytest.mark.parametrize(
    ("day", "table"),
    [("2025-12-15", "nihr_2022"), ("2025-12-16", "nihr_2025"), ("2030-01-01", "nihr_2025"), ("2022-09-01", "nihr_2022")],
)
def test_the_table_that_holds_on_a_day(day: str, table: str) -> None:
    assert latest(datetime.date.fromisoformat(day)).id == table


def test_no_table_holds_before_the_first_one() -> None:
    with pytest.raises(LookupError, match="2022-08-31"):
        latest(datetime.date(2022, 8, 31))


def test_an_hour_and_a_half_at_the_hourly_step() -> None:
    table = rate_tables()["nihr_2025"]
    assert table.step("hour").pence_for(90) == 4125
    assert table.step("day").pence_for(400) == 16500
    with pytest.raises(KeyError):
        table.step("fortnight")


@given(minutes=st.integers(0, 10_000), pence=st.integers(1, 100_000), per=st.integers(1, 600))
def test_a_part_of_a_penny_counts_as_a_whole_one_and_never_more(minutes: int, pence: int, per: int) -> None:
    paid = RateStep(id="x", pence=pence, minutes=per, words="An hour", verification=Verification.UNVERIFIED).pence_for(minutes)
    assert 0 <= paid * per - pence * minutes < per


@pytest.mark.parametrize("wrong", ["twice", "falling", "a float", "another format"])
def test_a_table_that_breaks_a_rule_is_refused(wrong: str, tmp_path: Path) -> None:
    table = yaml.safe_load((library.shelf("payment_rates") / "nihr_2025.yaml").read_text(encoding="utf-8"))
    steps = table["steps"]
    if wrong == "twice":
        steps[1]["id"] = steps[0]["id"]
    elif wrong == "falling":
        steps[1]["pence"] = 1
    elif wrong == "a float":
        steps[0]["pence"] = 13.8
    else:
        table["format"] = "levelground/payment-rates/2"
    path = tmp_path / "nihr_2025.yaml"
    path.write_text(yaml.safe_dump(table), encoding="utf-8")
    with pytest.raises(RegisterInvalid):
        read_rate_table(path)
