"""Pay: offered, answered, claimed, approved by a second person, handed to finance, paid. Money is whole pence. No bank details are held."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.participant import Participant
from levelground.web.coproduction.models.series import Series
from levelground.web.coproduction.models.workshop import Workshop
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.models import Organisation


class PaymentDesk(models.Model):
    """How an organisation pays: finance's own form for the details of an account, where to ask about benefits, within how many days."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="payment_desk")
    finance_form = models.URLField(blank=True, help_text="Finance's own form, where people give their details. They are not held here.")
    finance_contact = models.TextField(blank=True, help_text="How to reach finance, for somebody who uses no forms on a screen.")
    benefits_advice = models.TextField(blank=True, help_text="Where to ask, free and in confidence, whether pay touches a benefit.")
    days_to_pay = models.PositiveIntegerField(default=30, help_text="Within how many days people are paid.")

    def __str__(self) -> str:
        return f"payment desk of {self.organisation_id}"


class OfferAnswer(models.TextChoices):
    """What somebody says to an offer. Declining is their right and closes nothing else."""

    ACCEPTED = "accepted", "Yes, pay me"
    VOUCHER = "voucher", "A voucher instead"
    DECLINED = "declined", "No, thank you"


class PaymentOffer(models.Model):
    """What one person is offered for one piece of work, at a rate of a dated table. Advice on benefits comes before the answer."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="offers")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    what = models.CharField(max_length=20, help_text="session, preparation, written, phone, review")
    words = models.CharField(max_length=200)
    rate_table = models.CharField(max_length=64)
    rate_step = models.CharField(max_length=64)
    pence = models.PositiveIntegerField(help_text="For the whole of it.")
    minutes = models.PositiveIntegerField()
    expenses = models.JSONField(default=list, help_text="Kinds of expenses that are paid too.")
    offered_at = models.DateTimeField(auto_now_add=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    benefits_flag = models.BooleanField(default=False, help_text="The person says that pay could touch a benefit.")
    advice_shown_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=OfferAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who answered for them, asked to.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("offered_at", "pk")

    def __str__(self) -> str:
        return f"offer {self.pk}"


class ClaimState(models.TextChoices):
    """Where a claim is."""

    MADE = "made", Phrase("Waiting for approval")
    RETURNED = "returned", Phrase("Sent back with a question")
    APPROVED = "approved", Phrase("Approved")
    EXPORTED = "exported", Phrase("With finance")
    PAID = "paid", Phrase("Paid")


class FinanceExport(models.Model):
    """One file for finance: the approved claims that went into it, and their sum."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="finance_exports")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pence = models.PositiveIntegerField()
    claims_counted = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")

    def __str__(self) -> str:
        return f"export {self.pk}"


class PaymentClaim(models.Model):
    """What one person is to be paid. `payee_reference` is finance's own, given when the person filled in finance's form."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="claims")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="claims")
    number = models.CharField(max_length=16, unique=True)
    form_key = models.CharField(max_length=64, unique=True, help_text="The same form sent twice is one claim.")
    state = models.CharField(max_length=20, choices=ClaimState.choices, default=ClaimState.MADE)
    method = models.CharField(max_length=20, help_text="payment or voucher")
    payee_reference = models.CharField(max_length=60, blank=True)
    pence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: by the person, under their link.",
    )
    hands = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text="Members who offered, entered or changed any of it: none approves it.",
    )
    owed_since = models.DateField(help_text="From when the days to pay are counted: the first session in it, or else when it was made.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_because = models.TextField(blank=True)
    reply = models.TextField(blank=True, help_text="What was answered to the question with which it was sent back.")
    export = models.ForeignKey(FinanceExport, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    paid_on = models.DateField(null=True, blank=True)
    finance_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return f"claim {self.number}"


class ClaimLine(models.Model):
    """One line of a claim: a piece of work under its offer, or an expense with its receipt."""

    claim = models.ForeignKey(PaymentClaim, on_delete=models.CASCADE, related_name="lines")
    offer = models.OneToOneField(PaymentOffer, on_delete=models.PROTECT, null=True, blank=True, related_name="line")
    kind = models.CharField(max_length=20, help_text="work, or a kind of expense")
    words = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(default=0)
    pence = models.PositiveIntegerField()
    receipt = models.CharField(max_length=100, blank=True, help_text="Name of the file in the site's own folder.")
    no_receipt_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"line {self.pk} of claim {self.claim_id}"
