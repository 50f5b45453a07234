"""The page on registers, strategies, frameworks and rates of pay, and their schemas."""

from __future__ import annotations

from levelground.change_package.change_package import ChangePackage
from levelground.registers.frameworks import Framework
from levelground.registers.payment_rates import RateTable
from levelground.registers.registers import MODELS
from levelground.registers.strategies import Strategy
from reference.language import model_section, names_met, pointing, words_section
from reference.words import GENERATED, as_json

REGISTER_DOCUMENTS = {
    **{f"register_of_{name}": model for name, model in MODELS.items()},
    "strategy": Strategy,
    "framework": Framework,
    "payment_rates": RateTable,
}
"""The documents of the registers, by the name of their schema."""


def register_schema_path(name: str) -> str:
    """Where the JSON Schema of a document of the registers stands."""
    return f"src/levelground/library/schemas/{name}.schema.json"


def schemas() -> dict[str, str]:
    """The JSON Schema of each document of the registers, by its path."""
    return {register_schema_path(name): as_json(model.model_json_schema(mode="validation")) for name, model in REGISTER_DOCUMENTS.items()}


def registers_page() -> str:
    """Every key of the registers, the strategies, the frameworks and the rates of pay, from the models that read them."""
    schemas = {name: model.model_json_schema(mode="validation") for name, model in REGISTER_DOCUMENTS.items()}
    definitions = {name: part for schema in schemas.values() for name, part in schema["$defs"].items()}
    shared = set(ChangePackage.model_json_schema(mode="validation")["$defs"])
    own = [name for name in dict.fromkeys(names_met(list(schemas.values()), definitions)) if name not in shared]
    parts = [
        GENERATED.format(source="the models in `src/levelground/registers/`"),
        "# The language of the registers\n",
        "What others have published and asked for is kept once, in `src/levelground/library/registers/`, `strategies/` and `frameworks/`,\n"
        "and what people are paid for taking part in `payment_rates/`:\n"
        "YAML documents in UTF-8, read as strictly as a [change package](change_package.md), which copies the entries that it uses.\n"
        "`levelground list` shows what they hold; `levelground check` says where a copy differs. Step by step:\n"
        "[add a recommendation](../how-to/add_a_recommendation.md). The same rules stand as JSON Schema in\n"
        f"{', '.join(f'`{register_schema_path(name)}`' for name in schemas)}.\n",
        *(model_section(_document_title(name), schema, definitions) for name, schema in schemas.items()),
        *(model_section(name, definitions[name], definitions) for name in own if "properties" in definitions[name]),
        *(words_section(name, definitions[name]) for name in own if "enum" in definitions[name]),
    ]
    return pointing("\n".join(parts), {name.lower() for name in shared})


def _document_title(name: str) -> str:
    """`The document: register of sources`."""
    return f"The document: {name.replace('_', ' ')}"
