"""What somebody said, in their words, and what may be done with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.concern import Concern
from levelground.web.coproduction.models.participant import Participant
from levelground.web.coproduction.models.series import Series
from levelground.web.coproduction.models.workshop import Workshop
from levelground.web.design_system.phrases import Phrase


class Prompt(models.Model):
    """A question that a session asks. `element`: the part of the draft that it is about."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="prompts")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    element = models.CharField(max_length=64, blank=True)
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("workshop", "number"), name="prompts_are_counted"),)

    def __str__(self) -> str:
        return f"prompt {self.number} of workshop {self.workshop_id}"


class Theme(models.Model):
    """What several contributions have in common, as a column of the board."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(max_length=120)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("series", "name"), name="one_theme_a_name"),)

    def __str__(self) -> str:
        return f"theme {self.pk}"


class Attribution(models.TextChoices):
    """How the person wants to be named; nobody has to be."""

    ANONYMOUS = "anonymous", Phrase("Without a name")
    PSEUDONYM = "pseudonym", Phrase("Under a name that I choose")
    NAME = "name", Phrase("With my name")


class WhenSaid(models.TextChoices):
    """Before, in or after a session: all count the same."""

    BEFORE = "before", "Before the session"
    DURING = "during", "In the session"
    AFTER = "after", "After the session"
    ANY_TIME = "any_time", "Outside the sessions"


class Contribution(models.Model):
    """One thing that somebody said. `public_id` is all that a change package holds of it; withdrawn, its words are gone."""

    public_id = models.CharField(max_length=16, unique=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    workshop = models.ForeignKey(Workshop, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions")
    prompt = models.ForeignKey(Prompt, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions")
    concern = models.OneToOneField(Concern, on_delete=models.SET_NULL, null=True, blank=True, related_name="contribution")
    form_key = models.CharField(max_length=64, unique=True, help_text="The same note sent twice is one.")
    when = models.CharField(max_length=10, choices=WhenSaid.choices)
    medium = models.CharField(max_length=10, default="text", help_text="text, phone, paper, transcript")
    words = models.TextField()
    language = models.CharField(max_length=10, default="en-GB")
    element = models.CharField(max_length=64, blank=True, help_text="The part of the change package that it is about, where it says so.")
    attribution = models.CharField(max_length=10, choices=Attribution.choices, default=Attribution.ANONYMOUS)
    themes = models.ManyToManyField(Theme, blank=True, related_name="contributions")
    sensitive = models.BooleanField(default=False, help_text="Somebody could be known from it, or it is hard to read.")
    sensitive_because = models.CharField(max_length=200, blank=True)
    flagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said that it is sensitive; empty: the person themselves.",
    )
    read_again_at = models.DateTimeField(null=True, blank=True)
    read_again_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_again_verdict = models.CharField(max_length=20, blank=True, help_text="may_be_quoted or not_quoted")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"contribution {self.public_id}"


class Quote(models.Model):
    """Exact words in an exact place, shown to nobody until their author has seen them there and agreed."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="quotes")
    words = models.TextField()
    place = models.CharField(max_length=200, help_text="Where it would stand: an address of this site, or the name of a report.")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"quote {self.pk}"


class GroupStatement(models.Model):
    """What the group itself says on a page or in a report: unedited, but where somebody could be known or the law forbids it."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="statements")
    title = models.CharField(max_length=200)
    words = models.TextField()
    disagrees = models.BooleanField(default=False)
    edited_because = models.TextField(blank=True, help_text="What was taken out, and why: identification or the law, nothing else.")
    at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: somebody of the group wrote it, by their private link.",
    )
    agreed_by = models.ManyToManyField(Participant, blank=True, related_name="statements")
    shown_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"statement {self.pk}"
