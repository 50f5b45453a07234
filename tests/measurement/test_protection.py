"""What can be worked out from sums, held against trying every possibility."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from levelground.measurement.cells import SUPPRESSED, Cell, Suppressed
from levelground.measurement.disclosure import HES_RULE, hes_count
from levelground.measurement.protection import Key, Sum, to_withhold_too, worked_out

TOTALS = {("all",): (("one",), ("two",)), ("one",): (("a",), ("b",)), ("two",): (("c",), ("d",))}
SUMS = [Sum(total, parts) for total, parts in TOTALS.items()]
LEAVES = (("a",), ("b",), ("c",), ("d",))


def all_of(leaves: dict[Key, int]) -> dict[Key, int]:
    one, two = leaves["a",] + leaves["b",], leaves["c",] + leaves["d",]
    return {**leaves, ("one",): one, ("two",): two, ("all",): one + two}


def looks_like(count: int, shown: Cell, is_total: bool) -> bool:
    if isinstance(shown, Suppressed):
        return count >= 1 and (is_total or count <= 7)
    return hes_count(count) == shown


def by_trying(shown: dict[Key, Cell]) -> set[Key]:
    """Every table that looks like this one; the withheld counts that are the same small number in all of them."""
    near = {key: [n for n in range(26) if looks_like(n, shown[key], is_total=False)] for key in LEAVES}
    seen: dict[Key, set[int]] = {key: set() for key in shown}
    for numbers in product(*(near[key] for key in LEAVES)):
        table = all_of(dict(zip(LEAVES, numbers, strict=True)))
        if all(looks_like(table[key], shown[key], key in TOTALS) for key in TOTALS):
            for key, count in table.items():
                seen[key].add(count)
    return {key for key, counts in seen.items() if isinstance(shown[key], Suppressed) and len(counts) == 1 and max(counts) <= 7}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 5, 6, 7, 7, 8, 12, 12, 13, 17, 20]), min_size=4, max_size=4))
def test_worked_out_is_what_trying_everything_gives(numbers: list[int]) -> None:
    shown = {key: hes_count(count) for key, count in all_of(dict(zip(LEAVES, numbers, strict=True))).items()}
    assert worked_out(shown, SUMS, HES_RULE) == by_trying(shown)
    chosen = to_withhold_too(shown, SUMS, HES_RULE)
    assert chosen <= TOTALS.keys()
    assert by_trying({**shown, **dict.fromkeys(chosen, SUPPRESSED)}) == set()
    for total in chosen:
        assert by_trying({**shown, **dict.fromkeys(chosen - {total}, SUPPRESSED)}), "withheld for nothing"


def test_a_case_by_hand() -> None:
    """7 and 12 are shown as withheld and 10, their sum 19 as 20; 12 + 12 + 7 + 7 = 38 as 40: only the largest of each fit."""
    shown = {key: hes_count(count) for key, count in all_of({("a",): 7, ("b",): 12, ("c",): 7, ("d",): 12}).items()}
    assert shown["all",] == 40
    assert worked_out(shown, SUMS, HES_RULE) == by_trying(shown) == {("a",), ("c",)}
    assert to_withhold_too(shown, SUMS, HES_RULE) == {("all",)}
