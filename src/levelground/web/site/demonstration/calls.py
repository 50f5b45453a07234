"""Two series of the demonstration: one whose call has closed and whose people were chosen, one whose call is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from levelground.web.coproduction.actions import (
    call_backs,
    interest,
    interest_entry,
    missing_people,
    notices,
    offers,
    opportunities,
    participants,
    selection,
)
from levelground.web.coproduction.actions import concerns as concern_actions
from levelground.web.coproduction.actions import series as series_actions
from levelground.web.coproduction.models import ExpressionOfInterest, Opportunity, Participant, Series
from levelground.web.coproduction.promises import PROMISES
from levelground.web.coproduction.served_counts import ServedCount
from levelground.web.people.models import Organisation, User
from levelground.web.publishing.actions import drafts, edits
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.queries import published
from levelground.web.site.demonstration import clock
from levelground.web.site.demonstration.cast import Cast

ABOUT = {
    "summary": "This change package is made up, for trying Levelground. It shows how people shape a plan. Do not use it for care.",
    "reason": "To show, on a made-up organisation, how a change package is written with those whom it is for.",
    "provenance.statement": "Made up for the demonstration of Levelground, from the change package that it adapts.",
    "provenance.not_claimed": "No organisation has written, seen or approved it. The people who speak in it are made up.",
}
OFFERED: dict[str, Any] = {
    "influence": "shared",
    "rate_table": "nihr_2025",
    "rate_step": "hour",
    "sessions": 3,
    "session_minutes": 60,
    "preparation_minutes": 30,
    "expenses": ["travel", "carer", "childcare", "data", "interpreter"],
    "benefits_warning": "Pay can change what you get in benefits. Ask before you say yes to it. You can take part without pay.",
    "access_formats": ["video", "phone", "interpreter", "sign_language", "easy_read", "breaks"],
    "group_size": 6,
    "contact_name": "Dilnoza Karimova",
    "contact_phone": "01632 960 101",
    "contact_email": "dilnoza.karimova@northshire.example",
    "contact_post": "Fair care, Northshire Hospitals (made up), 1 Example Street, Northshire",
    "support": "Call our support line, 01632 960 102, at any hour. Somebody who is not in your care team answers.",
    "passed_on": "If we hear that a child or an adult may come to harm, we tell the safeguarding lead of Northshire Hospitals.",
    "complaints": "Call the patient experience team, 01632 960 103. An advocate helps you for free: 01632 960 104.",
    "staff_named": "The head of the service reads it and talks with the person. If you want, we tell you what came of it.",
}
CRITERIA = ("Has had care made worse by racism in the last five years", "Speaks for what they have lived, not for an organisation")
PEOPLE: tuple[tuple[str, str, str, str, tuple[str, str]], ...] = (
    (
        "Ngozi",
        "email",
        "ngozi@people.example",
        "I waited six hours with a crisis. They thought that I wanted drugs.",
        ("African", "25 to 34"),
    ),
    ("Safia", "phone", "01632 960 111", "Nobody asked in which language I think. My son translated.", ("Pakistani", "35 to 49")),
    (
        "Delroy",
        "email",
        "delroy@people.example",
        "My mother was not believed twice. I want to see that it changes.",
        ("Caribbean", "50 to 64"),
    ),
    ("Mei", "email", "mei@people.example", "The machine on my finger read well and I was not.", ("Chinese", "35 to 49")),
    ("Tomasz", "post", "4 Example Road, Northshire", "I clean the ward at night. I see who is helped first.", ("Other White", "35 to 49")),
    ("Amina", "phone", "01632 960 112", "I gave birth here. I was told to be quiet.", ("African", "25 to 34")),
    ("Precious", "email", "precious@people.example", "I can come in the evening only.", ("Caribbean", "18 to 24")),
    ("Hassan", "phone", "01632 960 113", "I speak Urdu. Please call me.", ("Pakistani", "65 to 79")),
    ("Ravi", "email", "ravi@people.example", "I wrote to them three times. Nobody wrote back.", ("Indian", "50 to 64")),
    ("Joy", "phone", "01632 960 115", "I look after my father. They talk to me, not to him.", ("African", "35 to 49")),
    ("Leyla", "email", "leyla@people.example", "They could not say my name, so they did not call me.", ("Arab", "25 to 34")),
    ("Marcia", "email", "marcia@people.example", "I work there. I know both sides of the desk.", ("Caribbean", "50 to 64")),
)
"""Who answers the first call, all made up: name, how and where to reach them, what they have lived, and what they say of themselves."""


@dataclass(frozen=True)
class Voices:
    """What the sessions of the demonstration are about: the series, its draft, its people by name."""

    series: Series
    draft: PackageVersion
    people: dict[str, Participant]


def make(cast: Cast) -> Voices:
    """The first series up to the day on which everybody was told; the second with its open call; a desk for concerns."""
    host, lead = cast.of_trust["facilitator"], cast.of_trust["qi_lead"]
    with clock.on(-72):
        draft = _draft(cast.trust, lead)
        series = series_actions.start(
            organisation=cast.trust,
            title="Care without racism: three sessions to write the plan",
            purpose="To write, with the people who pay for it with their health, what must change in our hospitals, and how we will know.",
            influence="shared",
            package=draft.package,
            by=host,
        )
        _names(series, {"Dilnoza Karimova, facilitator": host, "Hamid Rahmani, community partner": cast.of_trust["partner"]}, host)
        series_actions.set_served_groups(series=series, counts=_served(), by=host)
        series_actions.open_public_page(series=series, by=host)
        _desks(cast)
    with clock.on(-70):
        call = _call(series, "Help us write the plan against racism in our care", closes=-52, told=-40, by=host)
    with clock.on(-60):
        answers = _answers(call, host)
    with clock.on(-50):
        _read_and_choose(call, answers, cast)
    with clock.on(-44):
        notices_ = selection.tell_everybody(opportunity=call, by=lead)
        for notice in notices_:
            if notice.channel == "phone":
                notices.done(notice=notice, by=host)
    people = {one.name: one for one in Participant.objects.filter(series=series)}
    with clock.on(-43):
        for name, role in (("Farah Siddiqui", "board_member"), ("Gwen Abara", "subject_expert")):
            email = cast.of_trust[role].email
            people[name] = participants.join(series=series, role=role, name=name, contact_by="email", email=email, by=host)[0]
    return Voices(series, draft, people)


def _draft(organisation: Organisation, by: User) -> PackageVersion:
    base = published.one("core")
    made = drafts.adapt(
        organisation=organisation,
        base=base,
        package_id=f"{organisation.slug}_without_racism",
        title="Northshire: care without racism",
        by=by,
    )
    edits.change_head(draft=made, fields=ABOUT, seen=made.edits, reason="What it is, and what it is not.", by=by)
    return PackageVersion.objects.select_related("package").get(pk=made.pk)


def _names(series: Series, named: dict[str, User], by: User) -> None:
    for named_as, user in named.items():
        series_actions.name_holder(series=series, user=user, named_as=named_as, confirmed_independent=True, by=by)


def _served() -> list[ServedCount]:
    source = "Made up for this demonstration"
    ethnic = {"African": 5200, "Caribbean": 3100, "Pakistani": 4400, "Indian": 2900, "Chinese": 700, "Other White": 3800, "Arab": 500}
    ages = {"18 to 24": 4100, "25 to 34": 6900, "35 to 49": 9800, "50 to 64": 9100, "65 to 79": 7200, "80 or over": 2600}
    counted = [("ethnic_group", group, people) for group, people in ethnic.items()] + [
        ("age", group, people) for group, people in ages.items()
    ]
    return [ServedCount(about, group, people, source) for about, group, people in counted]


def _desks(cast: Cast) -> None:
    """Who answers concerns, and how pay is done."""
    host = cast.of_trust["facilitator"]
    concern_actions.open_desk(
        organisation=cast.trust,
        answers=host,
        answers_as="Dilnoza Karimova, facilitator",
        days_to_reply=14,
        passed_on=OFFERED["passed_on"],
        complaints=OFFERED["complaints"],
        by=host,
    )
    offers.set_desk(
        organisation=cast.trust,
        finance_form="https://finance.northshire.example/payee",
        finance_contact="Finance (made up): 01632 960 105",
        benefits_advice="The advice centre in Example Street helps for free: 01632 960 106.",
        days_to_pay=20,
        by=host,
    )


def _call(series: Series, title: str, *, closes: int, told: int, by: User, **fields: Any) -> Opportunity:
    """A call, with every promise confirmed, published."""
    said = {
        **OFFERED,
        "title": title,
        "purpose": series.purpose,
        "looking_for": "People whose care was made worse by racism, and those who care for them.\n\nYou do not have to prove anything.",
        "closes_on": clock.day(closes),
        "told_by": clock.day(told),
        **fields,
    }
    call = opportunities.draft(series=series, fields=said, criteria=CRITERIA, by=by)
    for promise in PROMISES:
        opportunities.confirm_promise(opportunity=call, promise=promise, by=by)
    return opportunities.publish(opportunity=call, by=by)


def _said(
    name: str, contact_by: str, reach: str, why: str, about: tuple[str, str] | None = None, **more: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    where = {"email": "email", "phone": "phone", "post": "address"}[contact_by]
    return {
        "name": {"name": name},
        "contact": {"contact_by": contact_by},
        "reach": {where: reach},
        "language": {"language": "", **more.get("language", {})},
        "access": {"access_needs": "", **more.get("access", {})},
        "support": {},
        "experience": {"lived_experience": why},
        "why": {"why": "So that the next person is believed."},
        "voice": {},
        "about_you": {"wanted": about is not None},
        **({"ethnic_group": {"words": about[0]}, "age": {"words": about[1]}} if about else {}),
        "consent": {},
    }


def _answers(call: Opportunity, host: User) -> dict[str, ExpressionOfInterest]:
    """Twelve people answer: on the site, by phone and on paper; one asks to be called in Urdu."""
    found = {}
    for number, (name, contact_by, reach, why, about) in enumerate(PEOPLE):
        more: dict[str, dict[str, Any]] = {"access": {"access_needs": "An interpreter for Urdu"}} if name == "Hassan" else {}
        said = _said(name, contact_by, reach, why, about, **more)
        key = f"demonstration-{call.code}-{number}"
        if contact_by == "email":
            found[name] = _online(call, key, said)
        else:
            channel = "paper" if contact_by == "post" else "phone"
            found[name] = interest_entry.enter(opportunity=call, form_key=key, channel=channel, answers=said, by=host)
    return found


def _online(call: Opportunity, key: str, said: dict[str, dict[str, Any]]) -> ExpressionOfInterest:
    made, _ = interest.start(opportunity=call, form_key=key)
    for question, fields in said.items():
        interest.answer(expression=made, question=question, fields=fields)
    return interest.send(expression=made)


def _read_and_choose(call: Opportunity, answers: dict[str, ExpressionOfInterest], cast: Cast) -> None:
    """Two people read without names; six are chosen, five are on the reserve list, one is offered another paid way."""
    for reader in ("subject_expert", "expert_by_lived_experience"):
        for one in answers.values():
            met = {"1": "yes", "2": "partly" if one.reference[0] in "ABCDEF" else "yes"}
            selection.read(expression=one, met=met, words="", conflict="", by=cast.of_trust[reader])
    for number, (name, one) in enumerate(answers.items()):
        result, reason, other = "reserve", "All places are taken today.", ""
        if number < OFFERED["group_size"]:
            result, reason = "selected", "You have lived what the plan is about."
        elif name == "Hassan":
            result, other = "other_way", "phone"
            reason += " We would like to hear you on the phone, with an interpreter for Urdu."
        selection.choose(expression=one, result=result, reason=reason, other_way=other, by=cast.of_trust["qi_lead"])
    missing_people.count(opportunity=call, by=cast.of_trust["facilitator"])


def open_call(cast: Cast) -> None:
    """A second series, for which Riverside Voices keeps the names, with a call that is open and answers that wait."""
    host, keeper = cast.of_trust["facilitator"], cast.of_community["facilitator"]
    with clock.on(-6):
        series = series_actions.start(
            organisation=cast.trust,
            title="Pain relief in sickle cell crises: do we do what we said?",
            purpose="To look together at what happens in our emergency department, and to change what does not work.",
            influence="involved",
            identities_held_by=cast.community,
            by=host,
        )
        _names(series, {"Kemi Adeyemi, Riverside Voices": keeper}, keeper)
        call = _call(series, "Tell us how we treat you in a sickle cell crisis", closes=12, told=26, by=host, influence="involved")
    with clock.on(-3):
        _online(call, f"demonstration-{call.code}-a", _said("Temi", "email", "temi@people.example", "I bring my own letter now."))
        waiting = _said("Rukhsana", "phone", "01632 960 114", "My daughter has it. I speak Urdu.", language={"language": "Urdu"})
        made = interest_entry.enter(opportunity=call, form_key=f"demonstration-{call.code}-b", channel="phone", answers=waiting, by=host)
        call_backs.ask(expression=made, wanted=True, when="After six in the evening", phone="01632 960 114")
    _concerns(cast)


def _concerns(cast: Cast) -> None:
    """Two concerns: one that has an answer, one that nobody has taken up yet."""
    desk = cast.trust.concern_desk
    with clock.on(-20):
        answered, _ = concern_actions.raise_concern(
            desk=desk,
            form_key="demonstration-concern-1",
            words="The sign for the interpreter service is in English only.",
            who={"group_name": "Riverside Voices (made up)", "name": "Leila", "contact_by": "email", "email": "leila@people.example"},
        )
    with clock.on(-15):
        concern_actions.reply(
            concern=answered,
            words="Thank you. You are right. New signs go up in March, and you are asked about them first.",
            by=cast.of_trust["facilitator"],
        )
    with clock.on(-4):
        concern_actions.raise_concern(
            desk=desk, form_key="demonstration-concern-2", words="Women who wear a veil are asked to take it off at the front desk."
        )
