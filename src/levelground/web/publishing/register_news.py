"""Which change packages an entry of a register concerns, and why, in words for those who write them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from levelground.registers.recommendations import Discipline, RegisteredRecommendation
from levelground.registers.rollup import shipped
from levelground.web.publishing.models import PackageVersion, RegisterKind
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries import registers as kept
from levelground.web.publishing.queries.drafts import OPEN

ANY = "any"
"""What a change package for every part of care says of its discipline."""


@dataclass(frozen=True)
class PackageAtWork:
    """What is asked of a change package to know whether an entry concerns it; a draft and what is published alike."""

    id: str
    discipline: str
    base: str
    recommendation_ids: frozenset[str]


def packages(*, public: bool = False) -> Iterator[PackageAtWork]:
    """All published change packages, and unless only those are asked for all that are being written; told from their columns."""
    for one in published.latest():
        yield PackageAtWork(one.id, one.discipline, one.adapts.partition("@")[0], frozenset(one.recommendation_ids))
    if public:
        return
    columns = ("package__package_id", "discipline", "adapts_id", "recommendation_ids")
    for package_id, discipline, base, ids in PackageVersion.objects.filter(state__in=OPEN).values_list(*columns):
        yield PackageAtWork(package_id, discipline, base, frozenset(ids))


def concerned(entry: RegisteredRecommendation, *, withdrawn: bool = False, public: bool = False) -> dict[str, str]:
    """Id of a change package -> why the entry concerns it. A withdrawn entry concerns those that take it up.

    With `public`, told from what is published only: what drafts say is for those who write them.
    """
    found: dict[str, list[str]] = {}
    everything = list(packages(public=public))
    bases = {one.id: one.base for one in everything}
    links: Mapping[str, Collection[str]] = {} if withdrawn else _linked(entry)
    same_source = set() if withdrawn else {*kept.resting_on(entry.source)[RegisterKind.RECOMMENDATION]} - {entry.id}
    for one in everything:
        reasons = list(_reasons(entry, one, links, same_source, withdrawn))
        if not withdrawn:
            reasons += _same_care(entry, one, bases)
        if reasons:
            found[one.id] = list(dict.fromkeys([*found.get(one.id, []), *reasons]))
    return {package_id: " ".join(reasons) for package_id, reasons in found.items()}


def _linked(entry: RegisteredRecommendation) -> dict[str, list[str]]:
    return {name: [row.id for row, _ in pairs] for name, pairs in kept.links_of(entry.id, entry).items()}


def _reasons(
    entry: RegisteredRecommendation, one: PackageAtWork, links: Mapping[str, Collection[str]], same_source: set[str], withdrawn: bool
) -> Iterator[str]:
    if entry.id in one.recommendation_ids:
        yield "It takes up this recommendation, which was withdrawn." if withdrawn else "It takes up this recommendation."
    for name, said in (("same_as", "asks for much the same"), ("conflicts_with", "pulls another way")):
        for other in sorted(one.recommendation_ids & set(links.get(name, ()))):
            yield f"It takes up {other}, which {said}."
    if one.recommendation_ids & same_source:
        yield "It takes up recommendations from the same source."


def _same_care(entry: RegisteredRecommendation, one: PackageAtWork, bases: Mapping[str, str]) -> list[str]:
    """What is about every part of care concerns those change packages that are for every part of care, and not all of them."""
    about = [discipline for discipline in entry.disciplines if discipline in _disciplines(one, bases)]
    return [f"It is about the same part of care: {', '.join(said(discipline) for discipline in about)}."] if about else []


def said(discipline: Discipline) -> str:
    """A part of care in words."""
    return (
        "every part of care" if discipline is Discipline.EVERY else discipline.replace("_", " and " if "maternity" in discipline else " ")
    )


def _disciplines(one: PackageAtWork, bases: Mapping[str, str]) -> set[str]:
    """The parts of care of a change package: by its own words, its id, or what it adapts. The library's are named for theirs."""
    named = {reading.change_package.discipline.casefold(): reading.change_package.id for reading in shipped()}
    ids, above = {one.id}, one.base
    while above and above not in ids:
        ids.add(above)
        above = bases.get(above, "")
    words = one.discipline.casefold().strip()
    found = {discipline.value for discipline in Discipline if discipline in ids or discipline.replace("_", " ") == words}
    if words in named:
        found.add(named[words])
    return found | ({Discipline.EVERY.value} if words == ANY else set())
