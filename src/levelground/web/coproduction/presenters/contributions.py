"""What people said, as pages show it: by label and never by name, and without the words where the viewer may not read them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from levelground.web.coproduction.forms.contributions import ANYTHING, ThemeForm
from levelground.web.coproduction.models import Contribution, GroupStatement, Participant, Quote, Series, Theme, Workshop
from levelground.web.coproduction.queries import board, contributions, participants, plan_parts
from levelground.web.coproduction.queries import quotes as all_quotes
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.queries import statements as all_statements
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Context = dict[str, Any]
Act = Callable[[], object]

MEDIA = {"phone": "on the phone", "paper": "on paper", "transcript": "as a recording"}


@dataclass(frozen=True)
class SaidNote:
    """One thing that somebody said, as a member sees it. `words` is empty where it was taken back or may not be read by them."""

    pk: int
    public_id: str
    said_by: str
    words: str
    about: str
    when: str
    at: datetime.datetime
    themes: tuple[Theme, ...]
    withheld: bool
    withdrawn: bool
    sensitive: bool
    because: str
    read_again: str


@dataclass(frozen=True)
class ShownColumn:
    """One column of the board with its notes, as the viewer may read them."""

    theme: Theme | None
    notes: tuple[SaidNote, ...]

    @property
    def value(self) -> str:
        """What stands for it in forms."""
        return str(self.theme.pk) if self.theme else ANYTHING


def note(viewer: Viewer, row: Contribution) -> SaidNote:
    """One contribution as this viewer sees it."""
    may_read = contributions.may_read(viewer, row)
    return SaidNote(
        pk=row.pk,
        public_id=row.public_id,
        said_by=label(row),
        words=row.words if may_read else "",
        about=row.prompt.words if row.prompt else "",
        when=_when(row),
        at=row.at,
        themes=tuple(row.themes.all()),
        withheld=not may_read,
        withdrawn=row.withdrawn_at is not None,
        sensitive=row.sensitive,
        because=row.sensitive_because if may_read else "",
        read_again=row.read_again_verdict,
    )


def notes(viewer: Viewer, rows: Iterable[Contribution]) -> list[SaidNote]:
    """Several of them."""
    return [note(viewer, row) for row in rows]


def label(row: Contribution) -> str:
    """Who said it, without a name."""
    if row.participant is not None:
        return row.participant.label
    return "A concern" if row.concern_id else "Somebody in the session" if row.workshop_id else "Somebody"


def columns(viewer: Viewer, series: Series) -> list[ShownColumn]:
    """The whole board as this viewer sees it."""
    return [ShownColumn(each.theme, tuple(notes(viewer, each.notes))) for each in board.columns(series)]


def board_of(viewer: Viewer, series: Series, form: ThemeForm) -> Context:
    """The page of the board."""
    shown, themes = columns(viewer, series), board.themes(series)
    waiting = contributions.to_read_again(viewer, series).count() if viewer.may(Permission.READ_AGAIN) else 0
    return {
        **of_series(viewer, series, "What was said"),
        "form": form,
        "columns": [(column, moves(themes, column)) for column in shown],
        "many": sum(len(column.notes) for column in shown),
        "waiting": waiting,
    }


def may_run(viewer: Viewer, series: Series) -> bool:
    """Whether the viewer changes things in this series, or only sees them."""
    return series.organisation_id == viewer.organisation.pk and viewer.may(Permission.RUN_COPRODUCTION)


def people(viewer: Viewer, series: Series) -> list[tuple[Participant, str]]:
    """Those who take part, for a list to choose from: with names for the two who know them."""
    named = all_series.may_see_names(viewer, series)
    rows = participants.of_series(series)
    return [(row, f"{row.label} ({row.name})" if named and row.name else row.label) for row in rows]


def places(series: Series) -> list[tuple[str, str]]:
    """Where a quote may stand on this site: on the public page of the series, or under a part of the plan; by the address of the page."""
    found = [(reverse("you_said_series", kwargs={"code": series.code}), "You said, we did: the public page of this series")]
    version = plan_parts.newest_version(series)
    if version is None:
        return found
    package = version.package.package_id
    parts = plan_parts.parts(series)
    return found + [(reverse("you_said_element", kwargs={"package": package, "element": pk}), words) for pk, words in parts]


def place(quote: Quote) -> Context:
    """Where a quote would stand: its name, its address where it has one, and the words that it would stand under."""
    series = quote.contribution.series
    known = dict(places(series)) if series and quote.place.startswith("/") else {}
    name, _, words = known.get(quote.place, quote.place).partition(": ")
    return {"name": name, "words": words, "href": quote.place if quote.place.startswith("/") else ""}


def of_series(viewer: Viewer, series: Series, title: str, *trail: tuple[str, str]) -> Context:
    """What every member page of this subject begins with; `trail` is what stands between the series and the page."""
    slug = viewer.organisation.slug
    steps = [(series.title, reverse("series", kwargs={"organisation": slug, "series": series.pk})), *trail]
    return {
        "page_title": f"{title} - {series.title}",
        "heading": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps],
        "series": series,
        "at": {"organisation": slug, "series": series.pk},
        "may_run": may_run(viewer, series),
    }


def trail(viewer: Viewer, series: Series, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The way to the pages below the board."""
    return (("What was said", reverse("board", kwargs={"organisation": viewer.organisation.slug, "series": series.pk})), *more)


