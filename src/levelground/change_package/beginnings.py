"""The first text of a change package of one's own: a small whole one, or an overlay that changes nothing yet.

Both are read without an error as they stand, and say in comments what each part is for.
"""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.reading import Reading
from levelground.documents.canonical import canonical_text

NEW = """\
# A change package of your own. Everything that says TO WRITE is yours to replace, together with the people affected.
#
#   The thread runs: recommendation -> aim <- primary driver (P) <- secondary driver (S) <- change idea (C) <- measure (M).
#   `serves` points upwards, from each level to the one above it. An id never changes once others know it.
#   `verification` says how well something is known: verified (its source was read and supports it), secondary (read at
#   second hand), unverified (your own reasoning, a proposal). No person is named in this file.
#
#   levelground check FILE says what is wrong and what is missing; levelground diagram FILE --out FILE.svg draws it.

format: levelground/change-package/1
{head}version: 0.1.0
# not_yet_co_produced, in_co_production or agreed: it is shown on every page.
status: not_yet_co_produced
discipline: "TO WRITE: the field of health or working life, such as maternity care"
setting: "TO WRITE: which organisations, where, for whom"
licence: CC-BY-4.0
summary: "TO WRITE: which inequality, and what this package does about it, in three sentences"
provenance:
  statement: "TO WRITE: who wrote this, from what"
  not_claimed: "TO WRITE: what it is not, and who has not seen or approved it"

# What you rest on. Elements name these ids under `source`.
sources: []

# The aim: whose inequality, compared with whom, by how much on both scales, by when, and what must not happen on the way.
aim:
  id: aim
  verification: unverified
  statement: "TO WRITE: by when, which inequality, by how much, for whom, by changing what the organisation does"
  population: "TO WRITE: the people whom the aim is about"
  # groups: [black]        the codes of the groups whose result is to improve (docs/reference/classifications.md)
  comparison:
    # Whom a group is compared with, and why; a second comparison is always shown beside it.
    named: {{rule: best, reason: "TO WRITE: why; here, the group with the best result shows what is possible"}}
    second: {{rule: rest, reason: "TO WRITE: why; here, all other people are many, so that chance matters less"}}
  outcome_measure: M1
  # baseline: {{period: "2025", value: 0.0, lower: 0.0, upper: 0.0, statement: where it was measured, before the work}}
  # target:                the gap to reach on both scales; without a baseline, the part of the gap that may be left
  #   group: black
  #   absolute: {{share_of_starting: 0.5}}
  #   relative: {{share_of_starting: 0.5}}
  # deadline: "2029-03-31"
  guardrail: No group worsens. A gap that narrows because the comparison group does worse has not met the aim.

# Two to five big areas that must be different for the aim to be reached.
primary_drivers:
  - id: P1
    verification: unverified
    text: "TO WRITE: decisions and the rules behind them are examined for racism, and changed"
    why: "TO WRITE: why this would move the aim"
    serves: [aim]
    racism_level: institutional
  - id: P2
    verification: unverified
    text: "TO WRITE: people affected have power over what happens"
    why: "TO WRITE: why this would move the aim"
    # A link that may not hold is weak, and says what must be true for it.
    serves: [{{id: aim, strength: weak, assumption: "TO WRITE: what must be true for this to move the aim"}}]
    racism_level: institutional

# Smaller areas, each serving one or several primary drivers.
secondary_drivers:
  - id: S1
    verification: unverified
    text: "TO WRITE: each decision is looked at again by somebody else"
    why: "TO WRITE: why this would move P1"
    serves: [P1]
  - id: S2
    verification: unverified
    text: "TO WRITE: people with lived experience share decisions, are paid, and hear back"
    why: "TO WRITE: why this would move P2"
    serves: [P2]

# What a team can try. Most ideas should change the organisation's policy, practice, culture or data, not patients.
change_ideas:
  - id: C1
    verification: unverified
    text: "TO WRITE: once a week two people from outside the team go through the decisions of that week"
    serves: [S1]
    changes: practice
    first_test: "TO WRITE: the smallest test that could be run next week"
    measures: [M2]
    evidence: {{grade: untested, certainty: very_low, statement: "TO WRITE: what it rests on"}}

# What is counted, by ethnic group. These run on a form that you fill: docs/how-to/measure_your_own_data.md.
measures:
  - id: M1
    verification: unverified
    name: "TO WRITE: people who had the good outcome that the aim is about"
    kind: outcome
    statistic: proportion
    operational_definition: "TO WRITE: who is counted, when and how, so that two people would count the same"
    serves: [aim]
    numerator: {{description: "TO WRITE", source: local_records, where: "measure = 'had the outcome of the aim'"}}
    denominator: {{description: "TO WRITE", source: local_records, where: "measure = 'in the population of the aim'"}}
    unit: people
    per: 100
    improvement_direction: increase
    classification: nhs_2001
    area_level: organisation
    standardisation: "none, until you say why and how"
  - id: M2
    verification: unverified
    name: "TO WRITE: decisions that were looked at again"
    kind: process
    statistic: proportion
    operational_definition: "TO WRITE"
    serves: [S1, C1]
    numerator: {{description: "TO WRITE", source: local_records, where: "measure = 'decisions looked at again'"}}
    denominator: {{description: "TO WRITE", source: local_records, where: "measure = 'decisions of the agreed kind'"}}
    unit: people
    per: 100
    improvement_direction: increase
    classification: nhs_2001
    area_level: organisation
    standardisation: none
  - id: M3
    verification: unverified
    name: "TO WRITE: what could get worse on the way; here, people left without help"
    kind: balancing
    statistic: proportion
    operational_definition: "TO WRITE"
    serves: [aim]
    numerator: {{description: "TO WRITE", source: local_records, where: "measure = 'left without help'"}}
    denominator: {{description: "TO WRITE", source: local_records, where: "measure = 'asked for help'"}}
    unit: people
    per: 100
    improvement_direction: decrease
    classification: nhs_2001
    area_level: organisation
    standardisation: none

# What others have asked for, in your own words, with its source. Drivers and ideas name these ids.
recommendations: []
"""

