"""What was done to the text of a draft: by whom, why, and what it was before and after."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.publishing.models.package_version import PackageVersion
from levelground.web.publishing.models.stored_text import StoredText


class Edit(models.Model):
    """One edit: the operations of one saved form, or a whole text that was brought in. Number 0 is the text that a draft begins with."""

    version = models.ForeignKey(PackageVersion, on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    decision = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=20)
    """begun, operations, head, import, upgrade, undo"""
    operations = models.JSONField(default=list)
    elements = models.JSONField(default=list)
    """Ids of the elements that it touched."""
    before = models.ForeignKey(StoredText, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(StoredText, on_delete=models.PROTECT, related_name="+")
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ("version", "number")
        constraints = (models.UniqueConstraint(fields=("version", "number"), name="edits_are_counted"),)

    def __str__(self) -> str:
        return f"edit {self.number} of version {self.version_id}"
