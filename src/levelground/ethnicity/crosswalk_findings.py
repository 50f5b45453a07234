"""What a crosswalk must obey: both ends known, every code mapped explicitly, reasons for whatever is lost or moved."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.documents.yaml_reader import Document
from levelground.errors import Finding
from levelground.ethnicity import classification as classifications
from levelground.ethnicity.classification import Classification
from levelground.ethnicity.crosswalk_values import Crosswalk
from levelground.ethnicity.library_document import BREAKDOWNS, Breakdown, error


def crosswalk_findings(crosswalk: Crosswalk, document: Document) -> Iterator[Finding]:
    """Everything in the crosswalk that breaks a rule, with its place in the document."""
    ends = dict(zip(("from", "to"), (crosswalk.from_classification, crosswalk.to_classification), strict=True))
    missing = [end for end, name in ends.items() if name not in classifications.ids()]
    for end in missing:
        message = f"`{ends[end]}` is not a classification of the library: {', '.join(classifications.ids())}."
        yield error("unknown-classification", message, document, (end,), valid=classifications.ids(), name=ends[end])
    if not missing:
        start, target = (classifications.load(name) for name in ends.values())
        for breakdown in BREAKDOWNS:
            yield from _complete(crosswalk, breakdown, start, document)
            yield from _targets(crosswalk, breakdown, target, document)
            yield from _reasons(crosswalk, breakdown, start, target, document)
        yield from _flags(crosswalk, start, target, document)


def _complete(crosswalk: Crosswalk, breakdown: Breakdown, start: Classification, document: Document) -> Iterator[Finding]:
    codes, mapped = start.codes("detailed"), crosswalk.codes(breakdown)
    for code in codes:
        if code not in mapped:
            message = f"{breakdown}: `{code}` of {start.id} is not mapped. Write the code that it becomes, or null for none."
            yield error("code-not-mapped", message, document, ("mapping", breakdown))
    for code in mapped:
        if code not in codes:
            message = f"{breakdown}: `{code}` is not a detailed code of {start.id}."
            yield error("unknown-code", message, document, ("mapping", breakdown, code), valid=codes, name=code)


def _targets(crosswalk: Crosswalk, breakdown: Breakdown, target: Classification, document: Document) -> Iterator[Finding]:
    codes = target.codes(breakdown)
    for code, becomes in crosswalk.codes(breakdown).items():
        if becomes is not None and becomes not in codes:
            message = f"{breakdown}: `{code}` becomes `{becomes}`, which is not a {breakdown} code of {target.id}."
            yield error("unknown-target", message, document, ("mapping", breakdown, code), valid=codes, name=becomes)


def _reasons(
    crosswalk: Crosswalk, breakdown: Breakdown, start: Classification, target: Classification, document: Document
) -> Iterator[Finding]:
    reasons, mapped = crosswalk.reasons_of(breakdown), crosswalk.codes(breakdown)
    for code in reasons:
        if code not in mapped:
            message = f"{breakdown}: a reason is given for `{code}`, which is not mapped."
            yield error("unknown-code", message, document, ("reasons", breakdown, code), valid=mapped, name=code)
    for code, becomes in mapped.items():
        if code in reasons or code not in start.codes("detailed"):
            continue
        if becomes is None:
            yield error("no-reason", f"{breakdown}: `{code}` is put in no group without a reason.", document, ("mapping", breakdown, code))
        elif becomes in target.codes(breakdown) and start.parent(code) != (becomes if breakdown == "broad" else target.parent(becomes)):
            yield error("no-reason", f"{breakdown}: `{code}` changes broad group without a reason.", document, ("mapping", breakdown, code))


def _flags(crosswalk: Crosswalk, start: Classification, target: Classification, document: Document) -> Iterator[Finding]:
    for index, flag in enumerate(crosswalk.flags):
        if flag.group not in target.codes(flag.breakdown):
            message = f"`{flag.group}` is not a {flag.breakdown} code of {target.id}."
            yield error("unknown-target", message, document, ("flags", index, "group"), valid=target.codes(flag.breakdown), name=flag.group)
        for position, code in enumerate(flag.add):
            if code not in start.codes("detailed"):
                message = f"`{code}` is not a detailed code of {start.id}."
                yield error("unknown-code", message, document, ("flags", index, "add", position), valid=start.codes("detailed"), name=code)
