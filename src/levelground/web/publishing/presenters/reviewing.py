"""What a reviewer is shown beside the form: what is new, what `check` found, what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from levelground.change_package.adaptation.compare import compare
from levelground.errors import Severity
from levelground.reports import comparison_page
from levelground.web.publishing.forms.drafts import told
from levelground.web.publishing.models import PackageVersion, Verdict
from levelground.web.publishing.queries import drafts, readings, reviews

_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_HEADING = re.compile(r"(</?h)([1-5])\b")


@dataclass(frozen=True)
class SaidBefore:
    """One review that was answered."""

    verdict: str
    accepted: bool
    words: str
    by: str
    at: Any
    of_this_text: bool


@dataclass(frozen=True)
class WhatIsNew:
    """A version beside what it goes on from."""

    than: str
    side_by_side: Markup


def what_is_new(version: PackageVersion) -> WhatIsNew | None:
    """Compared with what was published last, or else with what it adapts; None for what stands by itself and is new."""
    reading, before = readings.reading_of(version), drafts.published_before(version)
    if before is not None:
        old, than = readings.reading_of(before), f"version {before.number}, which was published last"
    elif reading.base is not None:
        old, than = reading.base, f"{reading.base.change_package.title}, which it adapts"
    else:
        return None
    return WhatIsNew(than, under_a_heading(comparison_page.fragment(compare(old, reading))))


def under_a_heading(fragment: Markup) -> Markup:
    """A fragment with a page heading of its own, as a part of a page: without that heading, and every other one level lower."""
    lower = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", _TITLE.sub("", fragment, count=1))
    return Markup(lower)  # noqa: S704 - escaped by the reports room; only tags of headings change


def warnings(version: PackageVersion) -> list[str]:
    """What `check` found that does not stop the work."""
    return told(finding for finding in readings.findings_of(version) if finding.severity is Severity.WARNING)


def said_before(version: PackageVersion) -> list[SaidBefore]:
    """Every review of a version that was answered, the newest first."""
    return [
        SaidBefore(
            Verdict(review.verdict).label,
            review.verdict == Verdict.ACCEPTED,
            review.words,
            review.answered_by.name if review.answered_by else "",
            review.answered_at,
            review.text_id == version.text_id,
        )
        for review in reviews.of(version)
        if review.verdict
    ]
