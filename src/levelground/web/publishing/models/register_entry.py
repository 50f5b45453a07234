"""Entries that an organisation adds to the registers: each version is a text, as a file of the library would hold it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.people.models import Organisation
from levelground.web.publishing.models.stored_text import StoredText


class RegisterKind(models.TextChoices):
    """Which register an entry stands in."""

    RECOMMENDATION = "recommendation", "Recommendation"
    SOURCE = "source", "Source"
    EVIDENCE = "evidence", "Evidence"
    RESOURCE = "resource", "Resource"


class RegisterEntry(models.Model):
    """One entry. The latest published version of it is what the register shows."""

    kind = models.CharField(max_length=20, choices=RegisterKind.choices)
    entry_id = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="register_entries")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "entry_id"), name="one_entry_an_id"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id}"


class EntryState(models.TextChoices):
    """Where a version of an entry is in its life. One version of an entry at most is published."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced by a newer version"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EntryVersion(models.Model):
    """One version of an entry. The columns after `text` are read from it when it is stored, for lists, filters and files."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=EntryState.choices, default=EntryState.DRAFT)
    text = models.ForeignKey(StoredText, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=4000, blank=True)
    words = models.TextField()
    mark = models.CharField(max_length=20)
    source = models.CharField(max_length=64, blank=True)
    edition = models.CharField(max_length=4000, blank=True)
    facets = models.JSONField(default=dict)
    """Lists of names by what they say: addressee, ambition, discipline, theme, same_as, conflicts_with, known and others."""
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("entry", "number")
        constraints = (
            models.UniqueConstraint(fields=("entry", "number"), name="entry_versions_are_counted"),
            models.UniqueConstraint(fields=("entry",), condition=models.Q(state="published"), name="one_published_version_an_entry"),
        )
        indexes = (models.Index(fields=("state", "source")),)

    def __str__(self) -> str:
        return f"version {self.number} of {self.entry_id}"


class EntryFacet(models.Model):
    """One name under which a published entry is found. Only what stands in a register now has any, so a filter is one look-up."""

    version = models.ForeignKey(EntryVersion, on_delete=models.CASCADE, related_name="found_by")
    kind = models.CharField(max_length=20, choices=RegisterKind.choices)
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=500)

    class Meta:
        indexes = (models.Index(fields=("kind", "name", "value", "version")),)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class News(models.Model):
    """Something that changed in a register and concerns a change package, shipped or held, with why it does."""

    entry_version = models.ForeignKey(EntryVersion, on_delete=models.CASCADE, related_name="news")
    package_id = models.CharField(max_length=64, db_index=True)
    why = models.TextField(help_text="For its writers: told from what is published and from drafts.")
    why_public = models.TextField(blank=True, help_text="For everybody else: told from what is published only.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"news for {self.package_id}"


class NewsSeen(models.Model):
    """What an organisation did about a piece of news, or why nothing. Several may write from the same change package: each sees to it."""

    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="seen")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("news", "organisation"), name="news_is_seen_once"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} saw to {self.news_id}"
