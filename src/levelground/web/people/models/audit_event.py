"""The audit trail: one row for each thing that somebody did, chained so that no row can be changed unseen."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One deed. Holds ids, names of fields and keyed digests; never a name, an address or words of a person.

    `digest` is the SHA-256 over `previous` and every other field (`audit_trail.digest_of`); numbers have no gaps.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, help_text="The id of the person; empty where the system did it by itself.")
    organisation = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, help_text="What it was done to, as `kind:id`.")
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128, help_text="Ed25519, by a key that is not in the database (`audit_key`).")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.action}"
