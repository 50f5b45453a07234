"""Keeps the search index true: whatever is published, edited, opened or taken away is told to it in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from levelground.web.overview.actions import search_index
from levelground.web.publishing.models import Consultation, Edit, EntryVersion, PackageVersion
from levelground.web.publishing.signals import entry_published, version_published, words_taken_out


def connect() -> None:
    """Called once, when Django is ready."""
    version_published.connect(_version_published, dispatch_uid="search.version_published")
    entry_published.connect(_entry_published, dispatch_uid="search.entry_published")
    words_taken_out.connect(_words_taken_out, dispatch_uid="search.words_taken_out")
    post_save.connect(_edited, sender=Edit, dispatch_uid="search.edited")
    post_save.connect(_version_saved, sender=PackageVersion, dispatch_uid="search.version_saved")
    post_delete.connect(_version_deleted, sender=PackageVersion, dispatch_uid="search.version_deleted")
    post_save.connect(_consultation_saved, sender=Consultation, dispatch_uid="search.consultation_saved")
    post_delete.connect(_consultation_deleted, sender=Consultation, dispatch_uid="search.consultation_deleted")


def _version_published(version: PackageVersion, **_: Any) -> None:
    search_index.index_package(version.package.package_id)


def _entry_published(version: EntryVersion, **_: Any) -> None:
    search_index.index_entry(version.entry)


def _edited(instance: Edit, *, raw: bool = False, **_: Any) -> None:
    if not raw:
        search_index.index_draft(instance.version, instance.after_id)


def _words_taken_out(version: PackageVersion, **_: Any) -> None:
    if version.state not in search_index.CLOSED:
        search_index.index_draft(version, version.text_id)
    for consultation in Consultation.objects.filter(version=version):
        search_index.index_consultation(consultation)
    search_index.leave_nothing_behind()


def _version_saved(instance: PackageVersion, *, raw: bool = False, **_: Any) -> None:
    if not raw and instance.state in search_index.CLOSED:
        search_index.forget(f"draft:{instance.pk}")


def _version_deleted(instance: PackageVersion, **_: Any) -> None:
    search_index.forget(f"draft:{instance.pk}")


def _consultation_saved(instance: Consultation, *, raw: bool = False, **_: Any) -> None:
    if not raw:
        search_index.index_consultation(instance)


def _consultation_deleted(instance: Consultation, **_: Any) -> None:
    search_index.forget(f"consultation:{instance.pk}")
