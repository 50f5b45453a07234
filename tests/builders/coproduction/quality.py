"""What tests of all addresses need of this subject: who may open each, and what its parts stand for."""

from __future__ import annotations

from typing import Any

WHO: dict[str, str] = dict.fromkeys(["quality", "quality_of_series"], "coproduction: see")


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: the series of everybody."""
    return {}, {}
