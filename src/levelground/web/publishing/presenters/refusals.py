"""Why an edit was not made, told at the inputs of its form: what was typed stays in them."""

from __future__ import annotations

from django import forms

from levelground.change_package.reading import Reading
from levelground.errors import UserFacingError
from levelground.web.publishing.conflicts import NotReady
from levelground.web.publishing.plain_words import in_plain_words
from levelground.web.publishing.presenters.findings import field_of


def tell(form: forms.Form, refusal: UserFacingError, reading: Reading) -> None:
    """Put each finding of a refusal where it is mended, or at the top."""
    form.is_valid()
    if not refusal.findings:
        for words in refusal.missing if isinstance(refusal, NotReady) else (refusal.message,):
            form.add_error(None, in_plain_words(words))
    for finding in refusal.findings:
        name = field_of(reading, finding)
        words = f"{in_plain_words(finding.message)} {in_plain_words(finding.next_step or '')}".strip()
        form.add_error(name if name in form.fields else None, words)
