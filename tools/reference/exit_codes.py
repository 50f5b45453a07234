"""The page on exit codes."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import levelground.errors
from reference.words import GENERATED, one_line, subclasses

SETTINGS_NEEDED = ("levelground.web.overview", "levelground.web.design_system", "levelground.web.site.urls", "levelground.web.site.views")
"""Modules of the web that import only inside a running site; none of them declares an error."""


def errors_page() -> str:
    """Exit codes of the command line, from the error classes."""
    for module in pkgutil.walk_packages(levelground.__path__, "levelground."):
        if not module.name.startswith(SETTINGS_NEEDED):
            importlib.import_module(module.name)
    found = {cls for cls in subclasses(levelground.errors.UserFacingError) if cls.__module__.startswith("levelground.")}
    lines = [
        GENERATED.format(source="the error classes"),
        "# Exit codes\n",
        "Each finding is shown on one line: place (file:line:column), how much it matters, what must hold and what was found, the\n"
        "nearest valid names, a next step, and in square brackets the name of the rule. No traceback is shown for these.\n",
        "| exit code | name | meaning |",
        "|---|---|---|",
        "| 0 | | done; warnings may have been shown |",
        "| 1 | UserFacingError | anything else that was foreseen and has no code of its own |",
        "| 2 | | the command line itself was not understood: an unknown option, a missing argument |",
    ]
    rows = sorted((cls.exit_code, cls.__name__, one_line(inspect.getdoc(cls) or "")) for cls in found)  # type: ignore[attr-defined]
    return "\n".join([*lines, *(f"| {code} | {name} | {meaning} |" for code, name, meaning in rows)]) + "\n"
