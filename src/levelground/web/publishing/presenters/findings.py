"""What `check` finds, in words for a page, each with the way to where it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.urls import reverse

from levelground.change_package.elements import Element
from levelground.change_package.reading import Reading
from levelground.change_package.recommendations import Source
from levelground.errors import Finding, Severity
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.forms.adding import short_words
from levelground.web.publishing.forms.head import WHY_ADAPTED, HeadFields
from levelground.web.publishing.forms.inputs import anchor_of
from levelground.web.publishing.forms.kinds import FORMS, kind_of, list_of, title_of
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.plain_words import in_plain_words
from levelground.web.publishing.presenters.finding_steps import step_of
from levelground.web.publishing.presenters.page import address, element_address, may_edit

UNWRITTEN = "still-to-write"
_MARKED = re.compile(r"`([a-z_0-9.]+)`")
_TO_ADD = {
    "no-outcome-measure": "measures",
    "no-process-measure": "measures",
    "no-balancing-measure": "measures",
    "aim-without-driver": "primary_drivers",
    "number-of-primary-drivers": "primary_drivers",
    "primary-driver-without-secondary": "secondary_drivers",
    "secondary-driver-without-idea": "change_ideas",
}
"""A finding that is mended by adding an element -> the list that it is added to."""
_BY_LINKS = frozenset(
    {
        "link-to-nothing", "link-to-wrong-kind", "duplicate-link", "serves-nothing", "circle", "driver-without-measure",
        "idea-without-measure", "recommendation-not-taken-up", "evidence-not-used", "principle-not-met",
    }
)  # fmt: skip
"""Findings that are mended by links."""
_FIELD_OF = {
    "aim-without-groups": "groups",
    "aim-without-baseline": "baseline__period",
    "aim-without-target": "target__group",
    "aim-without-deadline": "deadline",
    "deadline-passed": "deadline",
    "date-differs-from-deadline": "statement",
    "idea-not-testable": "first_test",
    "only-patients-change": "changes",
    "without-owner": "accountable__organisation",
    "overdue": "accountable__due",
    "known-without-source": "source",
    "source-past-review": "review_by",
    "measure-past-review": "review_date",
    "not-an-outcome-measure": "outcome_measure",
}
"""A finding -> the input where it is mended, where its words do not name one."""


@dataclass(frozen=True)
class ToldFinding:
    """One finding as a page shows it."""

    severity: Severity
    rule: str
    says: str
    step: str
    element: str
    words: str
    field: str
    """The name of the input where it is mended; empty where that is not known."""
    label: str
    """What that input is called."""
    anchor: str
    href: str
    link: str


@dataclass(frozen=True)
class ToldFindings:
    """All findings of a draft, by how much they matter."""

    errors: tuple[ToldFinding, ...]
    warnings: tuple[ToldFinding, ...]
    notes: tuple[ToldFinding, ...]

    @property
    def groups(self) -> list[tuple[str, str, tuple[ToldFinding, ...]]]:
        """Heading, what it means, and the findings; groups with none are left out."""
        found = (
            ("Mend before you publish", "These must be put right first.", self.errors),
            ("Look at these", "You may publish with them. Each is shown beside the change package.", self.warnings),
            ("Good to know", "Nothing has to be done.", self.notes),
        )
        return [group for group in found if group[2]]

    @property
    def unwritten(self) -> int:
        """How many texts are still to write."""
        return sum(each.rule == UNWRITTEN for each in self.warnings)

    @property
    def in_brief(self) -> list[tuple[str, str, tuple[ToldFinding, ...]]]:
        """What matters most, for a place beside the draft: no notes, and not each text that is still to write."""
        found = ((heading, meaning, tuple(each for each in group if each.rule != UNWRITTEN)) for heading, meaning, group in self.groups[:2])
        return [(heading, meaning, group) for heading, meaning, group in found if group and group[0].severity is not Severity.NOTE]

    @property
    def words(self) -> str:
        """How many there are, in a sentence."""
        if not (self.errors or self.warnings or self.notes):
            return "Nothing was found."
        counts = ((self.errors, "to mend"), (self.warnings, "to look at"), (self.notes, "good to know"))
        return ", ".join(f"{len(found)} {what}" for found, what in counts if found) + "."


def told(viewer: Viewer, version: PackageVersion, reading: Reading, findings: Sequence[Finding]) -> ToldFindings:
    """Findings of a draft in words."""
    every = [_told(viewer, version, reading, finding) for finding in findings]
    return ToldFindings(*(tuple(each for each in every if each.severity is severity) for severity in Severity))


def of_element(findings: ToldFindings, element_id: str) -> list[ToldFinding]:
    """Those about one element, what matters most first."""
    return [each for group in findings.groups for each in group[2] if each.element == element_id]


def field_of(reading: Reading, finding: Finding) -> str:
    """The name of the input where a finding is mended; empty where none is known."""
    if finding.rule in _FIELD_OF:
        return _FIELD_OF[finding.rule]
    if finding.element is not None and finding.element in reading.paths:
        names: Iterable[str] = FORMS[str(reading.paths[finding.element][0])].base_fields
    else:
        names = HeadFields.base_fields
    for path in _MARKED.findall(finding.message):
        begin = WHY_ADAPTED if path == "reason" and finding.element is None else path.replace(".", "__")
        found = [name for name in names if name == begin or name.startswith(f"{begin}__")]
        if found:
            return found[0]
    return ""


def _told(viewer: Viewer, version: PackageVersion, reading: Reading, finding: Finding) -> ToldFinding:
    element = finding.element if finding.element in reading.paths else ""
    fields = FORMS[list_of(reading, element)].base_fields if element else HeadFields.base_fields
    name = field_of(reading, finding)
    label = str(fields[name].label) if name in fields else ""
    anchor = anchor_of(name, fields[name]) if name in fields else ""
    href, link = _where(viewer, version, reading, finding, anchor=anchor)
    near = f" Did you mean {' or '.join(finding.did_you_mean)}?" if finding.did_you_mean else ""
    says, step = _with_labels(finding.message, fields) + near, step_of(finding)
    if finding.rule == UNWRITTEN and label:
        says, step = f"“{label}” is still to write.", ""
    if (finding.rule in _TO_ADD or finding.rule.startswith("aim-without-")) and href:
        step = ""  # the link says it
    words = short_words(_element(reading, element)) if element else ""
    return ToldFinding(finding.severity, finding.rule, says, step, element or "", words, name, label, anchor, href, link)


def _with_labels(message: str, fields: Mapping[str, forms.Field]) -> str:
    """A message in which the names of fields are the labels of their inputs."""

    def label(found: re.Match[str]) -> str:
        field = fields.get(found[1].replace(".", "__"))
        return f"“{field.label}”" if field is not None else found[0]

    return in_plain_words(_MARKED.sub(label, message.replace("aim `aim`", "aim")))


def _where(viewer: Viewer, version: PackageVersion, reading: Reading, finding: Finding, *, anchor: str) -> tuple[str, str]:
    """The address where a finding is mended, and what the link to it says."""
    element = str(finding.element) if finding.element in reading.paths else ""
    editing = may_edit(viewer, version)
    if finding.rule in _TO_ADD and editing:
        what = _TO_ADD[finding.rule]
        return address(version, "add_element", kind=what) + (f"?under={element}" if element else ""), f"Add a {kind_of(what)}"
    if element and finding.rule in _BY_LINKS and editing:
        return address(version, "link_element", element=element), f"Links of {element}"
    if element:
        return element_address(viewer, version, element, anchor), title_of(reading, element)
    if finding.rule == "unowned-elements":
        return reverse("accountability", kwargs={"organisation": version.package.organisation.slug}), "Who answers for what"
    if anchor and editing:
        return address(version, "edit_head") + f"#{anchor}", "What it says about itself"
    return "", ""


def _element(reading: Reading, element_id: str) -> Element | Source:
    package = reading.change_package
    every: tuple[Element | Source, ...] = (*package.elements(), *package.sources)
    return next(each for each in every if each.id == element_id)
