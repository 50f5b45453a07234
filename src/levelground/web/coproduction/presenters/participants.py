"""The people of a series as pages need them: names for the named people, labels for everybody else; and a person's own details."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.coproduction.models import ContactBy, Participant, Series
from levelground.web.coproduction.queries import participants as found
from levelground.web.coproduction.queries import privacy
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.retention import RULES
from levelground.web.coproduction.ways import WAYS
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Context = dict[str, Any]


def _page(viewer: Viewer, series: Series, title: str, *trail: tuple[str, str]) -> Context:
    at = {"organisation": viewer.organisation.slug}
    before = (
        ("Co-production", reverse("coproduction", kwargs=at)),
        (series.title, reverse("series", kwargs={**at, "series": series.pk})),
    )
    return {
        "page_title": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in (*before, *trail)],
        "series": series,
        "at": at,
        "may_see_names": all_series.may_see_names(viewer, series),
        "may_run": viewer.may(Permission.RUN_COPRODUCTION) and series.organisation_id == viewer.organisation.pk,
    }


def people_address(viewer: Viewer, series: Series) -> str:
    """The list of people of a series."""
    return reverse("participants", kwargs={"organisation": viewer.organisation.slug, "series": series.pk})


def people(viewer: Viewer, series: Series, title: str = "People", *, named: bool | None = None) -> Context:
    """Who takes part and who has left; with names only for the named people."""
    page = _page(viewer, series, title, *(() if title == "People" else (("People", people_address(viewer, series)),)))
    shown = page["may_see_names"] if named is None else named
    rows = [_row(each, shown) for each in found.all_of(series)]
    return {**page, "rows": [row for row in rows if not row["left"]], "left": [row for row in rows if row["left"]]}


def _row(person: Participant, named: bool) -> Context:
    return {
        "person": person,
        "label": person.label,
        "name": person.name if named else "",
        "reach": reach(person) if named else "",
        "role": person.get_role_display(),
        "way": WAYS.get(person.way, person.way),
        "left": person.left_at,
        "gone": person.purged_at is not None,
    }


def reach(person: Participant) -> str:
    """How somebody is reached, in one line: for the named people alone."""
    return {
        ContactBy.EMAIL.value: person.email,
        ContactBy.PHONE.value: person.phone,
        ContactBy.POST.value: ", ".join(person.address.split("\n")),
    }.get(person.contact_by, "No way to reach them")


def person(viewer: Viewer, one: Participant, title: str = "") -> Context:
    """One person, for the named people."""
    trail = [("People", people_address(viewer, one.series))]
    if title:
        trail.append((one.label, reverse("participant", kwargs={"organisation": viewer.organisation.slug, "participant": one.pk})))
    return {
        **_page(viewer, one.series, title or one.label, *trail),
        "person": one,
        "way": WAYS.get(one.way, one.way),
        "needs": list(one.arrangements.all()),
        "here": {"organisation": viewer.organisation.slug, "participant": one.pk},
    }


def adding(viewer: Viewer, series: Series) -> Context:
    """The page to add somebody who did not answer a call."""
    return _page(viewer, series, "Add somebody", ("People", people_address(viewer, series)))


def ending(viewer: Viewer, series: Series) -> Context:
    """The page to end a series."""
    return {**_page(viewer, series, "End this series", ("People", people_address(viewer, series))), "rule": RULES["participants"].words}


def details(one: Participant, secret: str, title: str = "Your details") -> Context:
    """What is held of a person, for that person."""
    trail = [{"text": "Your own page", "href": reverse("mine", kwargs={"secret": secret})}]
    if title != "Your details":
        trail.append({"text": "Your details", "href": reverse("mine_details", kwargs={"secret": secret})})
    return {
        "page_title": title,
        "breadcrumbs": trail,
        "person": one,
        "series": one.series,
        "secret": secret,
        "held": privacy.of_participant(one),
        "answer": privacy.of_expression(one.expression) if one.expression else None,
        "rules": [rule.words for rule in RULES.values()],
        "holders": all_series.holders(one.series),
        "unpaid": found.unpaid_claims(one),
    }
