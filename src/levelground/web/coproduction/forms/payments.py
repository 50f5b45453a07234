"""What people and members fill in around pay. No form has a box for bank details, and none takes them in another box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from levelground.registers.payment_rates import latest, rate_tables
from levelground.web.coproduction import receipts
from levelground.web.coproduction.account_details import REFUSED, looks_like_account
from levelground.web.coproduction.claim_parts import ExpenseGiven
from levelground.web.coproduction.forms.inputs import any_of, long_words, one_of, one_of_many, short_words, whole_number, yes
from levelground.web.coproduction.models import ClaimLine, OfferAnswer, Participant, PaymentClaim
from levelground.web.coproduction.money import NotAnAmount, pence_in, pounds
from levelground.web.coproduction.offered import EXPENSES
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.payment_words import WORK
from levelground.web.coproduction.queries.payments import OfferStanding
from levelground.web.design_system.phrases import Phrase
from levelground.web.publishing.forms.days import day

BETWEEN = "/"
"""Stands between the table and its step in the value of a rate."""
LATER = "later"
COSTS_AT_ONCE = 3
REFERENCE = Phrase("It is the one that finance gave you when you filled in its form. No bank details here.")


class WithoutAccounts(forms.Form):
    """A form none of whose texts may be the details of an account."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and looks_like_account(value):
                self.add_error(name, REFUSED)
        return cleaned


class AmountField(forms.CharField):
    """An amount in pounds, as whole pence; None where nothing was written."""

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        try:
            return pence_in(typed) if typed else None
        except NotAnAmount as wrong:
            raise ValidationError(str(wrong)) from None


def amount(label: str, hint: str = "", *, ask: str = "") -> AmountField:
    """A box for an amount in pounds."""
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return AmountField(label=label, help_text=hint, required=bool(ask), max_length=20, widget=widget, error_messages={"required": ask})


def some_of(label: str, *, ask: str) -> forms.MultipleChoiceField:
    """Boxes to tick, of which at least one must be; `ask` says so."""
    field = any_of(label, ())
    field.required = True
    field.error_messages["required"] = ask
    return field


def rate_choices(*also: tuple[str, str]) -> list[tuple[str, str]]:
    """The steps of today's table, and any others that people were promised, each with what it pays."""
    table = latest(timezone.localdate())
    wanted = [*((table.id, step.id) for step in table.steps), *also]
    return [(BETWEEN.join(rate), _rate_words(rate)) for rate in dict.fromkeys(wanted) if rate[0] in rate_tables()]


def _rate_words(rate: tuple[str, str]) -> str:
    table = rate_tables()[rate[0]]
    step = table.step(rate[1])
    older = "" if table == latest(timezone.localdate()) else f" (rates from {table.from_date.year})"
    return f"{pounds(step.pence)}: {step.words}{older}"


class OfferForm(WithoutAccounts):
    """Pay for one piece of work, for one person or several."""

    people = some_of("Whom do you offer it?", ask="Choose at least one person.")
    what = one_of("What is it for?", WORK.items(), ask="Choose what the pay is for.")
    words = short_words(
        "What is it, in a few words?", "The person reads this. For example: comments on the draft aim.", ask="Say what it is."
    )
    rate = one_of_many("At which rate?", (), ask="Choose a rate.")
    minutes = whole_number("How many minutes does it take?", "Count the time to get ready too.", least=1, most=6000)
    amount = amount("Amount in pounds, if it is more than the rate", "Leave it empty to pay the rate. It can never be less.")
    expenses = any_of("Which costs do you pay on top?", EXPENSES.items())

    def __init__(self, data: Any = None, *, people: Sequence[Participant], rate: tuple[str, str]) -> None:
        super().__init__(data, initial={"rate": BETWEEN.join(rate), "minutes": 60})
        self.people_by_id = {str(each.pk): each for each in people}
        self.fields["people"].choices = [(pk, each.label) for pk, each in self.people_by_id.items()]  # type: ignore[attr-defined]
        self.fields["rate"].choices = rate_choices(rate)  # type: ignore[attr-defined]

    def clean_people(self) -> list[Participant]:
        return [self.people_by_id[pk] for pk in self.cleaned_data["people"]]

    def rate_given(self) -> tuple[str, str]:
        """The table and the step that were chosen."""
        table, _, step = self.cleaned_data["rate"].partition(BETWEEN)
        return table, step


