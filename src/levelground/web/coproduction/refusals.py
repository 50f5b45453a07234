"""What co-production does not let anybody do, in words for the person who tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from levelground.errors import Finding, Severity, UserFacingError


class CallRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """An open call, or its series, that cannot be kept or published as it is; `problems` says all that is wrong, by field."""

    exit_code: ClassVar[int] = 71

    def __init__(self, problems: Mapping[str, str]) -> None:
        findings = [Finding(Severity.ERROR, f"call-{name.replace('_', '-')}", said, element=name) for name, said in problems.items()]
        super().__init__(" ".join(problems.values()), findings)
        self.problems = dict(problems)
