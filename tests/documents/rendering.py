"""Values to YAML in many styles, chosen at random: comments, blank lines, quotes, brackets, blocks, indentation, line ends."""

from __future__ import annotations

import json
from itertools import count
from random import Random
from typing import Any


class Renderer:
    """Writes one document; the same seed gives the same text."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - styles, not secrets
        self.numbers = count()

    def document(self, value: Any) -> str:
        """A block of keys or a list as a document."""
        lines = [*self._above(0), *self._block(value, 0), *self._above(0)]
        text = self.random.choice(["\n", "\n", "\r\n"]).join(lines)
        if self.random.random() < 0.8:
            text += "\r\n" if "\r\n" in text else "\n"
        return text

    def _comment(self) -> str:
        return f"# comment {next(self.numbers)}: a - b"

    def _above(self, column: int) -> list[str]:
        if self.random.random() < 0.6:
            return []
        pads = [column, column, column, column + 2, max(column - 2, 0)]
        lines = ["" if self.random.random() < 0.3 else " " * self.random.choice(pads) + self._comment() for _ in range(2)]
        return lines[: self.random.randint(1, 2)]

    def _tail(self) -> str:
        return self.random.choice(["", "", "", "", " ", f"  {self._comment()}"])

    def _block(self, value: Any, column: int) -> list[str]:
        lines: list[str] = []
        pad = " " * column
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            if lines:
                lines.extend(self._above(column))
            lead = f"{self._key(str(key))}:" if isinstance(value, dict) else "-"
            lines.extend(self._entry(pad + lead, inner, column, dash=lead == "-"))
        return lines

    def _key(self, key: str) -> str:
        return self.random.choice([key, key, json.dumps(key), f"'{key}'"])

    def _entry(self, lead: str, value: Any, column: int, *, dash: bool) -> list[str]:
        if isinstance(value, dict | list) and value and self.random.random() < 0.7:
            inner = column + self.random.choice([2, 2, 3, 4])
            if isinstance(value, list) and not dash and self.random.random() < 0.4:
                inner = column
            lines = self._block(value, inner)
            if dash and self.random.random() < 0.8:
                return [f"{lead}{' ' * (inner - column - 1)}{lines[0].lstrip(' ')}", *lines[1:]]
            return [lead + self._tail(), *self._above(inner), *lines]
        if isinstance(value, dict | list):
            return self._in_brackets(lead, value, column)
        if value is None and self.random.random() < 0.5:
            return [lead + self._tail()]
        return self._scalar(lead, value, column)

    def _in_brackets(self, lead: str, value: Any, column: int) -> list[str]:
        items = list(value) if isinstance(value, list) else list(value.items())
        if len(items) > 1 and self.random.random() < 0.4:
            opened, closed = "[]" if isinstance(value, list) else "{}"
            pad = " " * (column + 4)
            texts = [self._flow(item) if isinstance(value, list) else f"{item[0]}: {self._flow(item[1])}" for item in items]
            lines = [f"{pad}{text},{self._tail()}" for text in texts]
            if self.random.random() < 0.5:
                lines[-1] = f"{pad}{texts[-1]}{self._tail()}"
            if self.random.random() < 0.5:
                return [f"{lead} {opened}{self._tail()}", *lines, " " * (column + 2) + closed + self._tail()]
            return [f"{lead} {opened}{texts[0]},", *lines[1:-1], f"{pad}{texts[-1]}{closed}{self._tail()}"]
        return [f"{lead} {self._flow(value)}{self._tail()}"]

    def _flow(self, value: Any) -> str:
        if isinstance(value, list):
            if len(value) == 1 and isinstance(value[0], dict) and len(value[0]) == 1 and self.random.random() < 0.5:
                ((key, inner),) = value[0].items()
                return f"[{key}: {self._flow(inner)}]"
            comma = "," if value and self.random.random() < 0.2 else ""
            return f"[{', '.join(map(self._flow, value))}{comma}]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self._flow(inner)}" for key, inner in value.items()) + "}"
        return json.dumps(value, ensure_ascii=False)

    def _scalar(self, lead: str, value: Any, column: int) -> list[str]:
        pad = " " * (column + self.random.choice([1, 2, 4]))
        words = value.split(" ") if isinstance(value, str) else []
        simple = words and all(word.isalpha() for word in words) and value not in ("null", "true")
        kind = self.random.choice(["double", "single", "plain", "folded", "literal", "several", "several quoted"])
        if kind in ("folded", "literal") and words:
            return self._block_scalar(lead, value, pad, ">" if kind == "folded" else "|")
        if kind == "plain" and simple:
            return [f"{lead} {value}{self._tail()}"]
        if kind == "single" and words and "\n" not in value:
            return [f"{lead} '{value.replace(chr(39), chr(39) * 2)}'{self._tail()}"]
        if kind == "several" and simple and len(words) > 1:
            return [f"{lead} {words[0]}", *(pad + word for word in words[1:-1]), f"{pad}{words[-1]}{self._tail()}"]
        if kind == "several quoted" and simple and len(words) > 1:
            return [f'{lead} "{words[0]}', f'{" ".join(words[1:])}"{self._tail()}']  # below, as far to the left as may be
        return [f"{lead} {json.dumps(value, ensure_ascii=False)}{self._tail()}"]

    def _block_scalar(self, lead: str, value: str, pad: str, sign: str) -> list[str]:
        words = value.rstrip("\n").split(" ")
        breaks = len(value) - len(value.rstrip("\n"))
        if not all(word.isalpha() for word in words):
            return [f"{lead} {json.dumps(value, ensure_ascii=False)}{self._tail()}"]
        lines = [pad + word for word in words] if sign == ">" else [pad + " ".join(words)]
        keep = "-" if breaks == 0 else "+" if breaks > 1 or self.random.random() < 0.3 else ""
        blank = [""] * (breaks - 1 if keep == "+" else self.random.choice([0, 0, 1]))
        return [f"{lead} {sign}{keep}{self._tail()}", *lines, *blank]
