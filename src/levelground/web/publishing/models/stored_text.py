"""The texts of all versions, each kept once under its digest. A text never changes."""

from __future__ import annotations

from django.db import models


class StoredText(models.Model):
    """One text, exactly: encoded as UTF-8 it is the file, and `digest` is the SHA-256 of those bytes."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.TextField()

    def __str__(self) -> str:
        return self.digest
