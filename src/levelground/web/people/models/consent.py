"""What a person agreed to, in which version of its words, and when they took it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ConsentRecord(models.Model):
    """One agreement of one person to one version of a text."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    subject = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    words_digest = models.CharField(max_length=64, help_text="SHA-256 of the words that were shown.")
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.subject} {self.version}"
