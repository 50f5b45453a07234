"""Adds to the registers: a draft, published or withdrawn; each version a text that the library's own models have read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from levelground.documents.canonical import canonical_text
from levelground.web.people.actions import audit
from levelground.web.people.models import Organisation, User
from levelground.web.publishing.models import (
    EntryFacet,
    EntryState,
    EntryVersion,
    News,
    NewsSeen,
    RegisterEntry,
    RegisterKind,
    StoredText,
)
from levelground.web.publishing.queries import registers as kept
from levelground.web.publishing.register_news import concerned
from levelground.web.publishing.register_rules import EntryRefused, problems, refused_address, refused_id
from levelground.web.publishing.signals import entry_published

Plain = Mapping[str, Any]


@transaction.atomic
def add(*, organisation: Organisation, value: Plain, reason: str, by: User, source: Plain | None = None) -> EntryVersion:
    """A new recommendation, as a draft; with `source`, the publication that it stands in is added too.

    Raises
    ------
    EntryRefused
        With what is wrong, by field.
    RegisterInvalid
        With everything that the model of the register refuses.
    """
    _add_source(organisation, source, by)
    wrong = problems(value, organisation)
    if refused := refused_id(value["id"], organisation.slug):
        wrong["entry_id"] = refused
    if wrong:
        raise EntryRefused(wrong)
    return _version(_entry(organisation, RegisterKind.RECOMMENDATION, value["id"]), value, reason, by)


@transaction.atomic
def change(*, entry: RegisterEntry, value: Plain, seen: int, reason: str, by: User, source: Plain | None = None) -> EntryVersion:
    """A new version of an entry, as a draft; `seen` is the number of the version that the form was filled in against.

    Raises as `add` does; and `EntryRefused` where somebody has made a newer version since.
    """
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    newest = entry.versions.order_by("-number")[:1].get()
    if newest.number != seen:
        again = "Your words are still here. Look at it in another window, then send yours again to save it as the newest."
        raise EntryRefused({"seen": f"{newest.by.name} saved version {newest.number} while you were writing. {again}"})
    _add_source(entry.organisation, source, by)
    wrong = problems(value, entry.organisation)
    if wrong or value["id"] != entry.entry_id:
        raise EntryRefused(wrong or {"entry_id": "The short name cannot be changed."})
    return _version(entry, value, reason, by)


@transaction.atomic
def publish(*, entry: RegisterEntry, by: User) -> EntryVersion:
    """Show the newest version to everybody, with the organisation's new source where it rests on one; tell whom it concerns.

    Raises
    ------
    EntryRefused
        There is no draft, or something that it names has gone since.
    """
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    version = entry.versions.order_by("-number")[:1].get()
    if version.state != EntryState.DRAFT:
        raise EntryRefused({"": "There is no draft to publish. Change the entry first."})
    value = kept.value(version.text_id, entry.kind)
    if entry.kind == RegisterKind.RECOMMENDATION:
        wrong = problems(_plain(value), entry.organisation)
        if wrong:
            raise EntryRefused(wrong)
        _publish_sources(entry.organisation, {value.source, *(one.source for one in value.status)}, by)
    entry.versions.filter(state=EntryState.PUBLISHED).update(state=EntryState.REPLACED)
    _put_in_register(version, by)
    if entry.kind == RegisterKind.RECOMMENDATION:
        _tell(version, concerned(value), concerned(value, public=True))
    entry_published.send(sender=EntryVersion, version=version)
    audit.record(
        by=by, action="publishing.publish_entry", subject=f"entry:{entry.pk}", organisation=entry.organisation, text=version.text_id
    )
    return version


@transaction.atomic
def withdraw(*, entry: RegisterEntry, reason: str, by: User) -> EntryVersion:
    """Take the published version out of the register; its page stays, and says why. Those who take it up are told.

    Raises
    ------
    EntryRefused
        Nothing is published.
    """
    entry = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    version = entry.versions.filter(state=EntryState.PUBLISHED).first()
    if version is None:
        raise EntryRefused({"": "It is not published, so there is nothing to withdraw."})
    version.state, version.withdrawn_at, version.withdrawn_by = EntryState.WITHDRAWN, timezone.now(), by
    version.withdrawn_because = reason
    version.save()
    version.found_by.all().delete()
    if entry.kind == RegisterKind.RECOMMENDATION:
        value = kept.value(version.text_id, entry.kind)
        _tell(version, concerned(value, withdrawn=True), concerned(value, withdrawn=True, public=True))
    entry_published.send(sender=EntryVersion, version=version)
    audit.record(
        by=by, action="publishing.withdraw_entry", subject=f"entry:{entry.pk}", organisation=entry.organisation, text=version.text_id
    )
    return version


@transaction.atomic
def see(*, news: News, organisation: Organisation, words: str, by: User) -> NewsSeen:
    """What the organisation did about a piece of news; said again, the newer words stand."""
    done, _ = NewsSeen.objects.update_or_create(news=news, organisation=organisation, defaults={"words": words, "by": by})
    audit.record(by=by, action="publishing.see_news", subject=f"news:{news.pk}", organisation=organisation)
    return done


def _add_source(organisation: Organisation, source: Plain | None, by: User) -> None:
    if source is None:
        return
    if refused := refused_id(source["id"], organisation.slug, RegisterKind.SOURCE):
        raise EntryRefused({"source": refused})
    if refused := refused_address(source.get("address", "")):
        raise EntryRefused({"new_address": refused})
    _version(_entry(organisation, RegisterKind.SOURCE, source["id"]), source, "Added with a recommendation.", by)


def _entry(organisation: Organisation, kind: str, entry_id: str) -> RegisterEntry:
    try:
        with transaction.atomic():
            return RegisterEntry.objects.create(kind=kind, entry_id=entry_id, organisation=organisation)
    except IntegrityError:  # somebody was quicker
        raise EntryRefused({"entry_id": f"The short name {entry_id} was taken just now. Choose another."}) from None


def _version(entry: RegisterEntry, value: Plain, reason: str, by: User) -> EntryVersion:
    content = canonical_text(dict(value))
    text, _ = StoredText.objects.get_or_create(pk=hashlib.sha256(content.encode()).hexdigest(), defaults={"content": content})
    read = kept.value(text.pk, entry.kind)
    number = entry.versions.count() + 1
    entry.versions.filter(state=EntryState.DRAFT).update(state=EntryState.REPLACED)
    version = EntryVersion.objects.create(entry=entry, number=number, text=text, reason=reason, by=by, **kept.columns_of(read))
    audit.record(
        by=by, action="publishing.draft_entry", subject=f"entry:{entry.pk}", organisation=entry.organisation, number=number, text=text.pk
    )
    return version


def _publish_sources(organisation: Organisation, ids: set[str], by: User) -> None:
    waiting = EntryVersion.objects.filter(
        entry__organisation=organisation, entry__kind=RegisterKind.SOURCE, entry__entry_id__in=ids, state=EntryState.DRAFT
    )
    for version in waiting.select_related("entry"):
        _put_in_register(version, by)


def _put_in_register(version: EntryVersion, by: User) -> None:
    version.state, version.published_at, version.published_by = EntryState.PUBLISHED, timezone.now(), by
    version.save()
    EntryFacet.objects.filter(version__entry=version.entry_id).delete()
    named = {**version.facets, "source": [version.source] if version.source else []}
    facets = ((name, value) for name, values in named.items() for value in dict.fromkeys(values))
    EntryFacet.objects.bulk_create(EntryFacet(version=version, kind=version.entry.kind, name=name, value=value) for name, value in facets)


def _tell(version: EntryVersion, why: Mapping[str, str], public: Mapping[str, str]) -> None:
    """News for each change package. The audit trail says nothing of which: some are drafts of other organisations."""
    News.objects.bulk_create(
        News(entry_version=version, package_id=package_id, why=said, why_public=public.get(package_id, ""))
        for package_id, said in why.items()
    )


def _plain(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = value.model_dump(mode="json", exclude_defaults=True)
    return plain
