"""The page on exit codes."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import levelground.errors
from reference.words import GENERATED, one_line, subclasses

WITH_EXIT_CODES = "levelground.web.site.serve"
"""The one module of the web that the command line runs; what other modules of the web refuse is shown on a page, and ends nothing."""


def of_the_command_line(module: str) -> bool:
    """Whether what a module raises can end a command."""
    return not module.startswith("levelground.web.") or module == WITH_EXIT_CODES


def errors_page() -> str:
    """Exit codes of the command line, from the error classes."""
    for room in pkgutil.iter_modules(levelground.__path__, "levelground."):
        if room.name != "levelground.web":
            inside = importlib.import_module(room.name)
            for module in pkgutil.walk_packages(getattr(inside, "__path__", ()), f"{room.name}."):
                importlib.import_module(module.name)
    importlib.import_module(WITH_EXIT_CODES)
    every = (cls for cls in subclasses(levelground.errors.UserFacingError) if cls.__module__.startswith("levelground."))
    found = {cls for cls in every if of_the_command_line(cls.__module__)}
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
