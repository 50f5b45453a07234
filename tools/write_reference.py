"""Write the generated reference: the schemas of the documents that people write, and the pages of docs/reference/.

Usage: python tools/write_reference.py [--check]

Everything here is derived from the code: the models, the error classes, the command line, the library. `--check` writes
nothing and ends with status 1 when a file is not current. Published ids are only ever added to, never taken away.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reference import (
    change_packages,
    check_rules,
    classifications,
    command_line,
    data_sources,
    disclosure_policies,
    exit_codes,
    published_ids,
    registers,
)
from reference.words import as_json

ROOT = Path(__file__).resolve().parent.parent


def outputs(root: Path = ROOT) -> dict[str, str]:
    """Each generated file with the text that it should hold."""
    published = root / published_ids.PUBLISHED_IDS
    pages = {
        change_packages.SCHEMA: change_packages.schema_text(),
        change_packages.OVERLAY_SCHEMA: as_json(change_packages.Overlay.model_json_schema(mode="validation")),
        data_sources.DATA_SOURCE_SCHEMA: as_json(data_sources.data_source_schema()),
        **{
            registers.register_schema_path(name): as_json(model.model_json_schema(mode="validation"))
            for name, model in registers.REGISTER_DOCUMENTS.items()
        },
        "docs/reference/change_package.md": change_packages.change_package_page(),
        "docs/reference/overlay.md": change_packages.overlay_page(),
        "docs/reference/check_rules.md": check_rules.check_rules_page(),
        "docs/reference/registers.md": registers.registers_page(),
        "docs/reference/data_source.md": data_sources.data_source_page(),
        "docs/reference/classifications.md": classifications.classifications_page(),
        "docs/reference/disclosure_policies.md": disclosure_policies.disclosure_page(),
        "docs/reference/errors.md": exit_codes.errors_page(),
        "docs/reference/command_line.md": command_line.command_line_page(),
        published_ids.PUBLISHED_IDS: published_ids.published_ids_text(published.read_text(encoding="utf-8") if published.exists() else ""),
    }
    return {path: text for path, text in pages.items() if text is not None}


def not_current(root: Path = ROOT) -> list[str]:
    """The generated files that are missing or do not say what the code says now."""
    texts = outputs(root)
    return [path for path, text in texts.items() if not (root / path).exists() or (root / path).read_text(encoding="utf-8") != text]


def write(root: Path = ROOT) -> None:
    """Write every generated file."""
    for path, text in outputs(root).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if stale := not_current():
            sys.exit(f"not current: {', '.join(stale)}. Run `make docs`.")
    else:
        write()
