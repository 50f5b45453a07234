"""Every id that the library ships and others may point to."""

from __future__ import annotations

from levelground import library
from levelground.change_package.read import read
from levelground.ethnicity import classification
from levelground.registers.payment_rates import rate_tables
from levelground.registers.registers import registers

PUBLISHED_IDS = "docs/reference/published_ids.txt"


def shipped_ids() -> list[str]:
    """Every id that the library ships and others may point to: `shelf/document` and `shelf/document#element`."""
    documents = (path for path in library.ROOT.rglob("*.yaml") if path.parent.name != "figures")
    ids = [path.relative_to(library.ROOT).with_suffix("").as_posix() for path in documents]
    for name in library.names("change_packages"):
        ids += [f"change_packages/{name}#{element.id}" for element in read(name).change_package.elements()]
    ids += _ids_of_registers()
    for name in classification.ids():
        groups = classification.load(name)
        ids += [f"ethnicity/classifications/{name}#broad/{group.code}" for group in groups.broad]
        ids += [f"ethnicity/classifications/{name}#detailed/{category.code}" for category in groups.detailed]
    return ids


def _ids_of_registers() -> list[str]:
    known = registers()
    shelves = ("sources", "recommendations", "evidence", "resources")
    ids = [f"registers/{shelf}#{name}" for shelf in shelves for name in getattr(known, shelf)]
    ids += [f"strategies/{name}#{part.id}" for name, found in known.strategies.items() for part in (*found.ambitions, *found.shifts)]
    ids += [f"payment_rates/{name}#{step.id}" for name, table in rate_tables().items() for step in table.steps]
    return [*ids, *(f"frameworks/{name}#{item.id}" for name, found in known.frameworks.items() for item in found.items)]


def published_ids_text(before: str) -> str:
    """The ids published so far with those shipped now: nothing that was there is taken away."""
    known = {line for line in before.splitlines() if line and not line.startswith("#")}
    lines = ["# Ids that have been published. They never vanish: records elsewhere point to them. `make docs` adds new ones."]
    return "\n".join([*lines, *sorted(known | set(shipped_ids()))]) + "\n"
