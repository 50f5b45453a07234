"""The page on the declaration of a data source, and its schema."""

from __future__ import annotations

from typing import Any

from levelground.measurement.sources import DataSource
from reference.language import sections
from reference.meanings import MEANINGS
from reference.words import GENERATED

DATA_SOURCE_SCHEMA = "src/levelground/library/schemas/data_source.schema.json"


def data_source_schema() -> dict[str, Any]:
    """The JSON Schema of the declaration of a data source, every field with its meaning."""
    schema: dict[str, Any] = DataSource.model_json_schema(mode="validation")
    for name, definition in (("DataSource", schema), *schema["$defs"].items()):
        for key, about in definition.get("properties", {}).items():
            if "description" not in about and key in MEANINGS.get(name, {}):
                about["description"] = MEANINGS[name][key]
    return schema


def data_source_page() -> str:
    """Every key that the declaration of a data source can hold, from the models that read it."""
    parts = [
        GENERATED.format(source="the models in `src/levelground/measurement/sources.py`"),
        "# The declaration of a data source\n",
        "A data source is one YAML document in UTF-8: `<id>.source.yaml` beside the data, or `<id>.yaml` in\n"
        "`src/levelground/library/data_sources/`. It says in which file the counts are, what each column is for and what each ethnicity\n"
        "label means. Nothing is guessed: what the declaration does not know is said with its line. Step by step, with the smallest\n"
        "declaration that works: [measure your own data](../how-to/measure_your_own_data.md). A source holds counts that are added up\n"
        "already: a row for each person is not read as such.\n\n"
        f"The same rules stand as JSON Schema in `{DATA_SOURCE_SCHEMA}`, for completion in an editor.\n",
    ]
    return "\n".join([*parts, *sections(data_source_schema())])
