"""Findings and errors on the terminal: all at once, where, what, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from levelground.errors import Finding, Severity, UserFacingError

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
"""Told apart by shape and word, not by colour alone."""

notices = Console(stderr=True, highlight=False)
"""Where everything is said that is not the result itself."""


def show_findings(findings: Sequence[Finding], console: Console = notices) -> None:
    """Every finding, in the order given."""
    for finding in findings:
        line = Text(f"{MARKS[finding.severity]} ", style=STYLES[finding.severity])
        line.append(str(finding), style="default")
        console.print(line, soft_wrap=True)


def show_error(error: UserFacingError) -> None:
    """An error with all its findings; no traceback."""
    notices.print(Text(error.message, style="bold"), soft_wrap=True)
    show_findings(error.findings)


def counted(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning, 3 notes`."""
    found = Counter(finding.severity for finding in findings)
    parts = [f"{found[severity]} {severity}{'' if found[severity] == 1 else 's'}" for severity in Severity if found[severity]]
    return ", ".join(parts) or "nothing to mend"
