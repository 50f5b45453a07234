"""The pages of a consultation as their templates need them; the same for everybody and for those with an invitation link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from levelground.change_package.change_package import ChangePackage
from levelground.web.publishing.models import Comment, Consultation
from levelground.web.publishing.presenters import plain_elements, what_changed
from levelground.web.publishing.queries import consultations as found
from levelground.web.publishing.standing import standing

Context = dict[str, Any]


@dataclass(frozen=True)
class TakingPart:
    """One consultation as somebody came to it: by its public address, or by the link of their invitation."""

    consultation: Consultation
    token: str = ""

    @property
    def address(self) -> str:
        """The page of the consultation."""
        if self.token:
            return reverse("invited", kwargs={"token": self.token})
        return reverse("consultation", kwargs={"consultation": self.consultation.pk})

    def address_of(self, element: str) -> str:
        """The page of one element; of the draft as a whole where it is empty."""
        name, where = ("invited_element", self.token) if self.token else ("consultation_element", self.consultation.pk)
        return reverse(name, kwargs={"token" if self.token else "consultation": where, "element": element or found.WHOLE})

    @property
    def trail(self) -> list[dict[str, str]]:
        """The way here."""
        return [] if self.token else [{"text": "Consultations", "href": reverse("consultations")}]


def listed() -> Context:
    """The list of what people are asked now, and of what they were asked."""
    return {"page_title": "Say what you think", "open": found.open_public(), "closed": found.closed_public()}


def plan(part: TakingPart) -> Context:
    """What is asked, by whom, until when, and the plan in plain words."""
    consultation = part.consultation
    package = found.reading_of(consultation).change_package
    return {
        **_about(part, package),
        "page_title": package.title,
        "breadcrumbs": part.trail,
        "sections": plain_elements.sections(package),
        "counts": found.shown_counts(consultation),
        "addresses": addresses(part, package),
    }


def _about(part: TakingPart, package: ChangePackage) -> Context:
    return {
        "consultation": part.consultation,
        "organisation": part.consultation.version.package.organisation,
        "package": package,
        "standing": standing(package.status, package.version, package.co_production),
        "over": found.is_over(part.consultation),
        "part": part,
        "published": what_changed.published_in(part.consultation.version),
    }


def addresses(part: TakingPart, package: ChangePackage) -> Mapping[str, str]:
    """Element -> its page in the consultation; the draft as a whole under the empty id."""
    return {element_id: part.address_of(element_id) for element_id in ("", *(element.id for element in package.elements()))}


def element(part: TakingPart, element_id: str, comments: Page[Comment]) -> Context | None:
    """One element, what people said of it, and the elements before and after; None where there is no such element."""
    package = found.reading_of(part.consultation).change_package
    chosen = plain_elements.find(package, element_id) if element_id else whole(package)
    if chosen is None:
        return None
    order = [each.id for each in plain_elements.in_order(package)]
    position = order.index(element_id) if element_id in order else None
    return {
        **_about(part, package),
        "page_title": chosen.heading,
        "breadcrumbs": [*part.trail, {"text": package.title, "href": part.address}],
        "element": chosen,
        "previous": part.address_of(order[position - 1]) if position else "",
        "next": part.address_of(order[position + 1]) if position is not None and position + 1 < len(order) else "",
        "comments": comments,
        "voices": what_changed.voices(comments.object_list, package, {}),
    }


def whole(package: ChangePackage) -> plain_elements.PlainElement:
    """The draft as a whole, as something to comment on."""
    return plain_elements.PlainElement("", plain_elements.WHOLE_PLAN, package.summary)


def changes(part: TakingPart, comments: Page[Comment]) -> Context:
    """What people said, what was answered, what was changed because of it, and where that is published."""
    consultation = part.consultation
    package = found.reading_of(consultation).change_package
    return {
        **_about(part, package),
        "page_title": "What people said, and what changed",
        "breadcrumbs": [*part.trail, {"text": package.title, "href": part.address}],
        "sentence": what_changed.counted(found.outcome_counts(consultation)),
        "set_aside": found.set_aside_count(consultation),
        "comments": comments,
        "voices": what_changed.voices(comments.object_list, package, addresses(part, package)),
    }


def mine(comment: Comment) -> Context:
    """One comment for whoever wrote it."""
    consultation = comment.consultation
    if consultation is None:
        raise ValueError("a member's own comment has no link")
    package = found.reading_of(consultation).change_package
    part = TakingPart(consultation)
    return {
        **_about(part, package),
        "page_title": "What you said",
        "comment": comment,
        "voice_given": what_changed.voices([comment], package, {})[0],
        "back": part.address if consultation.public else "",
    }
