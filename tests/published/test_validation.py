"""Our numbers are those of the references, or the corrected ones where a reference is wrong."""

import pkgutil

import pytest
from tests.published import families
from tests.published.oracle import ORACLES
from tests.published.validation import every_comparison

FAMILIES = sorted(module.name for module in pkgutil.iter_modules(families.__path__))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_reference_outputs(family: str) -> None:
    rows = list(every_comparison(family))
    assert rows
    for row in rows:
        assert row.cases > 0, row
        assert row.largest <= row.tolerance, row


def test_every_family_of_the_references_is_compared() -> None:
    kept = {folder.name for folder in ORACLES.iterdir() if folder.is_dir()}
    assert kept == set(FAMILIES)
