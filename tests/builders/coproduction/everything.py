"""All subjects of co-production together."""

from __future__ import annotations

from typing import Any

from tests.builders.coproduction import (
    calls,
    capture,
    concerns,
    decisions,
    interest,
    notices,
    payments,
    quality,
    selection,
    series,
    voices,
    workshops,
)

SUBJECTS = (series, calls, interest, selection, workshops, capture, decisions, payments, concerns, quality, voices, notices)
WHO: dict[str, str] = {name: who for subject in SUBJECTS for name, who in subject.WHO.items()}
MAY: dict[str, set[str]] = {
    "curator": {"coproduction: see", "concerns: see", "again: read"},
    "qi_lead": {
        *("coproduction: see", "coproduction: run", "interest: read", "again: read", "concerns: see", "concerns: answer", "pay: offer"),
    },
    "analyst": {"coproduction: see", "demographics: see"},
    "facilitator": {
        *("coproduction: see", "coproduction: run", "interest: read", "names: see", "again: read"),
        *("concerns: see", "concerns: answer", "pay: offer"),
    },
    "finance_approver": {"pay: approve"},
    "board_member": {"coproduction: see", "concerns: see"},
    "subject_expert": {"coproduction: see", "interest: read"},
    "partner": {"coproduction: see", "interest: read", "names: see", "concerns: see"},
    "expert_by_lived_experience": {"coproduction: see", "interest: read", "again: read", "concerns: see"},
}
"""What each role may do in co-production, written down a second time."""


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of all their addresses."""
    every: dict[str, Any] = {}
    by_name: dict[str, dict[str, Any]] = {}
    for subject in SUBJECTS:
        some, named = subject.parts(slug)
        every |= some
        by_name |= named
    return every, by_name
