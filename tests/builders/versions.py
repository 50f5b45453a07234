"""Versions in each state of their life, for tests of publishing."""

from __future__ import annotations

from tests.builders.web import organisation, person

from levelground.change_package.beginnings import new_text
from levelground.web.publishing.actions import drafts, reviews
from levelground.web.publishing.models import PackageVersion


def whole_text(package_id: str = "northshire_test", title: str = "A test") -> str:
    """A small whole change package without errors."""
    return new_text(package_id, title)


def a_draft(package_id: str = "northshire_test", of: str = "northshire") -> PackageVersion:
    """A draft from the template, by the lead of its organisation."""
    return drafts.start(organisation=organisation(of), package_id=package_id, title="A test", by=person(of=of))


def complete(version: PackageVersion) -> PackageVersion:
    """The version as it stands in the database."""
    return PackageVersion.objects.select_related("package__organisation").get(pk=version.pk)


def in_review(version: PackageVersion) -> PackageVersion:
    """The version, with a review that waits."""
    reviews.ask(draft=version, by=person(of=version.package.organisation.slug))
    return complete(version)


def a_published_version(package_id: str = "northshire_test", of: str = "northshire", draft: PackageVersion | None = None) -> PackageVersion:
    """A version that a board member accepted and the lead published."""
    version = draft or a_draft(package_id, of)
    review = reviews.ask(draft=version, by=person(of=of))
    reviews.answer(review=review, verdict="accepted", words="Good.", by=person("board_member", of=of))
    reviews.publish(draft=version, by=person(of=of))
    return complete(version)
