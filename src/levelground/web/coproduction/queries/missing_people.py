"""Who is missing: how many of each group answered a call and were chosen, beside those whom the series is for. Bands only, never counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from levelground.web.coproduction import bands
from levelground.web.coproduction.interest_questions import ABOUT_YOU
from levelground.web.coproduction.models import MissingPeopleCount, Opportunity, SelectionResult, Series, ServedGroup
from levelground.web.coproduction.queries import demographics
from levelground.web.coproduction.queries import selection as found

ENOUGH = 10
"""With fewer people than this there is no group that is large enough to be said."""
OWN_WORDS, NOT_SAID = "In other words", "Not said"
"""The groups of those who said it in their own words, which could give them away, and of those who did not say."""


def latest(opportunity: Opportunity) -> MissingPeopleCount | None:
    """The count that was made last."""
    return MissingPeopleCount.objects.filter(opportunity=opportunity).order_by("-at", "-pk").first()


def says_whom_it_serves(opportunity: Opportunity) -> bool:
    """Whether the series has counts of those whom it is for."""
    return ServedGroup.objects.filter(series=opportunity.series_id).exists()


def sets(opportunity: Opportunity) -> tuple[frozenset[int], frozenset[int]]:
    """Who would be counted now: everybody, and those chosen."""
    rows = list(found.of_call(opportunity).values_list("pk", "outcome__result"))
    return frozenset(pk for pk, _ in rows), frozenset(pk for pk, result in rows if result == SelectionResult.SELECTED)


def same_count(opportunity: Opportunity) -> MissingPeopleCount | None:
    """An earlier count of the very same people."""
    everybody, chosen = sets(opportunity)
    return next((one for one in _earlier(opportunity) if set(one.everybody) == everybody and set(one.chosen) == chosen), None)


def would_give_away(opportunity: Opportunity) -> bool:
    """Whether a count now, set beside an earlier one, would say something of a few people: fewer than five came, went or changed."""
    everybody, chosen = sets(opportunity)
    return any(
        0 < len(now ^ then) < bands.SMALLEST
        for one in _earlier(opportunity)
        for now, then in (
            (everybody, frozenset(one.everybody)),
            (chosen, frozenset(one.chosen)),
            (everybody - chosen, frozenset(one.everybody) - frozenset(one.chosen)),
        )
    )


def _earlier(opportunity: Opportunity) -> list[MissingPeopleCount]:
    return list(MissingPeopleCount.objects.filter(opportunity=opportunity).order_by("-at", "-pk"))


def table(opportunity: Opportunity) -> list[dict[str, Any]]:
    """For each question about people: its groups, how many of a hundred are served, and the bands of those who answered and were chosen."""
    counts = demographics.counts(opportunity.series, opportunity)
    served = _served(opportunity.series)
    return [
        _characteristic(question.name, question.heading, question.choices, counts.get(question.name, {}), served.get(question.name, {}))
        for question in ABOUT_YOU
    ]


def _served(series: Series) -> dict[str, dict[str, int]]:
    found_: dict[str, dict[str, int]] = {}
    for each in ServedGroup.objects.filter(series=series).order_by("pk"):
        found_.setdefault(each.characteristic, {})[each.group] = each.people
    return found_


def _characteristic(
    name: str, heading: str, choices: tuple[str, ...], counts: Mapping[str, Mapping[str, int]], served: Mapping[str, int]
) -> dict[str, Any]:
    groups = list(dict.fromkeys([*choices, *served, OWN_WORDS, NOT_SAID]))
    everybody, chosen = (_tally(counts, groups, which) for which in ("all", "chosen"))
    all_, few = [everybody[group] for group in groups], [chosen[group] for group in groups]
    shows_all = sum(all_) >= ENOUGH and bands.is_safe(all_, sum(all_))
    shows_chosen = shows_all and sum(few) >= ENOUGH and bands.are_safe_together(all_, few)
    rows = []
    for group, n, m in zip(groups, all_, few, strict=True):
        share = served.get(group, 0) / sum(served.values()) if sum(served.values()) else None
        rows.append(
            {
                "group": group,
                "served": _of_a_hundred(share) if group in served else "",
                "all": bands.words(bands.band(n)) if shows_all else "",
                "chosen": bands.words(bands.band(m)) if shows_chosen else "",
                "missing": _is_missing(share, (n, sum(all_)) if shows_all else None, (m, sum(few)) if shows_chosen else None),
            }
        )
    return {"name": name, "heading": heading, "rows": rows, "shows_all": shows_all, "shows_chosen": shows_chosen}


def _tally(counts: Mapping[str, Mapping[str, int]], groups: list[str], which: str) -> Counter[str]:
    known = {group.casefold(): group for group in groups}
    tally: Counter[str] = Counter()
    for said, numbers in counts.items():
        not_said = said == demographics.NOT_SAID or demographics.prefer_not(said)
        tally[NOT_SAID if not_said else known.get(said.casefold(), OWN_WORDS)] += numbers.get(which, 0)
    return tally


def _of_a_hundred(share: float | None) -> str:
    if share is None:
        return ""
    return f"{round(100 * share)} in 100" if share >= 0.01 else "fewer than 1 in 100"


def _is_missing(share: float | None, *columns: tuple[int, int] | None) -> str:
    """In which column even the most that the band allows is below the share of those served; it says no more than the bands do."""
    shown = [column for column in columns if column is not None]
    if not share or not shown:
        return ""
    short = [bands.band(count).high < share * total for count, total in shown]
    if short[0]:
        return "Fewer than their share answered"
    return "Fewer than their share chosen" if len(short) > 1 and short[1] else ""
