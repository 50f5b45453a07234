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


class EntryVersion(models.Model):
    """One version of an entry: draft, published, or withdrawn. The columns after `text` are read from it, for lists and filters."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default="draft")
    text = models.ForeignKey(StoredText, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    mark = models.CharField(max_length=20)
    source = models.CharField(max_length=64, blank=True)
    facets = models.JSONField(default=dict)
    """Lists of names to filter by: addressees, ambitions, disciplines, same_as, conflicts_with."""
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("entry", "number")
        constraints = (models.UniqueConstraint(fields=("entry", "number"), name="entry_versions_are_counted"),)

    def __str__(self) -> str:
        return f"version {self.number} of {self.entry_id}"


class News(models.Model):
    """Something that changed in a register and concerns a change package: told to those who write it until they have seen to it."""

    entry_version = models.ForeignKey(EntryVersion, on_delete=models.CASCADE, related_name="news")
    package_id = models.CharField(max_length=64, db_index=True, help_text="The id of a change package, shipped or held.")
    why = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_words = models.TextField(blank=True, help_text="What was done about it, or why nothing.")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"news for {self.package_id}"
