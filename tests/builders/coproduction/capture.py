"""Notes, themes, quotes and statements for tests; and who may open which of their addresses."""

from __future__ import annotations

import secrets
from typing import Any

from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import a_session
from tests.builders.web import person

from levelground.web.coproduction.actions import contributions, prompts, quotes, statements, themes
from levelground.web.coproduction.models import Contribution, GroupStatement, Participant, Quote, Series, Theme, Workshop

SAID = "I waited four hours at the door. Nobody asked me what I needed."
MINE = ("mine_words", "mine_word", "take_back_words", "mine_quotes", "mine_quote", "mine_statements", "mine_group_statement", "mine_live")

WHO: dict[str, str] = {
    **dict.fromkeys(["live", "live_session", "live_code_to_scan", *MINE], "everybody"),
    **dict.fromkeys(["board", "contribution", "flag_contribution", "quotes", "statements"], "coproduction: see"),
    **dict.fromkeys(["second_readings", "read_contribution_again"], "again: read"),
    **dict.fromkeys(
        [
            *("run_live", "live_notes", "open_notes", "close_notes", "turn_prompt", "enter_notes", "enter_contributions"),
            *("add_theme", "rename_theme", "move_note", "theme_contribution", "withdraw_contribution", "ask_to_quote", "quote"),
            *("write_statement", "statement", "show_statement"),
        ],
        "coproduction: run",
    ),
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    series, by = a_series(slug), person("facilitator", of=slug)
    somebody = a_participant(series)
    session = an_open_session(series)
    said = a_note(by=somebody, sensitive=True)
    quote = a_quote(said)
    mine = {"secret": secret_of(somebody), "contribution": said.pk, "quote": quote.pk, "workshop": session.pk}
    every = {
        "prompt": session.prompts.first().pk,
        "theme": a_theme(series, f"Waiting in {slug}").pk,
        "contribution": said.pk,
        "quote": quote.pk,
        "statement": statements.write(series=series, title="We wait", words="We wait too long.", by=by).pk,
    }
    there = {"workshop": session.pk}
    return every, {
        **dict.fromkeys(MINE, mine),
        **dict.fromkeys(["run_live", "live_notes", "open_notes", "close_notes", "turn_prompt", "enter_notes"], there),
        **{name: {"code": session.code} for name in ("live_session", "live_code_to_scan")},
    }


def an_open_session(series: Series | None = None, **fields: Any) -> Workshop:
    """A session that takes notes now, with one question."""
    made = a_session(series, **fields)
    prompts.ask(workshop=made, words="What would have helped you?", by=made.created_by)
    return prompts.start_capture(workshop=made, by=made.created_by)


def a_note(words: str = SAID, *, by: Participant | None = None, series: Series | None = None, **fields: Any) -> Contribution:
    """Something that somebody said, with their private link unless `series` says otherwise."""
    who = by or (None if series else a_participant())
    given = {"when": "any_time", "form_key": secrets.token_urlsafe(32), **fields}
    return contributions.contribute(series=who.series if who else series, participant=who, words=words, **given)


def a_theme(series: Series | None = None, name: str = "Waiting") -> Theme:
    """A column of the board."""
    series = series or a_series()
    return themes.add(series=series, name=name, by=series.created_by)


def a_quote(
    said: Contribution | None = None, words: str = "I waited four hours at the door.", place: str = "The board report", **yes: bool
) -> Quote:
    """A quote that the person is asked about; `approved=True`, `shown=True`: and what came then."""
    said = said or a_note()
    by = person("facilitator", of=said.series.organisation.slug)
    made = quotes.ask(contribution=said, words=words, place=place, by=by)
    if yes.get("approved") or yes.get("shown"):
        made = quotes.approve(quote=made)
    return quotes.show(quote=made, by=by) if yes.get("shown") else made


def a_statement(*people: Participant, words: str = "We wait too long.", shown: bool = False, **fields: Any) -> GroupStatement:
    """What a group says; the first of these people wrote it, and all of them agree."""
    made = statements.write(series=people[0].series, title="What we say", words=words, participant=people[0], **fields)
    for each in people[1:]:
        statements.agree(statement=made, participant=each)
    return statements.show(statement=made, by=people[0].series.created_by) if shown else made
