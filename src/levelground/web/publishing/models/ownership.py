"""Which person answers for an element inside the organisation. The text names organisations and roles, never people."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.publishing.models.package_version import HeldPackage


class Ownership(models.Model):
    """The owner of one element of a change package, over all its versions."""

    package = models.ForeignKey(HeldPackage, on_delete=models.CASCADE, related_name="ownerships")
    element = models.CharField(max_length=64)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    named_at = models.DateTimeField(auto_now_add=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("package", "element"), condition=models.Q(ended_at__isnull=True), name="one_owner_an_element"),
        )

    def __str__(self) -> str:
        return f"owner of {self.element} in {self.package_id}"
