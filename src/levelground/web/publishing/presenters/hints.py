"""Beside long texts: a kind hint where the words are hard to read. It never stops anybody."""

from __future__ import annotations

from levelground.web.design_system import reading_age
from levelground.web.publishing.forms.element import ElementFields


def hints(form: ElementFields) -> dict[str, str]:
    """The name of an input -> the hint about what stands in it now."""
    said = {name: str(form[name].value() or "") for name in form.LONG if name in form.fields}
    found = {name: reading_age.hint(words) for name, words in said.items() if "TO WRITE" not in words}
    return {name: hint for name, hint in found.items() if hint}
