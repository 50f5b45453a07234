"""A series of meetings in which people shape one change package, and who may know the names of those who come."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.design_system.phrases import Phrase
from levelground.web.people.models import Organisation
from levelground.web.publishing.models import HeldPackage


class InfluenceLevel(models.TextChoices):
    """How much of the decision is shared; said before anybody gives their time."""

    INFORMED = "informed", Phrase("You are told what is decided")
    CONSULTED = "consulted", Phrase("You are asked, and told what was done with what you said")
    INVOLVED = "involved", Phrase("You work on it with us; we decide")
    SHARED = "shared", Phrase("We decide together")
    DECIDING = "deciding", Phrase("You decide")


class Series(models.Model):
    """One piece of co-production: its open calls, workshops, contributions and decisions. `code` is in its short address."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="series")
    package = models.ForeignKey(HeldPackage, on_delete=models.PROTECT, null=True, blank=True, related_name="series")
    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    influence = models.CharField(max_length=20, choices=InfluenceLevel.choices)
    identities_held_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="identities_of",
        help_text="Another organisation that alone knows who takes part, such as a community group; empty: the host.",
    )
    public_at = models.DateTimeField(null=True, blank=True, help_text="When its public page was opened.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"series {self.code}"


class IdentityHolder(models.Model):
    """One of the two named people, at most, who know who takes part. Never a line manager or a member of a care team."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="identity_holders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_as = models.CharField(max_length=200, help_text="Name and role, as everybody reads them on the call.")
    confirmed_independent = models.BooleanField(default=False, help_text="Neither a line manager nor a care team of anybody who comes.")
    named_at = models.DateTimeField(auto_now_add=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "user"), condition=models.Q(ended_at__isnull=True), name="a_holder_is_named_once"),
        )

    def __str__(self) -> str:
        return f"holder {self.user_id} of series {self.series_id}"


class ServedGroup(models.Model):
    """How many people of one group are served where the series works: what those who came are set beside."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="served_groups")
    characteristic = models.CharField(max_length=30)
    group = models.CharField(max_length=100)
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("series", "characteristic", "group"), name="one_count_a_served_group"),)

    def __str__(self) -> str:
        return f"{self.characteristic}: {self.group}"
