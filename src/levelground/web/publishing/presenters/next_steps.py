"""What there is to do next in a draft, as a list of tasks in the order of the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from levelground.change_package.reading import Reading
from levelground.errors import Finding, Severity
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion, VersionState
from levelground.web.publishing.presenters.findings import UNWRITTEN
from levelground.web.publishing.presenters.page import address, may_edit


@dataclass(frozen=True)
class TaskStatus:
    """How far a task is."""

    words: str
    colour: str = ""
    """Of its tag; empty for what is done, which needs none."""


@dataclass(frozen=True)
class DraftTask:
    """One thing to do, and how far it is."""

    words: str
    hint: str
    href: str
    status: TaskStatus


DONE, NOT_STARTED, LATER = TaskStatus("Done"), TaskStatus("Not started", "blue"), TaskStatus("Can wait", "grey")
READY = TaskStatus("Can be done now", "green")
PUBLIC = (VersionState.PUBLISHED, VersionState.WITHDRAWN)
_LISTS = (
    ("primary_drivers", "Primary drivers", "Two to five big areas that need to be different."),
    ("secondary_drivers", "Secondary drivers", "Smaller areas, each serving a primary driver."),
    ("change_ideas", "Change ideas", "What a team can try."),
    ("measures", "Measures", "What you count, by ethnic group."),
)


def tasks(
    viewer: Viewer, version: PackageVersion, reading: Reading, findings: Sequence[Finding], *, accepted: bool = False
) -> list[DraftTask]:
    """The tasks of writing, then those of asking others; `accepted` when a second person says that this text can be published."""
    ours = [finding for finding in findings if finding.severity is not Severity.NOTE]
    by_list: dict[str, list[Finding]] = {}
    for finding in ours:
        known = finding.element is not None and finding.element in reading.paths
        by_list.setdefault(str(reading.paths[str(finding.element)][0]) if known else "", []).append(finding)
    page = address(version, "draft")
    editing = may_edit(viewer, version)
    package = reading.change_package
    head = [finding for finding in by_list.get("", ()) if finding.rule == UNWRITTEN]
    written = [
        DraftTask("Say what it is about", "Title, summary and setting.", address(version, "edit_head") if editing else "", _status(head)),
        DraftTask(
            "Aim",
            "Whose inequality, by how much, by when.",
            address(version, "edit_element" if editing else "draft_element", element=package.aim.id),
            _status(by_list.get("aim", [])),
        ),
    ]
    for name, words, hint in _LISTS:
        href = f"{page}#part-{'measures' if name == 'measures' else 'theory'}"
        written.append(DraftTask(words, hint, href, _status(by_list.get(name, []), present=bool(getattr(package, name)))))
    return [*written, *_of_others(viewer, version, accepted)]


def _status(findings: Sequence[Finding], *, present: bool = True) -> TaskStatus:
    if not present:
        return NOT_STARTED
    to_write = sum(finding.rule == UNWRITTEN for finding in findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        return TaskStatus(f"{errors} to mend", "red")
    if to_write:
        return TaskStatus(f"{to_write} to write", "blue")
    return TaskStatus(f"{len(findings)} to look at", "yellow") if findings else DONE


def _of_others(viewer: Viewer, version: PackageVersion, accepted: bool) -> list[DraftTask]:
    """Asking people what they think, having it read, publishing: each for those who may."""
    state = VersionState(version.state)
    found = []
    if viewer.may(Permission.RUN_CONSULTATIONS) and state not in PUBLIC:
        open_now = state is VersionState.CONSULTATION
        name = "run_consultation" if open_now else "open_consultation"
        status = TaskStatus("Open now", "purple") if open_now else LATER
        href = address(version, name) if state in (VersionState.DRAFT, VersionState.CONSULTATION) else ""
        found.append(DraftTask("Ask people what they think", "Put the draft out for comment.", href, status))
    if viewer.may(Permission.PUBLISH) or viewer.may(Permission.REVIEW):
        found.append(_reading(viewer, version, done=accepted or state in PUBLIC))
    if viewer.may(Permission.PUBLISH):
        href = address(version, "publish") if state is VersionState.REVIEW else ""
        status = DONE if state in PUBLIC else READY if accepted else LATER
        found.append(DraftTask("Publish", "Anybody can read it from then on.", href, status))
    return found


def _reading(viewer: Viewer, version: PackageVersion, *, done: bool) -> DraftTask:
    """Having it read by a second person: to be asked for, to be done, or done."""
    in_review = version.state == VersionState.REVIEW
    may = viewer.may(Permission.REVIEW if in_review else Permission.PUBLISH) and version.state in (VersionState.DRAFT, VersionState.REVIEW)
    href = address(version, "review" if in_review else "ask_for_review") if may else ""
    status = DONE if done else TaskStatus("In review", "purple") if in_review else LATER
    return DraftTask("Have it read by a second person", "Nobody publishes alone.", href, status)
