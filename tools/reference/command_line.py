"""The page on the command line."""

from __future__ import annotations

import importlib.util
import inspect
from enum import Enum
from pathlib import Path
from typing import Any

from reference.words import GENERATED, one_line


def command_line_page() -> str | None:
    """Every command with its arguments and options; None while there is no command line."""
    if importlib.util.find_spec("levelground.cli.main") is None:
        return None
    from typer.main import get_command

    from levelground.cli.main import app

    group = get_command(app)
    lines = [GENERATED.format(source="`src/levelground/cli/`"), "# The command line\n"]
    if group.help:
        lines.append(f"{one_line(group.help)}\n")
    lines.append("The exit codes are in [errors.md](errors.md).\n")
    for name, command in sorted(getattr(group, "commands", {}).items()):
        lines += _sections(f"levelground {name}", command)
    return "\n".join(lines)


def _sections(name: str, command: Any) -> list[str]:
    """A command's section; of a group of commands, what the group is for, then each of its commands."""
    inside = getattr(command, "commands", None)
    if inside is None:
        return _command_section(name, command)
    parts = [part for each, one in inside.items() for part in _command_section(f"{name} {each}", one)]
    return [f"## {name}\n", f"{one_line(command.help or '')}\n", *parts]


def _command_section(name: str, command: Any) -> list[str]:
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False) and parameter.name != "help"]
    arguments = [parameter for parameter in shown if parameter.param_type_name == "argument"]
    usage = " ".join([name, *("OPTIONS" for _ in shown[len(arguments) :][:1]), *(_argument_name(argument) for argument in arguments)])
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]
    lines = [f"## {name}\n", *(f"{part}\n" for part in paragraphs if part), f"    {usage}\n"]
    if shown:
        lines += ["| | must be given | meaning |", "|---|---|---|", *map(_parameter_row, shown), ""]
    return lines


def _argument_name(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _parameter_row(parameter: Any) -> str:
    is_argument = parameter.param_type_name == "argument"
    name = _argument_name(parameter) if is_argument else ", ".join([*parameter.opts, *parameter.secondary_opts])
    default = parameter.default
    plain = isinstance(default, str | int | float | Path | Enum) and not isinstance(default, bool) and str(default)
    otherwise = f" (otherwise `{default.value if isinstance(default, Enum) else default}`)" if plain else ""
    return f"| `{name}` | {'yes' if parameter.required else 'no'} | {one_line(parameter.help or '')}{otherwise} |"
