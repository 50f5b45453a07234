"""Searches the index on SQLite (FTS5) and PostgreSQL (full text) with the same question and the same answer.

What is typed is taken apart into words before a database sees it, so no sign in it is ever read as a language of queries.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from levelground.web.overview.models import SearchEntry
from levelground.web.people.models import Membership, User
from levelground.web.people.roles import Permission, permissions_of

ON_A_PAGE = 20
MOST_WORDS = 12
WEIGHT = "(CASE e.kind WHEN 'package' THEN 4.0 WHEN 'help' THEN 1.5 ELSE 1.0 END)"
"""A whole change package stands before its parts, where both fit."""
LONGEST_WORD = 60
START, END = "\ue000", "\ue001"
"""Stand around a word that was found, in a snippet; the index holds neither."""


@dataclass(frozen=True)
class SearchHit:
    """One thing that was found. In `snippet` the words that fit stand between `START` and `END`."""

    kind: str
    title: str
    context: str
    address: str
    snippet: str


@dataclass(frozen=True)
class SearchAnswer:
    """One page of what was found; `counts` is by kind, whatever kind the page shows."""

    hits: tuple[SearchHit, ...]
    counts: dict[str, int]
    some_words: bool = False
    """Nothing has all the words; these have some of them."""
    did_you_mean: str = ""


class _FullText(Protocol):
    """How one database is asked: SQL that finds rows of `overview_searchentry e`, and the parameter for `match`."""

    source: str
    condition: str
    rank: str
    snippet: str

    def query(self, words: Sequence[str], together: str) -> str: ...


class _Sqlite:
    source = "overview_search JOIN overview_searchentry e ON e.id = overview_search.rowid"
    condition = "overview_search MATCH %(match)s"
    rank = "bm25(overview_search, 6.0, 1.0)"
    snippet = f"snippet(overview_search, 1, '{START}', '{END}', ' … ', 24)"

    def query(self, words: Sequence[str], together: str) -> str:
        return f" {together} ".join(f'"{word}"*' if index == len(words) - 1 else f'"{word}"' for index, word in enumerate(words))


class _PostgreSQL:
    source = "overview_searchentry e"
    condition = "e.found_by @@ to_tsquery('english', %(match)s)"
    rank = "-ts_rank(e.found_by, to_tsquery('english', %(match)s))"
    snippet = (
        "ts_headline('english', e.body, to_tsquery('english', %(match)s), "
        f"'StartSel={START}, StopSel={END}, MaxWords=24, MinWords=12, MaxFragments=1')"
    )

    def query(self, words: Sequence[str], together: str) -> str:
        sign = {"AND": " & ", "OR": " | "}[together]
        return sign.join(f"'{word}':*" if index == len(words) - 1 else f"'{word}'" for index, word in enumerate(words))


def _full_text() -> _FullText:
    return _PostgreSQL() if connection.vendor == "postgresql" else _Sqlite()


def words_in(typed: str) -> tuple[str, ...]:
    """The words of what was typed: letters and digits only, each once."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in re.findall(r"\w+", typed.casefold())))[:MOST_WORDS]


def search(typed: str, user: User | None, kind: str = "", number: int = 1) -> SearchAnswer:
    """One page of what fits, best first: what is public, and drafts of the user's own organisations."""
    words = words_in(typed)
    if not words:
        return SearchAnswer((), {})
    organisations = _organisations(user)
    found = _ask(words, "AND", organisations, kind, number)
    if found.counts:
        return found
    better = _did_you_mean(words, organisations)
    some = _ask(words, "OR", organisations, kind, number) if len(words) > 1 else found
    return SearchAnswer(some.hits, some.counts, some_words=bool(some.counts), did_you_mean=better)


def _organisations(user: User | None) -> list[int]:
    """Those whose drafts the user may see."""
    if user is None or not user.is_authenticated:
        return []
    held: dict[int, set[str]] = {}
    for organisation, role in Membership.objects.filter(user=user, ended_at__isnull=True).values_list("organisation_id", "role"):
        held.setdefault(organisation, set()).add(role)
    return [organisation for organisation, roles in held.items() if Permission.SEE_DRAFTS in permissions_of(frozenset(roles))]


def _ask(words: Sequence[str], together: str, organisations: list[int], kind: str, number: int) -> SearchAnswer:
    text = _full_text()
    parameters: dict[str, Any] = {"match": text.query(words, together), "today": timezone.localdate().isoformat(), "kind": kind}
    parameters |= {"most": ON_A_PAGE, "first": (number - 1) * ON_A_PAGE}
    parameters |= {f"own{index}": organisation for index, organisation in enumerate(organisations)}
    own = f" OR e.organisation_id IN ({', '.join(f'%(own{index})s' for index in range(len(organisations)))})" if organisations else ""
    where = f"{text.condition} AND (e.organisation_id IS NULL{own}) AND (e.until IS NULL OR e.until >= %(today)s)"
    # every part of the statements is written above; what people type is in the parameters
    only = " WHERE kind = %(kind)s" if kind else ""
    found = f"SELECT e.id, e.kind, {text.rank} * {WEIGHT} AS place FROM {text.source} WHERE {where}"  # noqa: S608
    best = f"SELECT id, place FROM found{only} ORDER BY place, id LIMIT %(most)s OFFSET %(first)s"  # noqa: S608
    both = (  # all that fit are looked up once
        f"WITH found AS MATERIALIZED ({found}) "  # noqa: S608
        "SELECT kind, count(*), NULL AS id, NULL AS place FROM found GROUP BY kind "
        f"UNION ALL SELECT '', 0, id, place FROM ({best}) AS best"
    )
    with connection.cursor() as cursor:
        cursor.execute(both, parameters)
        rows = cursor.fetchall()
        counts = {of_kind: count for of_kind, count, row, _ in rows if row is None}
        if not counts:
            return SearchAnswer((), {})
        ids = [row for _, _, row, _ in sorted((each for each in rows if each[2] is not None), key=lambda each: (each[3], each[2]))]
        parameters |= {f"id{index}": row for index, row in enumerate(ids)}
        listed = ", ".join(f"%(id{index})s" for index in range(len(ids))) or "NULL"
        columns = f"e.id, e.kind, e.title, e.context, e.address, {text.snippet}"
        cursor.execute(f"SELECT {columns} FROM {text.source} WHERE {text.condition} AND e.id IN ({listed})", parameters)  # noqa: S608
        hits = {row[0]: SearchHit(*row[1:]) for row in cursor.fetchall()}
    return SearchAnswer(tuple(hits[row] for row in ids if row in hits), counts)


def _did_you_mean(words: Sequence[str], organisations: list[int]) -> str:
    """The same words with each that no title has put right by the nearest that one has; empty where none is near."""
    may_see = Q(organisation__isnull=True) | Q(organisation__in=organisations)
    near = [_nearest(word, may_see) for word in words[:5]]
    better = [*near, *words[5:]]
    return " ".join(better) if better != list(words) else ""


def _nearest(word: str, may_see: Q) -> str:
    if len(word) < 3:
        return word
    alike = Q(title__icontains=f" {word[:2]}") | Q(title__istartswith=word[:2])
    titles = SearchEntry.objects.filter(may_see & alike).order_by("pk").values_list("title", flat=True)[:1500]
    known = {one for title in titles for one in re.findall(r"\w+", title.casefold()) if one.startswith(word[:2])}
    if word in known:
        return word
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.7)), word)
