"""Rules about links: each goes to an element that is there, of the right kind, once, and never round in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import errors
from levelground.change_package.theory import SERVES, Kind, Reference
from levelground.errors import Finding, Severity, nearest_names

_MOST_SUGGESTIONS = 20
_MOST_CANDIDATES = 1000
_MOST_DUPLICATES = 100


@errors("link-to-nothing")
def links_to_nothing(case: Case) -> Iterator[Finding]:
    """Every id that is mentioned is the id of an element."""
    told = 0
    for reference in case.theory.references:
        if reference.target in case.theory:
            continue
        told += 1
        candidates = case.theory.ids(reference.kinds)
        near = nearest_names(reference.target, candidates[:_MOST_CANDIDATES]) if told <= _MOST_SUGGESTIONS else ()
        yield Finding(
            Severity.ERROR,
            "link-to-nothing",
            f"`{reference.key}` of `{reference.owner}` names `{reference.target}`, and no element has that id.",
            case.place(reference.owner, *reference.keys),
            reference.owner,
            near,
            _name_one_of(candidates, reference.kinds),
        )


@errors("link-to-wrong-kind")
def links_to_the_wrong_kind(case: Case) -> Iterator[Finding]:
    """Each level serves the one above it, and other links go to the kind that their key says."""
    for reference in case.theory.references:
        if reference.target not in case.theory or case.theory.kind(reference.target) in reference.kinds:
            continue
        owner, target = case.theory.kind(reference.owner), case.theory.kind(reference.target)
        candidates = case.theory.ids(reference.kinds)
        yield Finding(
            Severity.ERROR,
            "link-to-wrong-kind",
            f"`{reference.key}` of `{reference.owner}` ({owner}) names `{reference.target}` ({target}); "
            f"it must name {_either(reference.kinds)}.",
            case.place(reference.owner, *reference.keys),
            reference.owner,
            next_step=_name_one_of(candidates, reference.kinds),
        )


@errors("duplicate-link")
def links_given_twice(case: Case) -> Iterator[Finding]:
    """A list of links names each element once."""
    told = 0
    first: dict[tuple[str, tuple[str | int, ...], str], Reference] = {}
    for reference in case.theory.references:
        mention = (reference.owner, reference.keys[:-1], reference.target)
        if mention in first and told < _MOST_DUPLICATES:
            told += 1
            place, earlier = (case.place(said.owner, *said.keys) for said in (reference, first[mention]))
            message = (
                f"`{reference.key}` of `{reference.owner}` names `{reference.target}` a second time; "
                f"it stands first in line {earlier.line}, column {earlier.column}."
            )
            yield Finding(Severity.ERROR, "duplicate-link", message, place, reference.owner, next_step="Keep one of the two.")
        first.setdefault(mention, reference)


@errors("serves-nothing")
def serves_nothing(case: Case) -> Iterator[Finding]:
    """Every driver, change idea and measure serves something: without it, nobody knows what it is for."""
    for kind, above in SERVES.items():
        for element_id in case.theory.ids((kind,)):
            if any(reference.key == "serves" for reference in case.theory.by_owner.get(element_id, ())):
                continue
            candidates = case.theory.ids(above)
            yield case.error(
                "serves-nothing",
                element_id,
                f"the {kind} `{element_id}` serves nothing; it must serve {_either(above)}.",
                f"Say what it serves: `serves: [{candidates[0] if candidates else '...'}]`.",
                "serves",
            )


@errors("circle")
def cycles(case: Case) -> Iterator[Finding]:
    """Following `serves` upwards never comes back to where it began."""
    # Found by taking away, again and again, what serves nothing that is left.
    left = {element_id: set(case.theory.serves(element_id)) for element_id in case.theory.elements}
    free = [element_id for element_id, above in left.items() if not above]
    while free:
        done = free.pop()
        del left[done]
        for below in case.theory.served_by(done):
            if done in left.get(below, ()):
                left[below].discard(done)
                if not left[below]:
                    free.append(below)
    seen: set[str] = set()
    for start in left:
        circle = _circle(start, left, seen)
        if circle:
            names = " → ".join(f"`{name}`" for name in (*circle[:8], *(["…"] if len(circle) > 8 else []), circle[0]))
            message = f"these serve one another in a circle: {names}."
            yield case.error("circle", circle[0], message, "Take one of these links away.", "serves")


def _circle(start: str, left: dict[str, set[str]], seen: set[str]) -> list[str]:
    """Go upwards from `start`, among those in or below a circle, until one comes again; nothing where others have gone before."""
    way: dict[str, None] = {}
    here = start
    while here not in seen:
        seen.add(here)
        way[here] = None
        here = min(left[here])
    names = list(way)
    return names[names.index(here) :] if here in way else []


def _name_one_of(candidates: tuple[str, ...], kinds: tuple[Kind, ...], most: int = 12) -> str:
    if not candidates:
        return f"Add {_either(kinds)}, or take the link away."
    names = ", ".join(f"`{name}`" for name in candidates[:most]) + (", …" if len(candidates) > most else "")
    return f"Name one of {names}; or take the link away."


def _either(kinds: tuple[Kind, ...]) -> str:
    """A kind or several, with the article: an aim, primary driver or change idea."""
    words = " or ".join((", ".join(kinds[:-1]), kinds[-1])) if len(kinds) > 1 else kinds[0].value
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


RULES = (links_to_nothing, links_to_the_wrong_kind, links_given_twice, serves_nothing, cycles)
