"""Change packages that an organisation writes, and the versions of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.people.models import Organisation
from levelground.web.publishing.models.stored_text import StoredText


class HeldPackage(models.Model):
    """A change package of an organisation. Its id begins with the organisation's slug, so that no two organisations ever meet in one."""

    package_id = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="packages")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.package_id


class VersionState(models.TextChoices):
    """Where a version is in its life."""

    DRAFT = "draft", "Draft"
    CONSULTATION = "consultation", "Out for consultation"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PackageVersion(models.Model):
    """One version. Its content is its text; the columns below `text` are read from it when it is stored, for lists only.

    `edits` counts the edits that made the text: a form says which count it was filled in against. While the state is not
    `draft` the text does not change.
    """

    package = models.ForeignKey(HeldPackage, on_delete=models.PROTECT, related_name="versions")
    state = models.CharField(max_length=20, choices=VersionState.choices, default=VersionState.DRAFT)
    text = models.ForeignKey(StoredText, on_delete=models.PROTECT, related_name="+")
    edits = models.PositiveIntegerField(default=0)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    summary = models.TextField()
    discipline = models.CharField(max_length=200)
    co_production = models.CharField(max_length=40)
    ambitions = models.JSONField(default=list)
    adapts_id = models.CharField(max_length=64, blank=True)
    adapts_version = models.CharField(max_length=40, blank=True)
    recommendation_ids = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("package", "number"), condition=models.Q(state__in=("published", "withdrawn")), name="one_published_text_a_version"
            ),
            models.UniqueConstraint(
                fields=("package",), condition=models.Q(state__in=("draft", "consultation", "review")), name="one_open_version_a_package"
            ),
        )
        indexes = (models.Index(fields=("state", "-published_at")),)

    def __str__(self) -> str:
        return f"{self.package_id}@{self.number} ({self.state})"
