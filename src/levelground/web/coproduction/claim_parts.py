"""What a claim is made of, before it is kept: work under its offers, and costs."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.web.coproduction.models import PaymentOffer


@dataclass(frozen=True)
class ExpenseGiven:
    """One cost that somebody had: with the bytes of its receipt, or why there is none."""

    kind: str
    words: str
    pence: int
    receipt: bytes = b""
    no_receipt_because: str = ""


ClaimPart = PaymentOffer | ExpenseGiven
"""One line to be: work, by its offer, or a cost."""
