"""Drafts that are out for comment, and what people said of them."""

from __future__ import annotations

import datetime

from tests.builders.versions import a_draft
from tests.builders.web import person

from levelground.web.publishing.actions import comments, consultations
from levelground.web.publishing.models import Comment, Consultation, PackageVersion
from levelground.web.publishing.queries.consultations import today

QUESTION = "What have we missed?"


def a_consultation(version: PackageVersion | None = None, *, public: bool = True, days: int = 14, of: str = "northshire") -> Consultation:
    """A draft of the organisation, out for so many days more."""
    draft = version or a_draft(f"{of}_test", of)
    last = today() + datetime.timedelta(days=days)
    return consultations.open(draft=draft, question=QUESTION, public=public, last_day=last, by=person(of=of))


def a_comment(consultation: Consultation, words: str = "It takes too long.", *, element: str = "P1", shown: bool = True) -> Comment:
    """What somebody without an account said; read and shown, or not yet."""
    made = comments.comment(consultation=consultation, element=element, words=words).comment
    if shown:
        comments.show(comment=made, by=person(of=consultation.version.package.organisation.slug))
    return made
