"""Warnings that a package accepts with a reason: still in sight, no longer a warning, and never in vain."""

from __future__ import annotations

from tests.builders.change_packages import DRIVER_THAT_SERVES_NOTHING
from tests.builders.whole_change_package import TODAY, found, reading_of_whole

from levelground.change_package.check import NAMES, check, with_accepted
from levelground.errors import Finding, Severity

WITHOUT_DEADLINE = ("  deadline: 2030-03-31\n", "")


def accepting(*entries: str) -> tuple[str, str]:
    return "sources:\n", f"accepted:\n{''.join(f'  - {entry}{chr(10)}' for entry in entries)}sources:\n"


def test_an_accepted_warning_is_a_note_that_ends_with_the_reason() -> None:
    (finding,) = found(WITHOUT_DEADLINE, accepting("{rule: aim-without-deadline, element: A1, reason: Each place sets its own.}"))
    assert finding.severity is Severity.NOTE
    assert finding.rule == "aim-without-deadline"
    assert finding.message.endswith("Accepted: Each place sets its own.")
    assert finding.next_step is None


def test_an_entry_about_another_element_or_about_none_does_not_reach_it() -> None:
    for entry in ("{rule: aim-without-deadline, reason: x}", "{rule: aim-without-deadline, element: P1, reason: x}"):
        unmet, missing = found(WITHOUT_DEADLINE, accepting(entry))
        assert (missing.rule, missing.severity) == ("aim-without-deadline", Severity.WARNING)
        assert (unmet.rule, unmet.severity) == ("accepted-without-finding", Severity.WARNING)
        assert "that rule speaks of `A1`" in unmet.message
        assert unmet.place is not None
        assert unmet.place.line == 14


def test_a_warning_about_the_whole_package_is_accepted_without_an_element() -> None:
    changes = (("kind: process", "kind: outcome"), accepting("{rule: no-process-measure, reason: Nothing is done yet.}"))
    assert [(finding.rule, finding.severity) for finding in found(*changes)] == [("no-process-measure", Severity.NOTE)]


def test_an_entry_that_meets_no_finding_is_told() -> None:
    (finding,) = found(accepting("{rule: deadline-passed, element: A1, reason: x}"))
    assert (finding.rule, finding.element) == ("accepted-without-finding", "A1")
    assert "there is no such finding." in finding.message


def test_an_error_cannot_be_accepted() -> None:
    findings = found(DRIVER_THAT_SERVES_NOTHING, accepting("{rule: serves-nothing, element: S2, reason: x}"))
    assert [(finding.rule, finding.severity) for finding in findings if "serves" in finding.rule] == [("serves-nothing", Severity.ERROR)]
    (refused,) = [finding for finding in findings if finding.rule == "error-not-acceptable"]
    assert refused.severity is Severity.WARNING


def test_entries_for_the_findings_of_others_wait_for_them() -> None:
    reading = reading_of_whole(accepting("{rule: copy-differs, element: R1, reason: Ours is shorter.}"))
    assert check(reading, today=TODAY) == ()
    theirs = Finding(Severity.WARNING, "copy-differs", "The copy differs.", element="R1")
    (given,) = check(reading, today=TODAY, further=[theirs])
    (alone,) = with_accepted(reading, [theirs])
    assert given == alone
    assert given.severity is Severity.NOTE
    assert given.message == "The copy differs. Accepted: Ours is shorter."


def test_where_all_has_been_looked_for_every_entry_must_meet_a_finding() -> None:
    reading = reading_of_whole(accepting("{rule: aim-without-dedline, element: A1, reason: x}"))
    assert check(reading, today=TODAY) == ()
    assert [finding.rule for finding in check(reading, today=TODAY, further=())] == ["accepted-without-finding"]


def test_whoever_looked_for_a_rule_tells_entries_that_it_does_not_meet() -> None:
    reading = reading_of_whole(accepting("{rule: copy-differs, element: R1, reason: x}"))
    assert with_accepted(reading, []) == ()
    (unmet,) = with_accepted(reading, [], looked_for={"copy-differs"})
    assert unmet.rule == "accepted-without-finding"
    assert "copy-differs" not in NAMES
