"""The pages on change packages and overlays, and their schemas."""

from __future__ import annotations

from levelground.change_package.adaptation.overlay import Overlay
from levelground.change_package.change_package import ChangePackage
from reference.language import pointing, sections
from reference.words import GENERATED, as_json

SCHEMA = "src/levelground/library/schemas/change_package.schema.json"
OVERLAY_SCHEMA = "src/levelground/library/schemas/overlay.schema.json"


def schema_text() -> str:
    """The JSON Schema of a change package, for completion and checks in an editor."""
    return as_json(ChangePackage.model_json_schema(mode="validation"))


def change_package_page() -> str:
    """Every key that a change package can hold, from the models that read it."""
    schema = ChangePackage.model_json_schema(mode="validation")
    parts = [
        GENERATED.format(source="the models in `src/levelground/change_package/`"),
        "# The language of a change package\n",
        "A change package is one YAML document in UTF-8. A key that is not listed here is an error, and so is a key given twice;\n"
        "anchors and aliases are not read. An *id* is a letter, then letters, digits, `_` or `-`, at most 64 characters; once\n"
        "published it never changes. `levelground check FILE` says everything that is wrong with a document, with its place.\n"
        f"The same rules stand as JSON Schema in `{SCHEMA}`, for completion in an editor.\n",
    ]
    return "\n".join([*parts, *sections(schema)])


def overlay_page() -> str:
    """Every key that an overlay can hold, from the models that read it; elements are described with the change package."""
    schema = Overlay.model_json_schema(mode="validation")
    parts = [
        GENERATED.format(source="the models in `src/levelground/change_package/adaptation/overlay.py`"),
        "# The language of an overlay\n",
        "An overlay adapts a change package: it names the exact base, has a head of its own, and lists operations on the base's\n"
        "elements, each with its reason. It is one YAML document in UTF-8, read as strictly as a\n"
        "[change package](change_package.md), whose elements it adds. Step by step:\n"
        "[adapt a change package](../how-to/adapt_a_change_package.md).\n"
        f"The same rules stand as JSON Schema in `{OVERLAY_SCHEMA}`, for completion in an editor.\n",
    ]
    shared = set(ChangePackage.model_json_schema(mode="validation")["$defs"])
    own = [section for section in sections(schema) if section.partition("\n")[0].removeprefix("## ") not in shared]
    return pointing("\n".join([*parts, *own]), {name.lower() for name in shared})