def of_session(viewer: Viewer, workshop: Workshop, title: str) -> Context:
    """The same for the pages of one session."""
    where = {"organisation": viewer.organisation.slug, "workshop": workshop.pk}
    name = f"Session {workshop.number}: {workshop.title}"
    return {
        **of_series(viewer, workshop.series, title, (name, reverse("workshop", kwargs=where))),
        "workshop": workshop,
        "in_session": where,
        "session_name": name,
    }


def of_contribution(viewer: Viewer, series: Series, row: Contribution, title: str) -> Context:
    """What every page of one contribution begins with."""
    steps = [] if title == "One note" else [("One note", address(viewer, series, "contribution", contribution=row.pk))]
    return {
        **of_series(viewer, series, title, *trail(viewer, series, *steps)),
        "note": note(viewer, row),
        "has_author": row.participant_id is not None,
        "at_note": {"organisation": viewer.organisation.slug, "series": series.pk, "contribution": row.pk},
        "reads_again": contributions.may_read_again(viewer, row) and row.read_again_at is None,
    }


def of_quote(viewer: Viewer, series: Series, quote: Quote) -> Context:
    """The page of one quote, for those who asked for it."""
    steps = trail(viewer, series, (Phrase("Quotes"), address(viewer, series, "quotes")))
    return {
        **of_series(viewer, series, "A quote", *steps),
        **quote_in_place(quote),
        "said_by": label(quote.contribution),
        "asked_it": quote.asked_by_id == viewer.user.pk,
        "unread": quote.contribution.sensitive and quote.contribution.read_again_verdict != contributions.MAY_BE_QUOTED,
    }


def quote_in_place(quote: Quote) -> Context:
    """A quote as it would look, where it would stand, and how far it is."""
    return {"quote": quote, "shown": all_quotes.as_shown(quote), "place": place(quote), "state": state(quote)}


def quotes(viewer: Viewer, rows: Iterable[Quote]) -> list[tuple[Quote, str, str]]:
    """Each quote with who said it, by label, and how far it is; the words only where the viewer may read them."""
    return [(row, label(row.contribution) if contributions.may_read(viewer, row.contribution) else "", state(row)) for row in rows]


def my_quotes(rows: Iterable[Quote]) -> list[tuple[Quote, str]]:
    """Each quote of one person, and how far it is."""
    return [(row, state(row)) for row in rows]


def state(quote: Quote) -> str:
    """How far a quote is, in words."""
    if quote.refused_at:
        return Phrase("No")
    if not quote.approved_at:
        return "Waits for an answer"
    return "Shown" if quote.shown_at else "Yes, not shown yet"


def statements(series: Series) -> Context:
    """All statements of a group as they look, and how many people the group has."""
    of = participants.of_series(series).count()
    return {"statements": [(row, all_statements.as_shown(row, of)) for row in all_statements.of_series(series)]}


def statement(series: Series, row: GroupStatement) -> Context:
    """One statement as it looks."""
    return {"statement": row, "voice": all_statements.as_shown(row, participants.of_series(series).count())}


def address(viewer: Viewer, series: Series, name: str, **parts: int) -> str:
    """A member page of this series."""
    return reverse(name, kwargs={"organisation": viewer.organisation.slug, "series": series.pk, **parts})


def my_address(name: str, secret: str) -> str:
    """A page behind a private link."""
    return reverse(name, kwargs={"secret": secret})


def my_trail(secret: str) -> tuple[tuple[str, str], ...]:
    """The way to the pages below what somebody said."""
    return ((Phrase("What you said"), my_address("mine_words", secret)),)


def of_person(person: Participant, secret: str, title: str, *trail: tuple[str, str]) -> Context:
    """What every page behind a private link begins with."""
    steps = [("Your own page", reverse("mine", kwargs={"secret": secret})), *trail]
    return {
        "page_title": title,
        "heading": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps],
        "series": person.series,
        "participant": person,
        "secret": secret,
    }


def _when(row: Contribution) -> str:
    session = f"session {row.workshop.number}" if row.workshop else ""
    said = {"before": f"Before {session}", "during": f"In {session}", "after": f"After {session}"}
    words = said.get(row.when, "") if session else "Outside the sessions"
    return ", ".join(part for part in (words, MEDIA.get(row.medium, "")) if part)


def moves(themes: Sequence[Theme], column: ShownColumn) -> list[tuple[str, str]]:
    """Where a note of this column can go: the other columns."""
    others = [(str(theme.pk), theme.name) for theme in themes if theme != column.theme]
    return [*others, *([(ANYTHING, "No theme")] if column.theme else [])]
