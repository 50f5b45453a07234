"""Help, what is held about people, and the first hour, as the pages need them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.coproduction.retention import RULES
from levelground.web.overview.help_tasks import GROUPS, TASKS, HelpTask
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.queries import first_steps

Page = dict[str, Any]
HOME = {"text": "Home", "href": "/"}


def tasks() -> Page:
    """What do you want to do? Every page of help, by group."""
    groups = [(group, [task for task in TASKS.values() if task.group == group]) for group in GROUPS]
    return {"page_title": "Help", "breadcrumbs": [HOME], "groups": groups, "roles": list(ROLES.values())}


def task(found: HelpTask) -> Page:
    """One page of help; the links of its steps as addresses."""
    steps = [{"said": said, "link": link, "href": reverse(name) if name else ""} for said, link, name in found.steps]
    others = [each for each in TASKS.values() if each.group == found.group and each is not found]
    trail = [HOME, {"text": "Help", "href": reverse("help")}]
    return {"page_title": found.title, "breadcrumbs": trail, "task": found, "steps": steps, "others": others}


def privacy() -> Page:
    """What is held about people."""
    return {
        "page_title": "Privacy",
        "breadcrumbs": [HOME],
        "held": HELD,
        "kept": [rule.words for rule in RULES.values()],
        "cookies": COOKIES,
    }


HELD = (
    ("Your name and email address", "To know who you are when you sign in.", "Until you ask to have your account erased."),
    (
        "Your password and second step",
        "So that nobody else signs in as you. We keep a scrambled form: we cannot read it.",
        "As long as your account.",
    ),
    ("Where you are signed in", "So that you can see it, and end it.", "Until you sign out, or after two weeks."),
    ("Your roles", "To know what you may do.", "As long as your account. Ended roles are kept, to show who could do what, and when."),
    (
        "What you did, and when",
        "A trail that cannot be changed, so that all can trust the work. It has no words of yours.",
        "As long as the site.",
    ),
    (
        "Your edits and their reasons",
        "So that others can see how a plan came to be.",
        "As long as the plan. When you are erased, your name is taken off.",
    ),
    (
        "Comments on a draft",
        "To shape the draft. You need give no name.",
        "Until you take them back, or the plan is deleted.",
    ),
    (
        "A concern that you raise",
        "To answer you, and to change what is unfair. You need give no name. Only whoever answers sees how to reach you.",
        "Until you take it back, or its time is over.",
    ),
    ("What you agreed to", "So that we can show which words you agreed to.", "As long as your account."),
)
COOKIES = (
    ("sessionid", "Keeps you signed in.", "Two weeks, or until you sign out."),
    ("csrftoken", "Makes sure that a form was sent by you. Set when a page has a form.", "One year."),
    ("language", "Keeps the language that you chose. Set only when you choose one.", "Until you close the browser."),
)


def first_hour(viewer: Viewer) -> Page:
    """The steps from nothing to a draft that can go to a workshop, with what is done."""
    slug = viewer.organisation.slug
    state = first_steps.of(viewer)
    draft = {"organisation": slug, "draft": state.draft_pk} if state.draft_pk else None
    trail = [{"text": viewer.organisation.name, "href": reverse("workspace", kwargs={"organisation": slug})}]
    rows = (
        ("base", "Pick a change package that is near to your work", 5, "Read its aim and look at its driver diagram.", reverse("packages")),
        ("started", "Start your own draft from it", 2, "It keeps all of its parts. You change what does not fit.", _start(slug)),
        ("aim", "Make the aim your own", 15, "Say what, for whom, by how much and by when, in your place.", _at("draft", draft)),
        (
            "changed",
            "Go through the drivers and ideas",
            20,
            "Take out what does not fit and add what is missing. Say why.",
            _at("draft", draft),
        ),
        ("checked", "Mend what the check has found", 10, "It names each gap and links to it.", _at("draft_findings", draft)),
        ("asked", "Ask others what they think", 8, "Ask for a review, or open a consultation.", _at("draft", draft)),
    )
    steps = [
        {"title": title, "minutes": minutes, "about": about, "href": href, "done": name in state.done}
        for name, title, minutes, about, href in rows
    ]
    now = next((step["title"] for step in steps if not step["done"]), None)
    return {
        "page_title": "Your first hour",
        "breadcrumbs": trail,
        "steps": steps,
        "next": now,
        "done": sum(step["done"] for step in steps),
        "draft_title": state.title,
        "findings": state.errors + state.warnings,
        "may_edit": viewer.may(Permission.EDIT_DRAFTS),
    }


def _start(slug: str) -> str:
    return reverse("adapt_package", kwargs={"organisation": slug})


def _at(name: str, draft: dict[str, Any] | None) -> str:
    return reverse(name, kwargs=draft) if draft else ""
