"""One framework or strategy of the library by its id."""

from __future__ import annotations

from levelground.errors import Finding, Severity, UnknownElement, nearest_names
from levelground.registers.frameworks import Framework
from levelground.registers.registers import registers
from levelground.registers.strategies import Strategy


def framework(framework_id: str) -> Framework:
    """The framework; `UnknownElement`, with the nearest ids, when there is none."""
    held = registers().frameworks
    if framework_id not in held:
        raise _unknown("framework", framework_id, list(held))
    return held[framework_id]


def strategy(strategy_id: str) -> Strategy:
    """The strategy; `UnknownElement`, with the nearest ids, when there is none."""
    held = registers().strategies
    if strategy_id not in held:
        raise _unknown("strategy", strategy_id, list(held))
    return held[strategy_id]


def _unknown(kind: str, name: str, valid: list[str]) -> UnknownElement:
    message = f"There is no {kind} called {name[:64]}."
    return UnknownElement(message, [Finding(Severity.ERROR, f"known-{kind}", message, did_you_mean=nearest_names(name[:64], valid))])
