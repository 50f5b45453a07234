"""A second person reads a draft before it is published."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.publishing.models.package_version import PackageVersion
from levelground.web.publishing.models.stored_text import StoredText


class Verdict(models.TextChoices):
    """What a reviewer says."""

    ACCEPTED = "accepted", "It can be published"
    SENT_BACK = "sent_back", "It needs more work"


class Review(models.Model):
    """One request to read one text, and the answer."""

    version = models.ForeignKey(PackageVersion, on_delete=models.CASCADE, related_name="reviews")
    text = models.ForeignKey(StoredText, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"review {self.pk} of version {self.version_id}"
