"""Takes words out of what an organisation wrote, where a person takes them back: out of drafts, and out of how drafts came about.

A published text never changes. What is taken out here is found by whoever calls: this room does not know what people said.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import ManyToOneRel, Model, QuerySet

from levelground.errors import UserFacingError
from levelground.web.people.models import Organisation
from levelground.web.publishing import signals
from levelground.web.publishing.actions import texts
from levelground.web.publishing.models import (
    Answer,
    Comment,
    Consultation,
    Edit,
    EntryVersion,
    HeldPackage,
    PackageVersion,
    RegisterEntry,
    Review,
    StoredText,
)
from levelground.web.publishing.queries import readings

Mend = Callable[[str], str]
"""A text, and the same without what is taken out of it."""


@transaction.atomic
def take_out(*, organisation: Organisation, since: datetime.datetime, mend: Mend) -> tuple[set[HeldPackage], int]:
    """Take words out of every text of change packages that was kept since a moment, and out of what was said beside them.

    The change packages in which they stood, published texts too, and how many texts and sentences were changed. The number of edits
    stays: an edit of a text that is not there any more leads to that text without the words.
    """
    versions = PackageVersion.objects.filter(package__organisation=organisation).select_related("package__organisation")
    list(versions.filter(state__in=("draft", "consultation", "review")).select_for_update(of=("self",)).values_list("pk"))
    edits = Edit.objects.filter(version__in=versions, at__gte=since)
    found = {
        edit.version.package for edit in edits.select_related("version__package", "after") if mend(edit.after.content) != edit.after.content
    }
    public = set(versions.filter(state__in=readings.PUBLIC).values_list("text_id", flat=True))
    touched = list(versions.filter(pk__in=edits.values("version")))
    changed = sum(_texts_of(version, since, public, mend) for version in touched) + _beside(versions, since, mend)
    for version in touched if changed else ():
        signals.words_taken_out.send(PackageVersion, version=version)
    return found, changed


@transaction.atomic
def take_out_of_entries(*, organisation: Organisation, since: datetime.datetime, mend: Mend) -> tuple[set[RegisterEntry], int]:
    """The entries of registers in whose texts since a moment the words stand; out of the reasons of their versions they are taken."""
    rows = EntryVersion.objects.filter(entry__organisation=organisation, at__gte=since).select_related("entry", "text")
    found = {row.entry for row in rows if mend(row.text.content) != row.text.content}
    return found, _mended(rows, mend, "reason", "withdrawn_because")


def _texts_of(version: PackageVersion, since: datetime.datetime, public: set[str], mend: Mend) -> int:
    """Every text that a version had since a moment, but for one that is published."""
    edits = list(Edit.objects.filter(version=version, at__gte=since).order_by("number"))
    digests = dict.fromkeys(digest for edit in edits for digest in (edit.before_id, edit.after_id) if digest and digest not in public)
    replaced = {digest: new for digest in digests if (new := _text_without(digest, version, mend)) is not None}
    for old, new in replaced.items():
        _put_instead(version, old, new)
    return len(replaced)


def _text_without(digest: str, version: PackageVersion, mend: Mend) -> StoredText | None:
    """The same text without the words, kept; None where nothing of it has to go, or where it could not be read any more."""
    content = StoredText.objects.get(pk=digest).content
    mended = mend(content)
    if mended == content:
        return None
    try:
        with transaction.atomic():
            return texts.kept(mended.encode("utf-8"), readings.file_name(version))[0]
    except UserFacingError:
        return _text_at_the_beginning(version, digest, mend)


def _text_at_the_beginning(version: PackageVersion, digest: str, mend: Mend) -> StoredText | None:
    """What stands for a former text that has no sense without the words; the text of today is left to the people who write it."""
    first = Edit.objects.filter(version=version).select_related("after").order_by("number").first()
    if digest == version.text_id or first is None or mend(first.after.content) != first.after.content:
        return None
    return first.after


def _put_instead(version: PackageVersion, old: str, new: StoredText) -> None:
    Edit.objects.filter(version=version, before=old).update(before=new)
    Edit.objects.filter(version=version, after=old).update(after=new)
    for model in (Consultation, Review):
        model._default_manager.filter(version=version, text=old).update(text=new)
    if version.text_id == old:
        name = readings.file_name(version)
        for column, value in texts.columns(readings.reading(new.pk, name), readings.findings(new.pk, name)).items():
            setattr(version, column, value)
        version.text = new
        version.save()
    if not _is_held(old):
        StoredText.objects.filter(pk=old).delete()


def _is_held(digest: str) -> bool:
    """Whether anything leads to a text."""
    leads = [each.field for each in StoredText._meta.get_fields(include_hidden=True) if isinstance(each, ManyToOneRel)]
    return any(field.model._base_manager.filter(**{field.name: digest}).exists() for field in leads)


def _beside(versions: QuerySet[PackageVersion], since: datetime.datetime, mend: Mend) -> int:
    """Why an edit was made, what was commented and answered, what a reviewer said."""
    return (
        _mended(Edit.objects.filter(version__in=versions, at__gte=since), mend, "reason", "operations")
        + _mended(Comment.objects.filter(version__in=versions, at__gte=since), mend, "words")
        + _mended(Answer.objects.filter(comment__version__in=versions, at__gte=since), mend, "words")
        + _mended(Consultation.objects.filter(version__in=versions, opened_at__gte=since), mend, "question")
        + _mended(Review.objects.filter(version__in=versions).filter(answered_at__gte=since), mend, "words")
        + _mended(versions.filter(withdrawn_at__gte=since), mend, "withdrawn_because")
    )


def _mended(rows: QuerySet[Any], mend: Mend, *names: str) -> int:
    return sum(_row_mended(row, mend, names) for row in rows)


def _row_mended(row: Model, mend: Mend, names: tuple[str, ...]) -> int:
    new = {name: deep(getattr(row, name), mend) for name in names}
    if all(getattr(row, name) == value for name, value in new.items()):
        return 0
    type(row)._base_manager.filter(pk=row.pk).update(**new)
    return 1


def deep(value: Any, mend: Mend) -> Any:
    """A value with every text in it mended, however deep it stands."""
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, list):
        return [deep(each, mend) for each in value]
    return {name: deep(each, mend) for name, each in value.items()} if isinstance(value, dict) else value
