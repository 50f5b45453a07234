"""Minutes as a Word file: real headings, lists and a table with a header row, so that readers of all kinds find their way in it.

Whatever people wrote goes in as plain text: no field, no formula, no link is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from levelground.web.coproduction import session_times
from levelground.web.coproduction.marked_text import DECIDED, HEADING, POINTS, SAID, SUBHEADING
from levelground.web.coproduction.models import Minutes
from levelground.web.coproduction.presenters import minutes as pages
from levelground.web.coproduction.presenters.minutes import MinutesBlock

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML file may hold."""


def minutes_file(minutes: Minutes) -> bytes:
    """The file, with the words that may be read at this moment."""
    workshop = minutes.workshop
    document = Document()
    _head(document, pages.file_title(minutes), workshop.series.organisation.name)
    document.add_heading(_plain(workshop.title), level=0)
    document.add_paragraph(_plain(f"{workshop.series.title}. {workshop.series.organisation.name}."))
    document.add_paragraph(_plain(f"{session_times.when(workshop)}. Version {minutes.version}."))
    for block in pages.blocks(minutes):
        _add(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Any, title: str, author: str) -> None:
    said = document.core_properties
    said.title, said.author, said.last_modified_by, said.language = _plain(title), _plain(author), _plain(author), LANGUAGE
    said.comments = ""
    said.created = said.modified = timezone.now().replace(microsecond=0, tzinfo=None)
    for part, tag in ((document.styles, "w:lang"), (document.settings, "w:themeFontLang")):
        for language in part.element.iter(qn(tag)):
            language.set(qn("w:val"), LANGUAGE)


def _add(document: Any, block: MinutesBlock) -> None:
    if block.kind in (HEADING, SUBHEADING):
        document.add_heading(_plain(block.words), level=1 if block.kind == HEADING else 2)
    elif block.kind == POINTS:
        for point in block.points:
            document.add_paragraph(_plain(point), style="List Bullet")
    elif block.kind == SAID:
        for voice in block.voices:
            document.add_paragraph(_plain(voice.instead or f"{voice.who}: {voice.words}"), style="Quote" if voice.words else None)
    elif block.kind == DECIDED:
        _table(document, pages.DECISION_HEADERS, block.rows)
    else:
        document.add_paragraph(_plain(block.words))


def _table(document: Any, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    for cell, header in zip(table.rows[0].cells, headers, strict=True):
        cell.paragraphs[0].add_run(header).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(words)


def _plain(words: str) -> str:
    return NOT_IN_A_FILE.sub("", words)
