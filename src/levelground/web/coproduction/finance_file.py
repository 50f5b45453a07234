"""The file for finance: one row for each claim, with no name in it. The same claims give the same bytes, always."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable

from django.utils import timezone

from levelground.web.coproduction.models import PaymentClaim
from levelground.web.coproduction.money import in_pounds

COLUMNS = ("claim_number", "payee_reference", "method", "amount_pounds", "work_pounds", "expenses_pounds", "cost_lines", "approved_on")
WORK = "work"
_RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def content_of(claims: Iterable[PaymentClaim]) -> bytes:
    """The file of these claims (with their lines), in the order of their numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for claim in sorted(claims, key=lambda claim: claim.number):
        writer.writerow([_harmless(cell) for cell in _row(claim)])
    return out.getvalue().encode()


def digest_of(content: bytes) -> str:
    """SHA-256 of the file."""
    return hashlib.sha256(content).hexdigest()


def _row(claim: PaymentClaim) -> tuple[str, ...]:
    """The lines as kinds and amounts only: their words are the person's own."""
    lines = list(claim.lines.all())
    work = sum(line.pence for line in lines if line.kind == WORK)
    return (
        claim.number,
        claim.payee_reference,
        claim.method,
        in_pounds(claim.pence),
        in_pounds(work),
        in_pounds(sum(line.pence for line in lines) - work),
        "; ".join(f"{line.kind} {in_pounds(line.pence)}" for line in lines),
        timezone.localdate(claim.answered_at).isoformat() if claim.answered_at else "",
    )


def _harmless(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one, after spaces too: an apostrophe before it makes it text."""
    return f"'{cell}" if cell.lstrip().startswith(_RISKY) or cell != cell.lstrip() else cell
