"""Amounts, what looks like bank details, and the sum of the file: to the penny, whatever the claims are."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelground.web.coproduction import finance_file
from levelground.web.coproduction.account_details import looks_like_account
from levelground.web.coproduction.models import ClaimLine, PaymentClaim
from levelground.web.coproduction.money import MOST_PENCE, NotAnAmount, in_pounds, pence_in, pounds


@given(st.integers(0, MOST_PENCE))
def test_an_amount_is_read_back_as_it_was_written(pence: int) -> None:
    assert pence_in(pounds(pence)) == pence_in(in_pounds(pence)) == pence
    assert Decimal(in_pounds(pence)) * 100 == pence


@pytest.mark.parametrize(("typed", "pence"), [("4.2", 420), (" £ 4.20 ", 420), ("1,330", 133000), ("0.05", 5), ("7", 700)])
def test_amounts_as_people_type_them(typed: str, pence: int) -> None:
    assert pence_in(typed) == pence


@pytest.mark.parametrize("typed", ["", "four", "4.205", "-4", "1,33", "4,20", "£", "1e3", "10000.01", "٤"])
def test_what_is_no_amount_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        pence_in(typed)


@pytest.mark.parametrize(
    "text",
    [
        "12-34-56 12345678",
        "123456 12345678",
        "sort code 12 34 56\naccount: 1234 5678",
        "12345678, 12–34–56",
        "12345612345678",
        "GB29NWBK60161331926819",
        "gb29 nwbk 6016 1331 9268 19 thank you",
        "FR14 2004 1010 0505 0001 3M02 606",
        "4111 1111 1111 1111",
    ],
)
def test_bank_details_are_seen(text: str) -> None:
    assert looks_like_account(text)
    assert looks_like_account("Bus there", text)


def test_a_code_in_one_box_and_the_number_in_the_next_are_seen_together() -> None:
    assert looks_like_account("12-34-56", "12345678")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SUP-0042",
        "Bus on 22-11-26, £4.20",
        "Train from LS14 6QX to DE22 3NE and back by the 9.15",
        "01632 960 001",
        "+44 7700 900123",
        "Ticket 12345678",
        "V000123456",
        "Claim P-7K2M9QXZ",
        "GB29 NWBK no more than that",
        "4111 1111 1111 1112 people",
    ],
)
def test_what_is_none_is_let_through(text: str) -> None:
    assert not looks_like_account(text)


class _Lines(list):  # type: ignore[type-arg]
    """Lines as the relation of a claim gives them."""

    def all(self) -> _Lines:
        return self


class _Claim:
    """A claim that is in no database."""

    def __init__(self, number: int, lines: list[tuple[str, int]], reference: str) -> None:
        self.number, self.payee_reference, self.method = f"P-{number:08}", reference, "payment"
        self.lines = _Lines(ClaimLine(kind=kind, pence=pence, words="words") for kind, pence in lines)
        self.pence = sum(pence for _, pence in lines)
        self.answered_at = datetime.datetime(2026, 11, 22, 23, 30, tzinfo=datetime.UTC)


_KINDS = st.sampled_from(["work", "travel", "childcare"])
_CLAIMS = st.lists(
    st.tuples(st.lists(st.tuples(_KINDS, st.integers(1, 2_000_000)), min_size=1, max_size=6), st.text(max_size=20)), max_size=12
)


@given(_CLAIMS)
def test_the_file_sums_to_the_claims_to_the_penny(claims: list[tuple[list[tuple[str, int]], str]]) -> None:
    made = [_Claim(number, lines, reference) for number, (lines, reference) in enumerate(claims)]
    content = finance_file.content_of(made)  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert len(rows) == len(made)
    assert sum(Decimal(row["amount_pounds"]) for row in rows) * 100 == sum(claim.pence for claim in made)
    for row, claim in zip(rows, made, strict=True):
        assert Decimal(row["work_pounds"]) + Decimal(row["expenses_pounds"]) == Decimal(row["amount_pounds"])
        parts = [Decimal(part.rpartition(" ")[2]) for part in row["cost_lines"].split("; ")]
        assert sum(parts) * 100 == claim.pence
        assert not row["payee_reference"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert row["payee_reference"].removeprefix("'") in {claim.payee_reference, claim.payee_reference.removeprefix("'")}
    assert finance_file.content_of(made[::-1]) == content, "the same claims give the same bytes"  # type: ignore[arg-type]


def test_a_claim_of_the_models_fits_the_file() -> None:
    assert {"number", "payee_reference", "method", "pence", "answered_at"} <= {field.name for field in PaymentClaim._meta.get_fields()}
