"""A driver diagram as a nested list: the same theory for those who read it or hear it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Link, Verification
from levelground.charts.driver_layout import Placed, columns_of, serves, text_of

KINDS = ("aim", "primary driver", "secondary driver", "change idea")


@dataclass(frozen=True)
class OutlineItem:
    """One element, with what serves it below.

    An element that serves several is given in full at the first of them; at the others it is a `reference`: the same words,
    nothing below. `weak` and `assumption` are of the link to the element above.
    """

    id: str
    kind: str
    text: str
    verification: Verification
    weak: bool
    assumption: str | None
    reference: bool
    children: tuple[OutlineItem, ...]


def outline(package: ChangePackage) -> tuple[OutlineItem, ...]:
    """The aim with everything that serves it, in document order; then whatever serves nothing that is there, so that nothing is lost."""
    kinds = {element.id: (kind, element) for kind, elements in zip(KINDS, columns_of(package), strict=True) for element in elements}
    serving: dict[str, list[tuple[Placed, Link]]] = {}
    for _, element in kinds.values():
        for link in serves(element):
            serving.setdefault(link.id, []).append((element, link))
    seen: set[str] = set()
    items = [_item(package.aim, None, kinds, serving, seen)]
    for element_id, (_, element) in kinds.items():
        if element_id not in seen:
            items.append(_item(element, None, kinds, serving, seen))
    return tuple(items)


def _item(
    element: Placed,
    link: Link | None,
    kinds: Mapping[str, tuple[str, Placed]],
    serving: Mapping[str, list[tuple[Placed, Link]]],
    seen: set[str],
) -> OutlineItem:
    reference = element.id in seen
    seen.add(element.id)
    below = () if reference else tuple(_item(child, of, kinds, serving, seen) for child, of in serving.get(element.id, ()))
    weak = link is not None and link.strength.value == "weak"
    assumption = link.assumption if link else None
    return OutlineItem(element.id, kinds[element.id][0], text_of(element), element.verification, weak, assumption, reference, below)
