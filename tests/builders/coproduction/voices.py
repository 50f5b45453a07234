"""What tests of all addresses need of this subject: who may open each, and what its parts stand for."""

from __future__ import annotations

from typing import Any

from tests.builders.coproduction.decisions import something_said
from tests.builders.coproduction.series import a_series

WHO: dict[str, str] = {
    **dict.fromkeys(["mine", "you_said", "you_said_words", "you_said_package", "you_said_element", "you_said_series"], "everybody"),
    "element_voices": "coproduction: see",
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    series = a_series(slug)
    return {"said": something_said(series).public_id}, {"you_said_series": {"code": series.code}}
