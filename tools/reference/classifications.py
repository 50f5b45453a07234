"""The page on classifications and crosswalks."""

from __future__ import annotations

from levelground.ethnicity import classification, crosswalk
from levelground.ethnicity.unknown import UNKNOWN_WORDS
from reference.words import GENERATED, one_line


def classifications_page() -> str:
    """Every code of every classification, and every crosswalk with what it loses."""
    parts = [
        GENERATED.format(source="`src/levelground/library/ethnicity/`"),
        "# Classifications and crosswalks\n",
        "Codes are what documents and data use; labels are what pages show, spelled as in the code set. The same short code of a broad\n"
        "group in two classifications does not say that they hold the same people: that is what a crosswalk says.\n",
        *(_classification_section(classification.load(name)) for name in classification.ids()),
        *(_crosswalk_section(crosswalk.load(name)) for name in crosswalk.ids()),
    ]
    return "\n".join(parts)


def _classification_section(groups: classification.Classification) -> str:
    lines = [f"## Classification `{groups.id}`\n", *_about(groups)]
    lines += ["| broad group | code |", "|---|---|", *(f"| {group.label} | `{group.code}` |" for group in groups.groups("broad")), ""]
    rows = [
        f"| {category.label} | `{category.code}` | {groups.label('broad', category.parent)} (`{category.parent}`) |"
        for category in groups.groups("detailed")
    ]
    lines += ["| detailed category | code | broad group |", "|---|---|---|", *rows, ""]
    unknown = [f"| {one.label} | `{one.code}` | `{one.kind}` | {UNKNOWN_WORDS[one.kind].partition(': ')[2]} |" for one in groups.unknown]
    if unknown:
        return "\n".join([*lines, "| not known | code | kind | meaning |", "|---|---|---|---|", *unknown, ""])
    return "\n".join([*lines, "It has no code for a group that is not known.\n"])


def _about(document: classification.Classification | crosswalk.Crosswalk) -> list[str]:
    source = document.source
    lines = [f"{document.title}. Edition: {document.edition}. Source: {source.title}, {source.publisher}. Mark: {document.verification}.\n"]
    return [*lines, f"{one_line(document.note)}\n"] if document.note else lines


def _crosswalk_section(walk: crosswalk.Crosswalk) -> str:
    start, target = classification.load(walk.from_classification), classification.load(walk.to_classification)
    losses = [f"* {line}" for line in walk.loss_report().lines()] or ["* Nothing."]
    flags = [
        f"* {target.label(flag.breakdown, flag.group)} (`{flag.group}`, {flag.breakdown}): {one_line(flag.text)}" for flag in walk.flags
    ]
    rows = [
        f"| {start.label('detailed', code)} | `{code}` | {_becomes(walk.codes('broad')[code])} | {_becomes(walk.codes('detailed')[code])} |"
        for code in start.codes("detailed")
    ]
    lines = [
        f"## Crosswalk `{walk.id}`\n",
        *_about(walk),
        f"From `{start.id}` to `{target.id}`:\n",
        "| category | code | becomes, of the broad groups | becomes, of the detailed categories |",
        "|---|---|---|---|",
        *rows,
        "\nWhat it loses:\n",
        *losses,
    ]
    return "\n".join([*lines, *(["\nSaid beside the figure:\n", *flags] if flags else []), ""])


def _becomes(code: str | None) -> str:
    return "no group" if code is None else f"`{code}`"