ADAPTED = """\
# An adaptation of {base}: everything is the base's, but for what the operations below change, each with its reason.
# Everything that says TO WRITE is yours to replace, together with the people affected. No person is named in this file.
#
#   levelground check FILE      says what is wrong and what is missing
#   levelground resolve FILE --out WHOLE.yaml      writes the whole change package that comes out
#   levelground upgrade FILE --to NEW_BASE      carries your changes over when the base has a new version

format: levelground/overlay/1
{head}version: 0.1.0
# The exact base: a digest that differs is told, so that the base never changes unseen.
adapts:
  id: {id}
  version: {version}
  digest: {digest}
reason: "TO WRITE: why the base is adapted, and for whom"
# not_yet_co_produced, in_co_production or agreed: it is shown on every page.
status: not_yet_co_produced
{own}provenance:
  statement: "TO WRITE: who adapted it, from what"
  not_claimed: "TO WRITE: what it is not, and who has not seen or approved it"

# Operations on elements of the base. Each names its reason and, where there was one, the decision that asked for it
# (decision: ID). Take the sign # away from the lines that you need, and the [] from the next line.
operations: []
"""


def new_text(package_id: str, title: str) -> str:
    """A small whole change package: valid, and with everything still to write."""
    return NEW.format(head=canonical_text({"id": package_id, "title": title}))


def overlay_text(base: Reading, package_id: str, title: str) -> str:
    """An overlay that is pinned to its base and changes nothing yet, with an example of each operation on that base's elements."""
    package, pin = base.change_package, base.pin
    own = {"discipline": package.discipline, "setting": package.setting, "licence": package.licence}
    text = ADAPTED.format(
        base=pin,
        head=canonical_text({"id": package_id, "title": title}),
        id=pin.id,
        version=pin.version,
        digest=canonical_text({"digest": pin.digest}).removeprefix("digest: ").rstrip("\n"),
        own=canonical_text({**own, "summary": "TO WRITE: what this adaptation is for, in three sentences"}),
    )
    return text + "".join(f"  # {line}\n" if line else "  #\n" for line in _examples(package))


def _examples(package: ChangePackage) -> Iterator[str]:
    """An example of each operation that the base has an element for."""
    aim, drivers, lower, ideas = package.aim, package.primary_drivers, package.secondary_drivers, package.change_ideas
    yield "Say the same in words of your own; what was known about it still holds:"
    named = drivers[0].id if drivers else aim.id
    yield f'- {{op: reword, element: {named}, field: {"text" if drivers else "statement"}, to: "TO WRITE", reason: "TO WRITE"}}'
    yield "Change what is meant; a field within a field is named with dots (target.absolute.amount):"
    yield f'- {{op: replace, element: {aim.id}, field: deadline, value: "2029-03-31", reason: "TO WRITE"}}'
    if drivers:
        yield "Add what the base has not; begin new ids with letters of your own, so that they never meet the base's:"
        yield "- op: add"
        yield "  to: secondary_drivers      # or change_ideas, measures, recommendations, evidence, sources, ..."
        yield '  reason: "TO WRITE"'
        yield "  elements:"
        yield f'    - {{id: MY-S1, verification: unverified, text: "TO WRITE", why: "TO WRITE", serves: [{drivers[0].id}]}}'
    idea = next((idea for idea in ideas if not idea.core), None)
    if idea is not None and package.measures:
        taken = next((measure.id for measure in package.measures if measure.id not in idea.measures), None)
        yield "Link an element to another, or take a link away (serves, measures, recommendations, resources, ambitions, ...):"
        if taken is not None:
            yield f'- {{op: link, element: {idea.id}, field: measures, target: {taken}, reason: "TO WRITE"}}'
        yield f'- {{op: unlink, element: {idea.id}, field: serves, target: {idea.serves[0].id}, reason: "TO WRITE"}}'
    spare = next((driver for driver in lower if not driver.core), None)
    if spare is not None:
        yield "Take an element away, with all links to it; what is core to the base stays:"
        yield f'- {{op: remove, element: {spare.id}, reason: "TO WRITE"}}'
