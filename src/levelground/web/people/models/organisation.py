"""Organisations, in a hierarchy: who holds drafts and publishes, and whose people may see what."""

from __future__ import annotations

from django.db import models


class OrganisationKind(models.TextChoices):
    """What kind of organisation it is."""

    TRUST = "trust", "NHS trust"
    ICB = "icb", "Integrated care board"
    NATIONAL_BODY = "national_body", "National body"
    COMMUNITY = "community", "Community organisation"


class Organisation(models.Model):
    """One organisation. Its place in the hierarchy tells who belongs to whom; it gives nobody a right to see drafts."""

    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
