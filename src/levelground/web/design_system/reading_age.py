"""How hard a text is to read: the Flesch-Kincaid grade, by a count of syllables that rather takes one too many.

The grade is the year of school (in the United States) whose pupils read such a text with ease: 0.39 x words to a sentence
+ 11.8 x syllables to a word - 15.59 (Kincaid and others, 1975). Pages of ours are held to 7. It measures long words and long
sentences, and nothing else: not whether a text is true, kind or clear.

Hyphens are set where a line may break, which is at most once a syllable (`people` cannot be broken at all); so a word has as
many syllables as hyphenation or its groups of vowels give, whichever are more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from pyphen import Pyphen

from levelground.web.design_system.field_terms import FIELD_TERMS

HARD = 9.0
"""A text of a user's own above this grade gets a hint."""
_FEWEST_WORDS = 15
_LONG_SENTENCE = 25

_SHORT_FOR = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|Dr|Mr|Mrs|Ms|Prof|St|No|approx|[A-Z])\.(?=\s)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|\Z)|\n\s*\n")
_BETWEEN_WORDS = re.compile(r"[\s—–]+")
_SIGNS_AROUND = re.compile(r"\A\W+|\W+\Z")
_CODE = re.compile(r"[\d_@]")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = (
    re.compile(r"(?<=[^aeiouyl])e(?=(?:ments?|ly|ful|fully|less|ness)\Z)"),
    re.compile(r"(?<=^som)e(?=.)"),
    re.compile(r"(?<=[^aeiouytd])(?<![bcdfgkptsz]l)ed\Z"),
    re.compile(r"(?<=[^aeiouysxzcg])(?<![sc]h)(?<![bcdfgkptsz]l)es\Z"),
    re.compile(r"(?<=[^aeiouy])(?<![bcdfgkptsz]l)e\Z"),
)
_ONE_MORE = re.compile(r"[aeiouy]ing\Z|isms?\Z|\Aareas?\Z|\Aideas?\Z")


def grade(text: str, *, leave_out: Iterable[str] = ()) -> float:
    """The Flesch-Kincaid grade of a text; 0 where it has no words.

    Each term of `leave_out` (and its plural) counts as one short word. So does what is read as a sign: a number, an id, an address.

    >>> round(grade("The cat sat on the mat."), 2)
    -1.45
    """
    found = [words for words in map(words_of, sentences(_without(text, tuple(leave_out)))) if words]
    count = sum(map(len, found))
    if not count:
        return 0.0
    return 0.39 * count / len(found) + 11.8 * sum(syllables(word) for words in found for word in words) / count - 15.59


def hint(text: str) -> str | None:
    """What to try where a text of one's own is hard to read; None where it is not, or is too short to say.

    The field's own words count as short ones, and nobody is asked for others.
    """
    if sum(len(words_of(sentence)) for sentence in sentences(text)) < _FEWEST_WORDS or grade(text, leave_out=FIELD_TERMS) <= HARD:
        return None
    longest = max((words_of(sentence) for sentence in sentences(text)), key=len)
    said = "This may be hard to read for some people. You can save it as it is."
    if len(longest) > _LONG_SENTENCE:
        said += f" One way to help: the sentence that starts “{' '.join(longest[:5])}” has {len(longest)} words. Could it be two?"
    own = sentences(_without(text, FIELD_TERMS))
    hard = dict.fromkeys(word for sentence in own for word in words_of(sentence) if syllables(word) > 3)
    if hard:
        said += f" Is there a short word for any of these: {', '.join(list(hard)[:4])}?"
    return said


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text: a blank line ends one too, the stop of `e.g.` or of `2.5` does not."""
    whole = _SHORT_FOR.sub(lambda match: match.group()[:-1], text)
    return (sentence for part in _SENTENCE_END.split(whole) if (sentence := part.strip()))


def words_of(sentence: str) -> list[str]:
    """The words, without the signs around them; what has a hyphen is one word."""
    parts = (part for word in _BETWEEN_WORDS.split(sentence) for part in ([word] if "://" in word else word.split("/")))
    return [word for part in parts if (word := _SIGNS_AROUND.sub("", part))]


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """How many syllables a word has: of an abbreviation its letters, of a number, an id or an address one."""
    if _CODE.search(word) or "://" in word:
        return 1
    if word.isupper() and 1 < len(word) <= 6:
        return len(word)
    parts = re.findall(r"[^\W\d_]+", word.casefold().replace("'", "").replace("’", ""))
    return max(1, sum(max(_by_vowels(part), len(_hyphenation().positions(part)) + 1) for part in parts))


def _by_vowels(word: str) -> int:
    spoken = word
    for silent in _SILENT:
        spoken = silent.sub("", spoken)
    return max(1, len(_VOWELS.findall(spoken)) + len(_ONE_MORE.findall(word)))


@cache
def _hyphenation() -> Pyphen:
    return Pyphen(lang="en_GB")


@lru_cache(maxsize=64)
def _terms(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted((term for term in terms if term.strip()), key=len, reverse=True)
    joined = "|".join(re.escape(term.strip()).replace(r"\ ", r"\s+") for term in longest_first)
    return re.compile(rf"(?<!\w)(?:{joined})(?:e?s)?(?!\w)", re.IGNORECASE) if joined else None


def _without(text: str, terms: tuple[str, ...]) -> str:
    pattern = _terms(terms)
    return text if pattern is None else pattern.sub("it", text)
