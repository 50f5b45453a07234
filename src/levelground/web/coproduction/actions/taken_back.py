"""Words that were taken back, in change packages and registers: taken out of drafts, and kept as a task where somebody must re-word."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from levelground.web.coproduction.models import Contribution, Series, TakenBackWords
from levelground.web.coproduction.queries import taken_back as found
from levelground.web.coproduction.taken_words import TakenWords
from levelground.web.publishing.actions import taken_out
from levelground.web.publishing.models import PackageVersion


def out_of_publishing(*, series: Series, words: TakenWords, since: datetime.datetime, contribution: Contribution | None = None) -> int:
    """Take words out of drafts, of how they came about, and of what was said beside them. How many texts had any.

    A draft in which they stood has a gap and cannot be published before somebody fills it. A published text never changes: those who
    run the series are told first of all that it has them. Called inside the transaction that takes the words back.
    """

    def mend(text: str) -> str:
        return words.rows_out_of(text, found.INSTEAD)

    where = {"organisation": series.organisation, "since": since, "mend": mend}
    packages, in_drafts = taken_out.take_out(**where)  # type: ignore[arg-type]
    entries, in_entries = taken_out.take_out_of_entries(**where)  # type: ignore[arg-type]
    kept = {"series": series, "contribution": contribution, "runs": _digests(words)}
    for package in sorted(packages, key=lambda each: each.pk):
        TakenBackWords.objects.create(package=package, **kept)
    for entry in sorted(entries, key=lambda each: each.pk):
        TakenBackWords.objects.create(entry=entry, **kept)
    return in_drafts + in_entries


def after_publishing(sender: Any, **told: Any) -> None:
    """Listens to `publishing.signals.version_published` and `entry_published`: where the words stand no more, nothing is kept of them."""
    version = told["version"]
    of = {"package": version.package_id} if isinstance(version, PackageVersion) else {"entry": version.entry_id}
    for row in TakenBackWords.objects.filter(done_at=None, **of):
        if not found.still_there(row):
            row.runs, row.done_at = {}, timezone.now()
            row.save(update_fields=["runs", "done_at"])


def _digests(words: TakenWords) -> dict[str, list[str]]:
    return {str(length): sorted(found.digest_of(run) for run in known) for length, known in words.runs.items() if known}
