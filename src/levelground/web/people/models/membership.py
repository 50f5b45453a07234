"""Who has which role in which organisation, and what an organisation calls its roles."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.people.models.organisation import Organisation


class Membership(models.Model):
    """One role of one person in one organisation; a person may have several. It ends, and is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"), condition=models.Q(ended_at__isnull=True), name="one_current_membership_a_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} in {self.organisation_id}"


class RoleName(models.Model):
    """What an organisation calls a role: its permissions stay."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="role_names")
    role = models.CharField(max_length=30)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "role"), name="one_name_a_role"),)

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An address that was asked to join with a role. The link holds a secret of which only the digest is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=30)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty where the operator of the site invited from a terminal.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"
