"""What became of what people said: the words, the answer, and of each edit the old and the new wording."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone

from levelground.change_package.change_package import ChangePackage
from levelground.reports.words_that_differ import Stretch, words_that_differ
from levelground.web.publishing.models import Comment, Edit, Outcome, PackageVersion
from levelground.web.publishing.models.consultation import LONDON
from levelground.web.publishing.presenters import plain_elements
from levelground.web.publishing.queries import consultations, readings

HEAD_FIELDS = ("title", "summary", "discipline", "setting")
_NAMES = {**plain_elements.FACTS, **dict.fromkeys(("text", "statement", "name"), "The words")}
MOST_ELEMENTS = 20
"""Of one edit that brought in a whole text, so many elements are shown."""
_LEFT_OUT = {"id", "origin", "verification", "contributions", "decisions", "core"}


@dataclass(frozen=True)
class ChangedField:
    """One field that an edit changed: what it said and what it says, cut into what stayed and what did not."""

    element: str
    label: str
    old: tuple[Stretch, ...]
    new: tuple[Stretch, ...]


@dataclass(frozen=True)
class ShownEdit:
    """An edit as people see it: why it was made, and the words."""

    reason: str
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True)
class Voice:
    """One comment on a page: of what, what was said, what was answered, what changed."""

    comment: Comment
    about: str
    words_of_element: str
    address: str
    outcome: str
    edits: tuple[ShownEdit, ...] = ()

    @property
    def said_by(self) -> str:
        """The name that the person gave; inside the organisation, whose comment it is. Nobody is named who gave none in a consultation."""
        if self.comment.consultation_id is not None:
            return self.comment.name
        return self.comment.by.name if self.comment.by else ""

    @property
    def said_on(self) -> datetime.date:
        """The day in London."""
        return timezone.localdate(self.comment.at, LONDON)

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return bool(self.outcome)


def voices(comments: Iterable[Comment], package: ChangePackage, addresses: Mapping[str, str]) -> list[Voice]:
    """Comments with what became of them; `addresses` leads from an element to its page."""
    comments = list(comments)
    edits = consultations.edits_of(comments)
    elements = {element.id: plain_elements.plain(element) for element in package.elements()}
    return [_voice(comment, elements.get(comment.element), addresses, edits.get(comment.pk, [])) for comment in comments]


def _voice(comment: Comment, element: plain_elements.PlainElement | None, addresses: Mapping[str, str], edits: list[Edit]) -> Voice:
    answer = getattr(comment, "answer", None)
    return Voice(
        comment,
        element.heading if element else plain_elements.WHOLE_PLAN if not comment.element else comment.element,
        element.words if element else "",
        addresses.get(comment.element, ""),
        Outcome(answer.outcome).label if answer else "",
        tuple(ShownEdit(edit.reason, changed_fields(edit)) for edit in edits),
    )


def changed_fields(edit: Edit) -> tuple[ChangedField, ...]:
    """The fields that an edit changed, element by element."""
    if edit.before_id is None:
        return ()
    return _between(edit.before_id, edit.after_id, readings.file_name(edit.version), tuple(edit.elements[:MOST_ELEMENTS]))


@lru_cache(maxsize=500)
def _between(before: str, after: str, name: str, ids: tuple[str, ...]) -> tuple[ChangedField, ...]:
    old, new = (readings.reading(digest, name).change_package for digest in (before, after))
    made = list(_fields("", _head(old), _head(new)))
    olds, news = ({element.id: element.model_dump(mode="json") for element in package.elements()} for package in (old, new))
    for element_id in ids:
        made += _fields(element_id, olds.get(element_id, {}), news.get(element_id, {}))
    return tuple(made)


def _head(package: ChangePackage) -> dict[str, Any]:
    return {name: getattr(package, name) for name in HEAD_FIELDS}


def _fields(element: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ChangedField]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            yield ChangedField(element, _label(element, name), *words_that_differ(was, now))


def _label(element: str, name: str) -> str:
    """What a field is called where people read it."""
    words = _NAMES.get(name) or name.replace("_", " ").replace(".", ", ").capitalize()
    return f"{words} ({element})" if element else words


def _flat(value: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, str]]:
    """Each field as words; lists in one line; what nobody reads is left out."""
    for name, given in value.items():
        if name in _LEFT_OUT or given in (None, [], {}, ""):
            continue
        if isinstance(given, Mapping):
            yield from _flat(given, f"{under}{name}.")
        else:
            yield under + name, _said(given)


def _said(given: Any) -> str:
    if isinstance(given, list | tuple):
        return "; ".join(_said(each) for each in given)
    if isinstance(given, Mapping):
        return ", ".join(_said(each) for each in given.values() if each not in (None, [], {}))
    return str(given)


def counted(found: Mapping[str, int]) -> str:
    """The sentence that comes first: how many people spoke, and what became of it."""
    said = found["shown"]
    if not said:
        return "No comment is shown yet."
    parts = [f"{_many(said, 'comment')} {'is' if said == 1 else 'are'} shown."]
    changed, kept, later, noted = (found[name] for name in ("changed", "not_changed", "not_yet", "noted"))
    if changed:
        parts.append(f"{_many(changed, 'comment')} led to a change.")
    if kept:
        parts.append(f"{_many(kept, 'comment')} did not, and we say why.")
    if later:
        parts.append(f"{_many(later, 'comment')} will be settled by a date.")
    if noted:
        parts.append(f"{_many(noted, 'comment')} asked for no change.")
    if found["waiting"]:
        parts.append(f"{_many(found['waiting'], 'comment')} {'has' if found['waiting'] == 1 else 'have'} no answer yet.")
    return " ".join(parts)


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def published_in(version: PackageVersion) -> dict[str, str] | None:
    """The published version that holds the changes, with its address; None while it is still a draft."""
    if version.published_at is None:
        return None
    package = version.package.package_id
    return {"number": version.number, "href": reverse("package_version", kwargs={"package": package, "number": version.number})}
