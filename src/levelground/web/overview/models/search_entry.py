"""What can be searched: a row for each thing that has a page. It is made from the things themselves and can be made again."""

from __future__ import annotations

from django.db import models

from levelground.web.people.models import Organisation


class Found(models.TextChoices):
    """What a search finds; the order is that of the filter on the page."""

    PACKAGE = "package", "Change packages"
    ELEMENT = "element", "Parts of change packages"
    RECOMMENDATION = "recommendation", "Recommendations"
    EVIDENCE = "evidence", "Evidence"
    RESOURCE = "resource", "Resources"
    FRAMEWORK = "framework", "Frameworks and strategies"
    CONSULTATION = "consultation", "Open consultations"
    HELP = "help", "Help"
    DRAFT = "draft", "Your drafts"


class SearchEntry(models.Model):
    """One thing to find. `subject` is what it belongs to (`package:core`), `part` which part of that (`P1`).

    With an organisation, only its members who may see drafts find it. After `until` nobody finds it.
    """

    subject = models.CharField(max_length=120)
    part = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=20, choices=Found.choices)
    title = models.TextField()
    body = models.TextField(blank=True)
    context = models.CharField(max_length=600, blank=True)
    address = models.CharField(max_length=400)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "part"), name="found_once"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.part}".strip()
