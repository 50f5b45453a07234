"""The sessions of the demonstration: who came, what they said, what was decided and answered, and what they were paid."""

from __future__ import annotations

from levelground.web.coproduction.actions import (
    arrangements,
    claims,
    decision_changes,
    finance,
    minutes,
    offers,
    packs,
    prompts,
    quotes,
    statements,
    themes,
    workshops,
)
from levelground.web.coproduction.actions import contributions as said
from levelground.web.coproduction.actions import decisions as decide
from levelground.web.coproduction.actions import responses as respond
from levelground.web.coproduction.models import Attendance, Contribution, Participant, PaymentClaim, PaymentOffer, Workshop
from levelground.web.publishing.models import PackageVersion
from levelground.web.site.demonstration import clock
from levelground.web.site.demonstration.calls import Voices
from levelground.web.site.demonstration.cast import Cast

DISTRESS = "Dilnoza leaves the room with you, or stays on the phone. After it, 01632 960 102 answers at any hour."
POWER = "The trust pays and writes the plan down. So its people speak last, and no manager is in the room."
CAME = ("Ngozi", "Safia", "Delroy", "Mei", "Amina")
NOTES: tuple[tuple[str, str, str, bool], ...] = (
    ("Ngozi", "Say racism in the aim. If it is not named, nobody has to end it.", "Being believed", False),
    ("Delroy", "Measure how long I wait, not whether a form was filled in.", "Time", False),
    ("Safia", "An interpreter must be there before the first question, not after the first mistake.", "Language", False),
    ("Mei", "Ask us before you buy the next machine.", "Being asked", False),
    ("Amina", "The midwife on the night shift told me to be quiet. Everybody there knows who that was.", "Being believed", True),
)


def make(cast: Cast, voices: Voices) -> None:
    """Two sessions that were held, one to come."""
    first, second, third = _planned(cast, voices)
    _first(cast, voices, first)
    _second(cast, voices, second)
    _paid(cast, voices, first)
    _shown(cast, voices)
    with clock.on(-2):
        packs.write(
            workshop=third,
            kind="what_and_why",
            title="What we do in the third session",
            words="We read the plan once more, part by part. You say what is still wrong. Then you decide whether it goes out.",
            by=cast.of_trust["facilitator"],
        )
        packs.send(workshop=third, by=cast.of_trust["facilitator"])


def _planned(cast: Cast, voices: Voices) -> list[Workshop]:
    host = cast.of_trust["facilitator"]
    titles = ("What must change", "What needs to be different, and how we will know", "Reading the whole plan")
    found = []
    with clock.on(-42):
        for title, days, at in zip(titles, (-30, -16, 12), (16, 13, 14), strict=True):
            made = workshops.plan(
                series=voices.series,
                title=title,
                starts_at=clock.hour(days, at),
                link="https://meet.northshire.example/fair-care",
                agenda="10 minutes: how we are today\n40 minutes: the questions\n10 minutes: what happens next",
                by=host,
            )
            workshops.prepare(workshop=made, agenda=made.agenda, power_note=POWER, distress_route=DISTRESS, facilitators=[host], by=host)
            workshops.invite(workshop=made, participants=voices.people.values(), by=host)
            offers.offer_workshop(workshop=made, by=host)
            found.append(made)
        need = arrangements.ask(participant=voices.people["Safia"], need="An interpreter for Punjabi")
        arrangements.settle(arrangement=need, state="arranged", note="Booked for all three sessions.", by=host)
    with clock.on(-40):
        for attendance in Attendance.objects.filter(workshop__in=found, participant__name__in=CAME):
            workshops.answer_invitation(attendance=attendance, answer="yes")
    return found


def _held(cast: Cast, voices: Voices, workshop: Workshop) -> None:
    host = cast.of_trust["facilitator"]
    for name, person in voices.people.items():
        came = name in CAME
        workshops.record_attendance(
            workshop=workshop, participant=person, came=came, minutes=60 if came else 0, preparation_minutes=30 if came else 0, by=host
        )
    workshops.hold(workshop=workshop, by=host)


def _first(cast: Cast, voices: Voices, workshop: Workshop) -> None:
    """Notes to two questions, sorted by theme; the minutes go round."""
    host = cast.of_trust["facilitator"]
    with clock.on(-30, at=17):
        prompts.start_capture(workshop=workshop, by=host)
        aim = prompts.ask(workshop=workshop, words="What has to be in the aim?", element="aim", by=host)
        names = dict.fromkeys(theme for _, _, theme, _ in NOTES)
        all_themes = {name: themes.add(series=voices.series, name=name, by=host) for name in names}
        for number, (name, words, theme, sensitive) in enumerate(NOTES):
            made = said.contribute(
                series=voices.series,
                words=words,
                when="during",
                form_key=f"demonstration-note-{number}",
                participant=voices.people[name],
                workshop=workshop,
                prompt=aim if number == 0 else None,
                sensitive=sensitive,
                sensitive_because="A person of the staff could be known from it" if sensitive else "",
            )
            said.set_themes(contribution=made, themes=[all_themes[theme]], by=host)
        prompts.stop_capture(workshop=workshop, by=host)
        _held(cast, voices, workshop)
    with clock.on(-28):
        text = minutes.write(workshop=workshop, words="Five people came.\n\nWe spoke about the aim. Racism is to be named in it.", by=host)
        sent = minutes.send(minutes=text, by=host)
    with clock.on(-26):
        minutes.correct(minutes=sent, participant=voices.people["Delroy"], words="I spoke about waiting too. It is missing.")


def _note(voices: Voices, name: str) -> Contribution:
    return Contribution.objects.filter(series=voices.series, participant=voices.people[name]).order_by("pk")[0]


