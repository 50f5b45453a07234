"""What people are told of a decision. Their own words are never repeated in a letter: somebody else may open it."""

from __future__ import annotations

from django.urls import reverse

from levelground.web.coproduction import signed_links
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.models import Concern, Decision, DecisionOutcome, NoticeKind, Participant
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message, MessageLink
from levelground.web.people.models import User

SAID = {
    DecisionOutcome.WE_DID: Phrase("We did it."),
    DecisionOutcome.WE_COULD_NOT: Phrase("We could not do it."),
    DecisionOutcome.NOT_YET: Phrase("Not yet."),
}


def tell_of_an_answer(decision: Decision, to: Participant | Concern, words: str, by: User) -> None:
    """That there is an answer to what somebody said, with the answer."""
    _give(
        decision,
        to,
        by,
        Phrase("%(organisation)s has answered you", organisation=decision.series.organisation.name),
        Phrase(
            "You told us what you think in “%(series)s”. It was heard when this was decided: %(question)s",
            series=_line(decision.series.title),
            question=_line(decision.question),
        ),
        Phrase("This is our answer: %(words)s", words=_line(words)),
    )


def tell_of_the_end(decision: Decision, to: Participant, by: User) -> None:
    """What came of a decision, to somebody who had a part in it."""
    outcome = DecisionOutcome(decision.outcome)
    until = Phrase("We will tell you more by %(day)s.", day=decision.by_date) if decision.by_date else ""
    _give(
        decision,
        to,
        by,
        Phrase("What came of your part in “%(series)s”", series=_line(decision.series.title)),
        Phrase("You had a part in this decision: %(question)s", question=_line(decision.question)),
        Phrase.joined(SAID[outcome], Phrase.own(decision.outcome_words), until),
    )


def _give(decision: Decision, to: Participant | Concern, by: User, subject: Phrase, *paragraphs: Phrase) -> None:
    if to.purged_at is not None:
        return
    links: tuple[MessageLink, ...] = ()
    if isinstance(to, Participant):
        links = (
            MessageLink(Phrase("See what became of all that you said"), reverse("mine", kwargs={"secret": signed_links.secret_for(to)})),
        )
    message = Message(subject=subject, paragraphs=paragraphs, links=links)
    notices.give(organisation=decision.series.organisation, to=to, kind=NoticeKind.DECISION, message=message, by=by)


def _line(words: str) -> str:
    return " ".join(words.split())
