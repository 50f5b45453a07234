"""Reads what came with the software before somebody asks for it: the first pages of a process are quick too."""

from __future__ import annotations

from threading import Thread

from django.template import engines
from django.template.backends.jinja2 import Jinja2

from levelground.web.publishing.models import RegisterKind
from levelground.web.publishing.queries import published, registers


def begin() -> Thread:
    """Start beside the serving, and come back at once. Where `warm_up` was called before the process was made, little is left to do."""
    thread = Thread(target=warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def warm_up() -> None:
    """Read the library and the registers that are shipped, and compile the templates; the database is not asked for anything."""
    published.read_library()
    for kind in RegisterKind.values:
        registers.shipped_rows(kind)
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            for name in engine.env.list_templates(filter_func=lambda name: name.endswith(".jinja")):
                engine.env.get_template(name)
