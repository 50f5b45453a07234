"""Two organisations with something of everything, for tests that go over every address.

Somebody who adds an address adds what its parts stand for: to `parts` where it holds for every address, to `by_name` where one
address needs a thing in another state.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from tests.builders.consultations import a_comment, a_consultation
from tests.builders.coproduction import everything as coproduction
from tests.builders.versions import a_draft, a_published_version, in_review
from tests.builders.web import organisation, person

from levelground.registers.registers import registers
from levelground.web.people.actions import members
from levelground.web.publishing.actions import comments, drafts
from levelground.web.publishing.actions import consultations as consultation_actions
from levelground.web.publishing.actions import register_entries as entry_actions
from levelground.web.publishing.models import ConsultationInvitation, News, PackageVersion
from levelground.web.publishing.queries import published as published_packages

INVITED = "an-invitation-of-the-tests"
RECOMMENDATION = {
    "text": "Ask each woman in her own language.",
    "addressees": ["NHS trusts"],
    "source": "oximetry_2021",
    "edition": "April 2021",
    "verification": "secondary",
    "themes": ["language"],
    "disciplines": ["maternity_neonatal"],
}


@dataclass
class World:
    """What stands for each part of an address, in the organisation that has it."""

    slug: str
    parts: dict[str, Any]
    by_name: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, name: str) -> dict[str, Any]:
        """The parts of the address with this name."""
        return {**self.parts, **self.by_name.get(name, {})}


def an_adaptation(base: PackageVersion) -> PackageVersion:
    """A draft that adapts what is published, which has a newer version since."""
    slug = base.package.organisation.slug
    found = published_packages.one(base.package.package_id)
    made = drafts.adapt(organisation=organisation(slug), base=found, package_id=f"{slug}_adapted", title="Ours", by=person(of=slug))
    a_published_version(of=slug, draft=drafts.new_version(package=base.package, by=person(of=slug)))
    return made


def world(slug: str = "northshire") -> World:
    """An organisation with a draft, one in review, one out for comment, a published version, an entry, an invitation, and people."""
    where, lead, curator = organisation(slug), person(of=slug), person("curator", of=slug)
    draft = a_draft(f"{slug}_draft", slug)
    comment = comments.comment_on_draft(draft=draft, element="P1", words="It takes too long.", by=lead)
    reviewed = in_review(a_draft(f"{slug}_reviewed", slug))
    published = a_published_version(f"{slug}_published", slug)
    running = a_consultation(a_draft(f"{slug}_open", slug))
    said = a_comment(running, shown=False)
    ended = a_consultation(a_draft(f"{slug}_ended", slug))
    consultation_actions.close(consultation=ended, by=lead)
    asked = ConsultationInvitation.objects.create(
        consultation=running,
        email=f"asked@{slug}.example",
        token_digest=hashlib.sha256(f"{INVITED}-{slug}".encode()).hexdigest(),
        invited_by=lead,
    )
    answered = comments.comment(consultation=running, element="P1", words="Yes.", invitation=asked)
    entry = entry_actions.add(organisation=where, value={**RECOMMENDATION, "id": f"{slug}_R1"}, reason="A report came out.", by=curator)
    shown = entry_actions.add(organisation=where, value={**RECOMMENDATION, "id": f"{slug}_R2"}, reason="Another.", by=curator)
    entry_actions.publish(entry=shown.entry, by=curator)
    news = News.objects.create(entry_version=shown, package_id=published.package.package_id, why="It builds on this.")
    invited = members.invite(organisation=where, email=f"invited@{slug}.example", role="analyst", by=None, tell=False)
    parts = {
        "organisation": slug,
        "draft": draft.pk,
        "version": published.pk,
        "package": published.package.package_id,
        "number": published.number,
        "element": "P1",
        "kind": "secondary_drivers",
        "consultation": running.pk,
        "comment": comment.pk,
        "member": person("analyst", of=slug).pk,
        "invitation": invited.invitation.pk,
        "entry": entry.entry.pk,
        "news": news.pk,
        "framework": "wres",
        "strategy": "strategy_2024_27",
        "measure_id": "M1",
        "task": "find-out",
        "name": "nothing",
        "token": f"{INVITED}-{slug}",
        "uidb36": "1",
        "key": "nothing",
        "pk": 1,
        "provider_id": "organisation",
    }
    out = {"draft": running.version_id, "comment": said.pk}
    by_name = {
        "accept_invitation": {"token": invited.token},
        "my_comment": {"token": answered.token},
        "what_changed": {"consultation": ended.pk},
        "review": {"draft": reviewed.pk},
        "withdraw_entry": {"entry": shown.entry.pk},
        "upgrade_draft": {"draft": an_adaptation(published).pk},
        "recommendation": {"entry": shown.entry.entry_id},
        "evidence_entry": {"entry": next(iter(registers().evidence))},
        "resource": {"entry": next(iter(registers().resources))},
        "picture": {"name": "driver_diagram"},
        **dict.fromkeys(("run_consultation", "close_consultation", "answer_comment", "show_comment"), out),
    }
    more, more_by_name = coproduction.parts(slug)
    return World(slug, {**parts, **more}, {**by_name, **more_by_name})
