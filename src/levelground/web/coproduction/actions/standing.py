"""Before a version is reviewed, its text is told with whom it was made, and loses the ids of words that were taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from levelground.web.coproduction.queries import standing as found
from levelground.web.coproduction.queries import taken_back
from levelground.web.people.models import User
from levelground.web.publishing.actions import edits
from levelground.web.publishing.conflicts import NothingChanged
from levelground.web.publishing.models import PackageVersion

WITH_WHOM = "Says with whom this version was made, from the records."
TAKEN_BACK = "The person who said this took it back."


@transaction.atomic
def write(*, version: PackageVersion, by: User) -> PackageVersion:
    """Edit the text of a draft, like anybody who edits it: where it says so already, nothing is changed."""
    row = PackageVersion.objects.select_related("package__organisation").get(pk=version.pk)
    for element_id, public_id in found.taken_back_at(row):
        edits.unlink(draft=row, element_id=element_id, field="contributions", target=public_id, seen=row.edits, reason=TAKEN_BACK, by=by)
        row.refresh_from_db()
    head = found.head_of(row)
    if head:
        try:
            edits.change_head(draft=row, fields=head, seen=row.edits, reason=WITH_WHOM, by=by)
        except NothingChanged:
            return row
    row.refresh_from_db()
    return row


def before_a_review(sender: Any, *, version: PackageVersion, by: User, **more: Any) -> None:
    """Listens to `publishing.signals.review_is_asked`."""
    write(version=version, by=by)


def before_publishing(sender: Any, *, version: PackageVersion, **more: Any) -> tuple[str, ...]:
    """Listens to `publishing.signals.what_is_missing`."""
    return (*taken_back.missing(version), *found.missing(version))
