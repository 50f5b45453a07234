"""What people are told of what came of their expression of interest. Nobody gets a bare no: there is always a paid way to be heard."""

from __future__ import annotations

from django.urls import reverse

from levelground.web.coproduction import outcome_links, signed_links
from levelground.web.coproduction.models import Opportunity, Participant, SelectionOutcome, SelectionResult
from levelground.web.coproduction.offered import pounds
from levelground.web.coproduction.queries import opportunities
from levelground.web.coproduction.ways import WAYS
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message

YOURS_ALONE = Phrase("The link is yours alone. You need no account.")
IN_WORDS = {name: words[0].lower() + words[1:] for name, words in WAYS.items()}
THANKS_FOR = {
    "workshops": Phrase("Thank you. You take part in the workshops."),
    "written": Phrase("Thank you. You take part in writing."),
    "phone": Phrase("Thank you. You take part on the phone."),
}
TELL_US = {
    "workshops": Phrase("You can tell us what you think in the workshops."),
    "written": Phrase("You can tell us what you think in writing."),
    "phone": Phrase("You can tell us what you think on the phone."),
}


def outcome(said: SelectionOutcome, participant: Participant | None = None) -> Message:
    """What came of it. `participant`: who they are in the series now, where they were chosen."""
    if said.result == SelectionResult.SELECTED and participant is not None:
        return _chosen(said, participant)
    return _reserve(said) if said.result == SelectionResult.RESERVE else _other_way(said)


def place_is_free(said: SelectionOutcome, participant: Participant) -> Message:
    """To the next of the reserve list: a place has become free."""
    call = said.expression.opportunity
    return Message(
        subject=Phrase("A place is free for you: %(call)s", call=_line(call.title)),
        paragraphs=(
            Phrase("A place has become free in the group of “%(call)s”. It is yours if you want it.", call=_line(call.title)),
            Phrase("You do not have to come. Tell us on your own page if you do not want to."),
            *_pay_of_sessions(call),
            *_ask(call),
            YOURS_ALONE,
        ),
        links=((Phrase("Your own page"), _mine(participant)),),
    )


def welcome(participant: Participant, call: Opportunity) -> Message:
    """To somebody who takes part in another way: where they find their own page."""
    return Message(
        subject=Phrase("Thank you for taking part: %(call)s", call=_line(call.title)),
        paragraphs=(
            Phrase.joined(THANKS_FOR[participant.way], Phrase("What you say counts as much as what is said there.")),
            Phrase("On your own page you can say what you think, see what became of it, and see your pay."),
            *_ask(call),
            YOURS_ALONE,
        ),
        links=((Phrase("Your own page"), _mine(participant)),),
    )


def added(participant: Participant) -> Message:
    """To somebody whom a member added: that they take part, and where."""
    return Message(
        subject=Phrase("You take part: %(series)s", series=_line(participant.series.title)),
        paragraphs=(
            Phrase(
                "%(organisation)s has added you to those who work on “%(series)s”.",
                organisation=participant.series.organisation.name,
                series=_line(participant.series.title),
            ),
            Phrase("On your own page you see when we meet and what became of what you said. You can leave there too."),
            YOURS_ALONE,
        ),
        links=((Phrase("Your own page"), _mine(participant)),),
    )


def new_link(participant: Participant) -> Message:
    """That their private link is another one now."""
    return Message(
        subject=Phrase("Your new private link: %(series)s", series=_line(participant.series.title)),
        paragraphs=(Phrase("Here is your new private link. Links that you had before do not work any more."), YOURS_ALONE),
        links=((Phrase("Your own page"), _mine(participant)),),
    )


def other_way_pence(call: Opportunity) -> int:
    """What a short contribution in another way is paid: as much as one session; 0 where nothing is paid."""
    step = opportunities.step_of(call)
    return step.pence_for(call.session_minutes) if step else 0


def _chosen(said: SelectionOutcome, participant: Participant) -> Message:
    call = said.expression.opportunity
    return Message(
        subject=Phrase("You are invited to take part: %(call)s", call=_line(call.title)),
        paragraphs=(
            Phrase("Thank you for your answer to “%(call)s”. We would like you to be one of the group.", call=_line(call.title)),
            *_reason(said),
            *_pay_of_sessions(call),
            Phrase("You can change your mind at any time."),
            *_ask(call),
            YOURS_ALONE,
        ),
        links=((Phrase("Your own page: when we meet, what you need, your pay"), _mine(participant)),),
    )


def _reserve(said: SelectionOutcome) -> Message:
    call = said.expression.opportunity
    return Message(
        subject=Phrase("You are on the reserve list: %(call)s", call=_line(call.title)),
        paragraphs=(
            Phrase("Thank you for your answer to “%(call)s”. More people answered than the group has places.", call=_line(call.title)),
            Phrase(
                "You are number %(place)s on the list. If somebody cannot come, we ask the next person on it.", place=said.place_in_reserve
            ),
            *_reason(said),
            *_offer(said),
            *_ask(call),
            YOURS_ALONE,
        ),
        links=((Phrase("Say yes or no to the other way"), outcome_links.address_for(said.expression)),),
    )


def _other_way(said: SelectionOutcome) -> Message:
    call = said.expression.opportunity
    return Message(
        subject=Phrase("Another way to take part: %(call)s", call=_line(call.title)),
        paragraphs=(
            Phrase("Thank you for your answer to “%(call)s”. More people answered than the group has places.", call=_line(call.title)),
            *_reason(said),
            *_offer(said),
            *_ask(call),
            YOURS_ALONE,
        ),
        links=((Phrase("Say yes or no"), outcome_links.address_for(said.expression)),),
    )


def _offer(said: SelectionOutcome) -> tuple[Phrase, ...]:
    pence = other_way_pence(said.expression.opportunity)
    paid = Phrase("You are paid %(pay)s for it.", pay=pounds(pence)) if pence else Phrase("It is not paid, as the call said.")
    return (
        Phrase.joined(Phrase("We want to hear from you all the same."), TELL_US[said.other_way], paid),
        Phrase("You choose whether it is in writing or on the phone. You can also say no, and you do not have to say why."),
    )


def _pay_of_sessions(call: Opportunity) -> tuple[Phrase, ...]:
    total = opportunities.total_pence(call) or 0
    said = Phrase("You are paid for your time: %(total)s if you come to all of it, with the time to prepare.", total=pounds(total))
    return (said,) if total else ()


def _reason(said: SelectionOutcome) -> tuple[Phrase, ...]:
    return (Phrase("Why we chose so: %(words)s", words=_line(said.reason)),) if said.reason.strip() else ()


def _ask(call: Opportunity) -> tuple[Phrase, ...]:
    """Whom to ask; where there are two ways, both."""
    ways = [part for part in (_line(call.contact_phone), call.contact_email) if part]
    if not call.contact_name or not ways:
        return ()
    said: dict[str, object] = {"name": _line(call.contact_name), "way": ways[0]}
    if len(ways) > 1:
        return (Phrase("Do you have a question? Ask %(name)s: %(way)s or %(other)s.", **said, other=ways[1]),)
    return (Phrase("Do you have a question? Ask %(name)s: %(way)s.", **said),)


def _mine(participant: Participant) -> str:
    return reverse("mine", kwargs={"secret": signed_links.secret_for(participant)})


def _line(text: str) -> str:
    return " ".join(text.split())
