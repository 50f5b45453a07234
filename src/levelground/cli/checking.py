"""Everything that is found in a change package: by its own rules, against the registers, and by what its measures need."""

from __future__ import annotations

from pathlib import Path

from levelground.change_package.reading import Reading
from levelground.errors import Finding


def all_findings(reading: Reading, data: Path | None = None) -> tuple[Finding, ...]:
    """Every finding of every room, in document order; those that the package accepts are notes."""
    from levelground.change_package.check import check
    from levelground.measurement.readiness import check_measures
    from levelground.registers.check import check_against_registers

    return check(reading, further=(*check_measures(reading, data), *check_against_registers(reading)))
