"""A small change package as text, complete and without a finding, and ways to break one thing of it."""

from __future__ import annotations

from levelground.change_package.read import Reading, read_text

SMALL = """\
format: levelground/change-package/1
id: small
version: '0.1.0'
title: A small change package
status: not_yet_co_produced
discipline: mental health
setting: inpatient
licence: CC-BY-4.0
summary: Made for tests.
provenance:
  statement: Written for tests.
  not_claimed: Nothing here is advice.
sources:
  - id: SRC1
    title: Annual figures
    publisher: A publisher
    edition: 2023/24
    verification: verified
aim:
  id: A1
  verification: verified
  source: SRC1
  statement: Narrow the inequality in detentions.
  population: Everyone in England.
  groups: [B]
  comparison:
    named: {rule: fixed_group, reference_groups: {broad: W}, reason: The largest group.}
    second: {rule: best, reason: What is possible.}
  outcome_measure: M1
  baseline: {period: 2023/24, value: 3.44, lower: 3.34, upper: 3.54, statement: Ratio of crude rates.}
  target:
    group: B
    absolute: {starting: 169.5, amount: 85.0}
    relative: {starting: 3.44, amount: 2.2}
  deadline: 2030-03-31
  guardrail: No group's level rises.
primary_drivers:
  - id: P1  # the first
    verification: verified
    text: People get help before a crisis.
    why: Help that comes early makes detention rarer.
    serves: [A1]
    recommendations: [R1]
  - id: P2
    verification: verified
    text: Staff act on racism.
    why: Decisions are made by people.
    serves: [A1]
secondary_drivers:
  - id: S1
    verification: verified
    text: Community support that people trust.
    why: Trust brings people earlier.
    serves: [P1, {id: P2, strength: weak, assumption: Staff take part.}]
  - id: S2
    verification: verified
    text: Supervision that looks at decisions.
    why: What is looked at changes.
    serves: [P2]
change_ideas:
  - id: I1
    verification: verified
    text: Peer advocates in every crisis team.
    serves: [S1, S2]
    changes: practice
    recommendations: [R1]
    measures: [M2]
    evidence: {grade: promising, certainty: low, statement: Tried elsewhere., source: SRC1}
measures:
  - id: M1
    verification: verified
    name: Detentions per 100,000 people
    kind: outcome
    statistic: rate
    operational_definition: All detentions in the year by people in the population.
    serves: [A1]
    numerator: {description: Detentions, source: detentions}
    denominator: {description: People, source: people}
    unit: detentions
    per: 100000
    improvement_direction: decrease
    classification: broad_groups
    standardisation: none, for the published figures are crude
  - id: M2
    verification: verified
    name: Crisis contacts with an advocate
    kind: process
    statistic: proportion
    operational_definition: Contacts with an advocate among all contacts.
    serves: [P1, S2, I1]
    numerator: {description: Contacts with an advocate, source: contacts}
    denominator: {description: Contacts, source: contacts}
    unit: contacts
    per: 100
    improvement_direction: increase
    classification: broad_groups
    standardisation: none
  - id: M3
    verification: verified
    name: Detentions of unknown ethnic group
    kind: balancing
    statistic: unknown_share
    operational_definition: Detentions whose ethnic group is unknown among all detentions.
    serves: [A1]
    numerator: {description: Detentions, source: detentions}
    unit: detentions
    per: 100
    improvement_direction: decrease
    classification: broad_groups
    standardisation: none
recommendations:
  - id: R1
    verification: secondary
    source: SRC1
    text: Fund advocates.
    addressees: [Integrated care boards]
principles:
  - id: PR1
    verification: verified
    name: Name racism
    questions: [Is racism named?]
    met_by: [P2]
"""


def small(*changes: tuple[str, str]) -> str:
    """The small change package with some of its text replaced; what is to be replaced must stand there exactly once."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
        text = text.replace(old, new)
    return text


def reading(*changes: tuple[str, str]) -> Reading:
    """The small change package, changed and read."""
    return read_text(small(*changes), "small.yaml")


def line_of(text: str, words: str) -> int:
    """The line, from 1, where some words first stand."""
    return text[: text.index(words)].count("\n") + 1


DRIVER_THAT_SERVES_NOTHING = ("serves: [P2]\n", "serves: []\n")
IDEA_WITHOUT_A_DRIVER = ("    serves: [S1, S2]\n", "")
MEASURE_WITHOUT_A_DENOMINATOR = ("    denominator: {description: People, source: people}\n", "")
DUPLICATE_ID = ("id: S2\n", "id: P2\n")
MISSPELT_KEY = ("    operational_definition: All", "    operational_defintion: All")