def _second(cast: Cast, voices: Voices, workshop: Workshop) -> None:
    """Two decisions: one that changed the aim, one that could not be, with a dissent that is kept; a third is open."""
    host, lead = cast.of_trust["facilitator"], cast.of_trust["qi_lead"]
    with clock.on(-16, at=14):
        _held(cast, voices, workshop)
        aim = decide.open(
            series=voices.series,
            subject="aim",
            question="Does the aim name racism?",
            options=["Yes: racism stands in it", "No: it stays as it is"],
            workshop=workshop,
            by=host,
        )
        decide.rest_on(decision=aim, contribution=_note(voices, "Ngozi"), side="for", by=host)
        for name in CAME:
            decide.take_part(decision=aim, participant=voices.people[name], stance="for", option=0, by=host)
        decide.decide(decision=aim, chosen=0, method="consensus", reasons="Everybody who came said so.", by=host)
        centre = decide.open(
            series=voices.series,
            subject="idea",
            question="Is the interpreter there before the first question, at every hour?",
            options=["At every hour", "By day, and by phone at night"],
            workshop=workshop,
            by=host,
        )
        decide.rest_on(decision=centre, contribution=_note(voices, "Safia"), side="for", by=host)
        for name in CAME:
            against = name == "Safia"
            decide.take_part(
                decision=centre,
                participant=voices.people[name],
                stance="against" if against else "accepts",
                option=0 if against else 1,
                dissent="A telephone at night is what I had. It is not enough." if against else "",
                may_be_shown=against,
                by=host,
            )
        decide.decide(decision=centre, chosen=1, method="vote", reasons="There is no interpreter to be found at night this year.", by=host)
    with clock.on(-12):
        draft = PackageVersion.objects.select_related("package").get(pk=voices.draft.pk)
        words = "Racism in our care is named and ended: nobody waits longer or is believed less because of their ethnic group"
        decision_changes.we_did(
            decision=aim,
            version=draft,
            element_id="aim",
            fields={"statement": words},
            seen=draft.edits,
            reason="Those who came asked for it.",
            by=lead,
        )
        respond.respond(decision=aim, contribution=_note(voices, "Ngozi"), words="You said: name it. The aim names it now.", by=host)
        decide.close(decision=aim, outcome="we_did", words="The aim names racism.", by=host)
        respond.respond(decision=centre, contribution=_note(voices, "Safia"), words="By day from May. At night by phone for now.", by=host)
        for part in centre.parts.filter(stance="against"):
            respond.respond_to_dissent(
                decision=centre, part=part, words="You are right that it is not enough. We ask again in a year.", by=host
            )
        decide.close(decision=centre, outcome="we_could_not", words="We found nobody for the nights. The board hears of it.", by=host)
        open_one = decide.open(
            series=voices.series,
            subject="measure",
            question="Do we measure the time until the first pain relief?",
            options=["Yes, for each ethnic group", "Not yet"],
            by=host,
        )
        decide.rest_on(decision=open_one, contribution=_note(voices, "Delroy"), side="for", by=host)


def _paid(cast: Cast, voices: Voices, workshop: Workshop) -> None:
    """Two people were paid, one claim waits, one person has not said yet how they want to be paid."""
    host, approver = cast.of_trust["facilitator"], cast.of_trust["finance_approver"]
    made = []
    with clock.on(-25):
        for name in ("Ngozi", "Safia", "Delroy"):
            made.append(_claim(voices.people[name], workshop))
    with clock.on(-20):
        for claim in made[:2]:
            claims.approve(claim=claim, by=approver)
        finance.export(organisation=cast.trust, by=approver)
    with clock.on(-14) as then:
        for claim in made[:2]:
            finance.mark_paid(claim=claim, paid_on=then.date(), finance_reference=f"FIN-{claim.number}", by=approver)
    with clock.on(-10):
        offers.advice_shown(participant=voices.people["Mei"], by=host)


def _claim(person: Participant, workshop: Workshop) -> PaymentClaim:
    offers.advice_shown(participant=person)
    rows = list(PaymentOffer.objects.filter(participant=person, workshop=workshop))
    for row in rows:
        offers.answer(offer=row, answer="accepted")
    again = list(PaymentOffer.objects.filter(participant=person, workshop=workshop))
    return claims.make(participant=person, lines=again, method="payment", payee_reference=f"PAYEE-{person.number:03}")


def _shown(cast: Cast, voices: Voices) -> None:
    """A quote that stands on the public page, one that waits for its author, a statement of the group, words taken back."""
    host = cast.of_trust["facilitator"]
    with clock.on(-9):
        place = f"/you-said/{voices.series.code}/"
        first = quotes.ask(contribution=_note(voices, "Ngozi"), words="If it is not named, nobody has to end it.", place=place, by=host)
        quotes.approve(quote=first)
        quotes.show(quote=first, by=host)
        quotes.ask(contribution=_note(voices, "Mei"), words="Ask us before you buy the next machine.", place=place, by=host)
        own = statements.write(
            series=voices.series,
            title="We disagree about the nights",
            words="Most of us could live with the decision. One of us could not. We want both to be read.",
            disagrees=True,
            participant=voices.people["Delroy"],
        )
        for name in ("Delroy", "Ngozi", "Safia"):
            statements.agree(statement=own, participant=voices.people[name])
        statements.show(statement=own, by=host)
        taken = said.contribute(
            series=voices.series,
            words="Words that somebody took back.",
            when="after",
            form_key="demonstration-note-taken-back",
            participant=voices.people["Mei"],
        )
        said.withdraw(contribution=taken)
