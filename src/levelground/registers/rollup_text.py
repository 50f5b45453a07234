"""A roll-up as lines of text: recommendations by addressee, what others did, the work in change packages, what nothing takes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from levelground.registers.recommendations import RegisteredRecommendation
from levelground.registers.rollup import HONEST, PackageWork, Rollup, Work, side_by_side


def lines(found: Rollup) -> Iterator[str]:
    """The roll-up for a reader. Every recommendation and every piece of work has its mark."""
    yield f"{found.ambition} {found.name} ({found.strategy})"
    yield found.words
    yield HONEST
    yield ""
    yield from _by_addressee(found)
    yield from _responses(found)
    yield from _pairs(found)
    yield from _packages(found)
    yield from _not_taken_up(found)


def _by_addressee(found: Rollup) -> Iterator[str]:
    taken_up = sum(entry.id in found.taken_up for entry in found.recommendations)
    yield f"Recommendations: {len(found.recommendations)}, of which {taken_up} are taken up in a change package. By addressee:"
    for addressee, entries in found.by_addressee().items():
        yield f"  {addressee}:"
        yield from (f"    {_recommendation(entry)}" for entry in entries)


def _recommendation(entry: RegisteredRecommendation) -> str:
    inferred = "; addressee inferred" if entry.addressees_inferred else ""
    return f"{entry.id} [{entry.verification}; {entry.edition}{inferred}] {entry.text}"


def _responses(found: Rollup) -> Iterator[str]:
    responses = [(entry.id, response) for entry in found.recommendations for response in entry.status]
    yield ""
    yield "What others are known to have done:" if responses else "What others have done: nothing was found."
    for name, response in responses:
        yield f"  {name}: {response.date or 'date not recorded'} [{response.verification}] {response.statement}"


def _pairs(found: Rollup) -> Iterator[str]:
    names = {entry.id for entry in found.recommendations}
    pairs = [(one, words, other, reason) for one, words, other, reason in side_by_side() if {one, other} & names]
    if pairs:
        yield ""
        yield "Side by side, as we read them:"
        yield from (f"  {one} {words} {other}: {reason}" for one, words, other, reason in pairs)


def _packages(found: Rollup) -> Iterator[str]:
    yield ""
    yield "Proposed in change packages:" if found.packages else "Proposed in change packages: nothing."
    for package in found.packages:
        yield f"  {package.id} {package.version} ({package.status}): {_counted(package)}"
        yield from (f"    {_work(work)}" for work in package.own)


def _counted(package: PackageWork) -> str:
    counts = Counter(work.kind.value for work in package.own)
    own = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items()) or "nothing of its own"
    inherited = len(package.work) - len(package.own)
    return f"{own}; {inherited} more from what it adapts" if inherited else own


def _work(work: Work) -> str:
    through = f" (through {', '.join(work.through)})" if work.through else ""
    return f"{work.id} [{work.kind}; {work.verification}] {work.words}{through}"


def _not_taken_up(found: Rollup) -> Iterator[str]:
    if found.not_taken_up:
        yield ""
        yield f"Taken up by no change package here: {', '.join(entry.id for entry in found.not_taken_up)}."
