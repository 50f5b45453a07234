"""Forms that begin a draft, bring a text in, or take a draft away. What was typed or sent stays in them when it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify

from levelground.documents.utf8_text import MOST_BYTES
from levelground.errors import Finding, UserFacingError
from levelground.web.publishing.conflicts import NotReady
from levelground.web.publishing.encodings import as_text, not_utf_8
from levelground.web.publishing.package_ids import beginning, id_refused
from levelground.web.publishing.plain_words import in_plain_words

SHOWN_IN_THE_FORM = 1_000_000
"""A refused text of at most so many characters is given back to be mended on the page."""
MOST_FINDINGS = 30


class StartDraft(forms.Form):
    """A title, and the short name that the id ends with."""

    title = forms.CharField(
        label="Title",
        max_length=300,
        help_text="What the change package is about. You can change it later.",
        error_messages={"required": "Enter a title."},
    )
    short_name = forms.CharField(
        label="Short name",
        required=False,
        max_length=40,
        help_text="For its file and its address. Letters, numbers, - and _ only. It never changes. If you leave it empty, we make one.",
    )

    def __init__(self, *args: Any, slug: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.slug = slug

    def clean(self) -> dict[str, Any]:
        """Adds `package_id`."""
        given = super().clean() or {}
        ending = given.get("short_name") or slugify(given.get("title", "")).replace("-", "_")[:40].strip("_") or "change_package"
        given["package_id"] = f"{beginning(self.slug)}{ending}"
        refused = id_refused(given["package_id"], self.slug)
        if refused is not None:
            self.add_error("short_name", "Use letters, numbers, - and _ only, and make it shorter if it is long.")
        return given


class BringIn(forms.Form):
    """A file, or its text."""

    file = forms.FileField(
        label="File",
        required=False,
        help_text="A change package as a YAML file, 8 MB at most.",
        error_messages={"empty": "The file is empty. Choose another one."},
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        help_text="Paste the text here if you have no file.",
        widget=forms.Textarea(attrs={"spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Adds `content` (bytes) and `file_name`."""
        given = super().clean() or {}
        file, text = given.get("file"), given.get("text") or ""
        given["file_name"] = file.name if file else "your text"
        if file and file.size > MOST_BYTES:
            self.add_error("file", f"The file is too large: {file.size / 1_048_576:.0f} MB. It can be 8 MB at most. Choose a smaller one.")
        elif file:
            given["content"] = self._of_file(file.read(), file.name)
        elif text.strip():
            given["content"] = text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
        elif "file" not in self.errors:
            self.add_error("file", "Choose a file, or paste its text.")
        return given

    def refuse(self, refusal: UserFacingError) -> None:
        """Tell every finding beside the text, and leave the text in the form."""
        if not refusal.findings:
            for words in refusal.missing if isinstance(refusal, NotReady) else (refusal.message,):
                self.add_error(None, words)
        lines = told(refusal.findings)
        for words in lines:
            self.add_error("text" if len(lines) == 1 else None, words)
        if len(lines) > 1:
            self.add_error("text", "Mend what is named at the top of the page. Then send the text again.")

    def give_back(self, text: str) -> None:
        """Show a text in the form, for the person to mend."""
        if len(text) <= SHOWN_IN_THE_FORM:
            self.data = {**self.data, "text": text}

    def _of_file(self, data: bytes, name: str) -> bytes:
        words = not_utf_8(data)
        if words:
            self.add_error("file", words)
        self.give_back(as_text(data))
        return data


class ImportDraft(BringIn):
    """A file as a draft of its own."""

    own_id = forms.BooleanField(
        label="Give it an id of our organisation",
        required=False,
        help_text="Tick this if the file is from somebody else. Only its id changes.",
    )


class ReplaceText(BringIn):
    """A text in the place of a draft's."""

    reason = forms.CharField(
        label="Why do you replace the text?",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Say why you replace the text."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def see(self, now: int) -> None:
        """Send the form again as one that has seen every edit up to `now`."""
        self.data = {**self.data, "seen": str(now)}


class WithSeen(forms.Form):
    """A button that says which edits the person has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def told(findings: Iterable[Finding]) -> list[str]:
    """Findings as sentences, each with its line; of very many, the first."""
    found = list(findings)
    lines = [_sentence(finding) for finding in found[:MOST_FINDINGS]]
    if len(found) > MOST_FINDINGS:
        lines.append(f"There are {len(found) - MOST_FINDINGS} more problems. Mend these first.")
    return lines


def _sentence(finding: Finding) -> str:
    line = f"Line {finding.place.line}: " if finding.place and finding.place.line else ""
    near = f" Did you mean {' or '.join(finding.did_you_mean)}?" if finding.did_you_mean else ""
    step = f" {in_plain_words(finding.next_step)}" if finding.next_step else ""
    return f"{line}{in_plain_words(finding.message)}{near}{step}"
