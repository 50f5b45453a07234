"""What is being done, in words, while it takes a while: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from levelground.cli.findings import notices


@contextmanager
def steps_shown() -> Iterator[Callable[[str], None]]:
    """A function that says what is being done now."""
    if not notices.is_terminal:
        yield lambda step: notices.print(f"{step} ...", soft_wrap=True)
        return
    with notices.status("starting") as status:
        yield status.update
