"""The change packages of the demonstration: one published, one being written, one whose base has moved on, one out for comment."""

from __future__ import annotations

import datetime

from django.utils import timezone

from levelground.web.people.models import Organisation, User
from levelground.web.publishing.actions import comments, consultations, drafts, edits, ownership, reviews
from levelground.web.publishing.models import Comment, Consultation, PackageVersion
from levelground.web.publishing.queries import published
from levelground.web.site.demonstration.cast import Cast

ABOUT = {
    "summary": "This change package is made up, for trying Levelground. It shows what an adaptation looks like. Do not use it for care.",
    "reason": "To show, on a made-up organisation, how a change package is adapted.",
    "provenance.statement": "Made up for the demonstration of Levelground, from the change package that it adapts.",
    "provenance.not_claimed": "No organisation has written, seen or approved it; no people with lived experience have shaped it.",
}


def make(cast: Cast) -> None:
    """Write, review, publish and put out what the demonstration shows."""
    _published(cast)
    _being_written(cast)
    _behind_its_base(cast)
    _out_for_comment(cast)
    _comments_answered(cast)


def _adapted(organisation: Organisation, by: User, base: str, package_id: str, title: str) -> PackageVersion:
    name, _, number = base.partition("@")
    draft = drafts.adapt(
        organisation=organisation,
        base=published.one(name, number or None),
        package_id=f"{organisation.slug}_{package_id}",
        title=title,
        by=by,
    )
    edits.change_head(draft=draft, fields=ABOUT, seen=draft.edits, reason="What it is, and what it is not.", by=by)
    return _now(draft)


def _now(draft: PackageVersion) -> PackageVersion:
    return PackageVersion.objects.select_related("package").get(pk=draft.pk)


def _put(draft: PackageVersion, element: str, fields: dict[str, object], reason: str, by: User) -> PackageVersion:
    edits.change_element(
        draft=draft, element_id=element, fields=fields, seen=_now(draft).edits, reason=reason, by=by, meaning_stays="text" in fields
    )
    return _now(draft)


def _publish(draft: PackageVersion, writer: User, reviewer: User) -> PackageVersion:
    review = reviews.ask(draft=draft, by=writer)
    reviews.answer(review=review, verdict="accepted", words="Read to the end. It says what we agreed.", by=reviewer)
    return reviews.publish(draft=_now(draft), by=writer)


def _published(cast: Cast) -> None:
    """Sickle cell: published, with owners, one of them late; and its next version begun."""
    lead = cast.of_trust["qi_lead"]
    draft = _adapted(cast.trust, lead, "sickle_cell", "sickle_cell", "Northshire: sickle cell pain relief in time")
    draft = _put(draft, "aim", {"deadline": "2030-03-31"}, "Northshire begins a year later than the base.", lead)
    version = _publish(draft, lead, cast.of_trust["board_member"])
    today = timezone.localdate()
    for element, who, days in (("P1", "board_member", 60), ("P2", "qi_lead", -20), ("C1", "analyst", 10)):
        if element in {"P1", "P2"} or _has(version, element):
            due = today + datetime.timedelta(days=days)
            ownership.name(package=version.package, element=element, owner=cast.of_trust[who], due=due, by=lead)
    drafts.new_version(package=version.package, by=lead)


def _has(version: PackageVersion, element: str) -> bool:
    from levelground.web.publishing.queries.readings import reading_of

    return element in reading_of(version).paths


def _being_written(cast: Cast) -> None:
    """Maternity: begun, with two edits and things that `check` still names."""
    lead = cast.of_trust["qi_lead"]
    draft = drafts.adapt(
        organisation=cast.trust,
        base=published.one("maternity_neonatal"),
        package_id=f"{cast.trust.slug}_maternity",
        title="Northshire: equal care from the first appointment",
        by=lead,
    )
    words = "Decisions, guidelines and tools in our maternity units are looked at for racism, and they change"
    draft = _put(draft, "P1", {"text": words}, "In the words that our units use.", lead)
    comments.comment_on_draft(
        draft=draft, element="P3", words="Say who is asked, and that they are paid.", by=cast.of_trust["expert_by_lived_experience"]
    )


def _behind_its_base(cast: Cast) -> None:
    """An adaptation of an earlier version of the core: an upgrade with one thing to choose waits."""
    lead = cast.of_trust["qi_lead"]
    draft = _adapted(cast.trust, lead, "core@1.0.0", "fair_decisions", "Northshire: fair decisions")
    _put(
        draft,
        "P1",
        {"text": "Our decisions, and the rules behind them, are read for racism every year, and changed"},
        "Our own words.",
        lead,
    )


def _consultation(cast: Cast, base: str, package_id: str, title: str, days: int) -> tuple[PackageVersion, Consultation]:
    lead, host = cast.of_community["qi_lead"], cast.of_community["facilitator"]
    draft = _adapted(cast.community, lead, base, package_id, title)
    last_day = timezone.localdate() + datetime.timedelta(days=days)
    question = "Is this what needs to change? What is missing? What would make you trust it?"
    return draft, consultations.open(draft=draft, question=question, public=True, last_day=last_day, by=host)


def _out_for_comment(cast: Cast) -> None:
    """Communities: an open consultation, with comments that were read and one that was not."""
    host = cast.of_community["facilitator"]
    _, consultation = _consultation(cast, "communities", "communities", "Riverside: nothing about us without us", 21)
    said = (
        ("P1", "Start with the people who were asked before and never heard back."),
        ("", "Please say by when we hear what became of this."),
    )
    for element, words in said:
        comments.show(comment=_said(consultation, element, words), by=host)
    _said(consultation, "P2", "Who decides who is paid, and how much?")


def _said(consultation: Consultation, element: str, words: str) -> Comment:
    return comments.comment(consultation=consultation, element=element, words=words).comment


def _comments_answered(cast: Cast) -> None:
    """Primary care: a consultation that is over, with what changed because of it, published."""
    lead, host = cast.of_community["qi_lead"], cast.of_community["facilitator"]
    draft, consultation = _consultation(cast, "primary_care", "primary_care", "Riverside: a practice that people trust", 14)
    about_p1 = _said(consultation, "P1", "Say racism. Do not hide it behind other words.")
    about_all = _said(consultation, "", "Put a clinic at the community centre too.")
    for each in (about_p1, about_all):
        comments.show(comment=each, by=host)
    consultations.close(consultation=consultation, by=host)
    words = "Racism in how our practices decide, and in the rules behind it, is looked for, named and ended"
    draft = _put(_now(draft), "P1", {"text": words}, "A comment asked us to name racism.", lead)
    last = draft.history.order_by("-number").first()
    comments.answer(comment=about_p1, outcome="changed", words="You are right. It says so now.", edits=[last] if last else [], by=host)
    comments.answer(
        comment=about_all,
        outcome="not_changed",
        words="The centre has no room with a door that closes. We will ask again next year.",
        by=host,
    )
    _publish(draft, lead, cast.of_community["board_member"])