class OfferWorkshopForm(forms.Form):
    """Pay for a session, for everybody who was asked to it."""

    rate = one_of_many("At which rate?", (), "Nobody gets less than the call promised.", ask="Choose a rate.")
    preparation_minutes = whole_number("How many minutes do people need to get ready?", "This time is paid at the same rate.", most=600)

    def __init__(self, data: Any = None, *, rate: tuple[str, str], preparation: int) -> None:
        super().__init__(data, initial={"rate": BETWEEN.join(rate), "preparation_minutes": preparation})
        self.fields["rate"].choices = rate_choices(rate)  # type: ignore[attr-defined]

    def rate_given(self) -> tuple[str, str]:
        """The table and the step that were chosen."""
        table, _, step = self.cleaned_data["rate"].partition(BETWEEN)
        return table, step


class OfferAnswerForm(forms.Form):
    """What somebody says to what they are offered; one answer for all that they tick."""

    offers = some_of("What is your answer for?", ask=Phrase("Tick at least one."))
    answer = one_of(
        "Your answer",
        (*OfferAnswer.choices, (LATER, "I want advice first. I answer later")),
        "Each answer is fine. You can change it until you claim.",
        ask=Phrase("Choose an answer."),
    )
    benefits = yes("I get benefits that pay could change", "You do not have to say. It changes nothing in what you are offered.")
    advised = yes("I told them that pay can change benefits, and where to ask")

    def __init__(self, data: Any = None, *, standings: Sequence[OfferStanding], for_them: bool = False) -> None:
        changeable = {str(each.offer.pk): each for each in standings if each.claim is None}
        waiting = [pk for pk, each in changeable.items() if each.open]
        super().__init__(data, initial={"offers": waiting or list(changeable)})
        self.by_id = changeable
        choices = [(pk, f"{each.offer.words}: {pounds(each.pence)}") for pk, each in changeable.items()]
        self.fields["offers"].choices = choices  # type: ignore[attr-defined]
        if not for_them:
            del self.fields["advised"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wants_pay = cleaned.get("answer") in (OfferAnswer.ACCEPTED, OfferAnswer.VOUCHER)
        if "advised" in self.fields and wants_pay and not cleaned.get("advised"):
            self.add_error("advised", "Tell them first that pay can change benefits, and where to ask. Then tick the box.")
        return cleaned

    def chosen(self) -> list[OfferStanding]:
        """The offers that were ticked."""
        return [self.by_id[pk] for pk in self.cleaned_data["offers"]]


class CostForm(WithoutAccounts):
    """One cost. Left empty as a whole, it is none."""

    kind = one_of_many(Phrase("What kind of cost?"), (("", Phrase("Choose")), *EXPENSES.items()))
    words = short_words(Phrase("What was it?"), Phrase("For example: bus there and back."))
    amount = amount(Phrase("What did it cost?"), Phrase("In pounds, such as 4.20."))
    receipt = forms.FileField(
        label=Phrase("The receipt"),
        help_text=Phrase("A photo or a PDF file. Cover your name and all bank details."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
        error_messages={"empty": "This file is empty. Choose it again."},
    )
    no_receipt_because = short_words(Phrase("No receipt? Say why"), Phrase("For example: the bus gives none. That is fine."))

    def clean_receipt(self) -> bytes:
        given: UploadedFile[Any] | None = self.cleaned_data["receipt"]
        if not given:
            return b""
        content: bytes = given.read()
        try:
            receipts.refuse_unless_receipt(content, given.size)
        except PaymentRefused as refused:
            raise ValidationError(refused.message) from None
        return content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.filled:
            return cleaned
        for name, ask in (("kind", "Choose what kind of cost it was."), ("amount", "Write what it cost.")):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, ask)
        if not (cleaned.get("receipt") or cleaned.get("no_receipt_because")) and "receipt" not in self.errors:
            self.add_error("receipt", "Add the receipt, or say why there is none.")
        return cleaned

    @property
    def filled(self) -> bool:
        """Whether anything was written or chosen."""
        return self.is_bound and self.has_changed()

    def given(self) -> ExpenseGiven:
        """The cost as the action takes it."""
        clean = self.cleaned_data
        return ExpenseGiven(clean["kind"], clean["words"], clean["amount"], clean["receipt"], clean["no_receipt_because"])


class ClaimForm(WithoutAccounts):
    """What somebody claims: work that is ticked, and costs."""

    form_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    work = any_of("What did you do?", ())
    payee_reference = short_words(Phrase("Your reference with finance"), REFERENCE, longest=60)

    def __init__(self, data: Any = None, *, standings: Sequence[OfferStanding], money: bool, reference: str, form_key: str) -> None:
        self.by_id = {str(each.offer.pk): each for each in standings}
        initial = {"work": list(self.by_id), "payee_reference": reference, "form_key": form_key}
        super().__init__(data, initial=initial)
        choices = [
            (pk, Phrase("%(work)s, %(number)s minutes: %(pay)s", work=each.offer.words, number=each.minutes, pay=pounds(each.pence)))
            for pk, each in self.by_id.items()
        ]
        self.fields["work"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["work"]
        if not money:
            del self.fields["payee_reference"]

    def chosen(self) -> list[OfferStanding]:
        """The work that was ticked."""
        return [self.by_id[pk] for pk in self.cleaned_data.get("work", [])]


def cost_forms(data: Any = None, files: Any = None, *, count: int = COSTS_AT_ONCE) -> list[CostForm]:
    """Several costs, each in a part of its own."""
    return [CostForm(data, files, prefix=f"cost{number}") for number in range(1, count + 1)]


class ReplyForm(WithoutAccounts):
    """The answer to the question with which a claim came back."""

    reply = long_words("Your answer", ask="Write an answer.", longest=1000)
    payee_reference = short_words(Phrase("Your reference with finance"), REFERENCE, longest=60)
    take_out = any_of("Take out of the claim", (), "Tick only what should not be paid.")

    def __init__(self, data: Any = None, *, claim: PaymentClaim) -> None:
        super().__init__(data, initial={"payee_reference": claim.payee_reference})
        lines: list[ClaimLine] = list(claim.lines.all())
        self.fields["take_out"].choices = [(str(line.pk), f"{line.words}: {pounds(line.pence)}") for line in lines]  # type: ignore[attr-defined]
        if claim.method != "payment":
            del self.fields["payee_reference"]


class QuestionForm(WithoutAccounts):
    """A question with which a claim goes back."""

    because = long_words("What do you ask?", "The person reads this. Say what you need from them.", ask="Write what you ask.", longest=1000)


class PaidForm(WithoutAccounts):
    """What finance has paid, when, and under which reference of its own."""

    claims = some_of("Which claims were paid?", ask="Tick at least one claim.")
    paid_on = day("On which day?", "Write the day on which they were paid.")
    finance_reference = short_words(
        "Finance's reference", "The number of the payment run, for example.", ask="Write finance's reference.", longest=60
    )

    def __init__(self, data: Any = None, *, claims: Sequence[PaymentClaim]) -> None:
        self.by_id = {str(each.pk): each for each in claims}
        super().__init__(data, initial={"claims": list(self.by_id)})
        choices = [(pk, f"{each.number}: {pounds(each.pence)}") for pk, each in self.by_id.items()]
        self.fields["claims"].choices = choices  # type: ignore[attr-defined]

    def clean_claims(self) -> list[PaymentClaim]:
        return [self.by_id[pk] for pk in self.cleaned_data["claims"]]


class DeskForm(WithoutAccounts):
    """How the organisation pays."""

    finance_form = forms.URLField(
        label="Address of finance's own form",
        help_text="There people give the details of their account. We do not keep them here.",
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": "This is no address of a page. It should look like https://finance.example.org/form."},
    )
    finance_contact = long_words(
        "How else can people reach finance?", "A phone number and an address, for those who use no forms on a screen.", longest=500
    )
    benefits_advice = long_words(
        "Where can people ask if pay changes their benefits?",
        "It must be free, and nobody may tell you who asked. People read this before they answer.",
        longest=1000,
    )
    days_to_pay = whole_number("Within how many days do you pay?", "From the session. People read this.", least=1, most=90)
