"""What `check` finds, in words for a page, each with the way to where it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from levelground.change_package.reading import Reading
from levelground.errors import Finding, Severity
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.forms.adding import short_words
from levelground.web.publishing.forms.head import WHY_ADAPTED, HeadFields
from levelground.web.publishing.forms.inputs import anchor_of
from levelground.web.publishing.forms.kinds import FORMS, kind_of, list_of, title_of
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.presenters.page import address, element_address, may_edit

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
        path = WHY_ADAPTED if path == "reason" and finding.element is None else path
        found = [name for name in names if name == path.replace(".", "__") or name.startswith(f"{path.replace('.', '__')}__")]
        if found:
            return found[0]
    return ""


def in_plain_words(text: str) -> str:
    """Words of `check` as a sentence of a page: no marks of code, a capital first."""
    plain = text.replace("`", "").strip()
    return f"{plain[:1].upper()}{plain[1:]}"


def _told(viewer: Viewer, version: PackageVersion, reading: Reading, finding: Finding) -> ToldFinding:
    element = finding.element if finding.element in reading.paths else ""
    name = field_of(reading, finding)
    href, link = _where(viewer, version, reading, finding, element or "", name)
    words = short_words(_element(reading, element)) if element else ""
    near = f" Did you mean {' or '.join(finding.did_you_mean)}?" if finding.did_you_mean else ""
    return ToldFinding(
        finding.severity,
        finding.rule,
        in_plain_words(finding.message) + near,
        in_plain_words(finding.next_step or ""),
        element or "",
        words,
        name,
        href,
        link,
    )


def _where(viewer: Viewer, version: PackageVersion, reading: Reading, finding: Finding, element: str, name: str) -> tuple[str, str]:
    if finding.rule in _TO_ADD and may_edit(viewer, version):
        under = f"?under={element}" if element else ""
        what = _TO_ADD[finding.rule]
        return address(version, "add_element", kind=what) + under, f"Add a {kind_of(what)}"
    if element and finding.rule in _BY_LINKS and may_edit(viewer, version):
        return address(version, "link_element", element=element), f"Links of {element}"
    if element:
        fields = FORMS[list_of(reading, element)].base_fields
        return element_address(viewer, version, element, anchor_of(name, fields[name]) if name in fields else ""), title_of(
            reading, element
        )
    if name and may_edit(viewer, version):
        return address(version, "edit_head") + f"#{anchor_of(name, HeadFields.base_fields[name])}", "About this change package"
    return "", ""


def _element(reading: Reading, element_id: str) -> object:
    package = reading.change_package
    every = (*package.elements(), *package.sources)
    return next(each for each in every if each.id == element_id)
