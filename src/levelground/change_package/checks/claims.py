"""Rules about what a text claims: no biology where racism, exposure or access is the cause, no certainty without evidence, no promise."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.change_package.checks.texts import Said, TellingPhrase, phrase
from levelground.change_package.elements import Element
from levelground.change_package.theory import Kind
from levelground.errors import Finding, Severity

_ASK = "Ask which racism, exposure or access explains the difference, and name that; race is not biology."
_DOUBTED = (
    r"\b(?:not|no|nor|nothing|never|myths?|false\w*|wrong\w*|belie\w+|assum\w+|stereotyp\w+|without|instead of|rather than|"
    r"examin\w+|review\w*|whether|claim\w*|stop\w*|end|ends|ending|remov\w*|drop\w*|withdraw\w*|replac\w*|abandon\w*)\b"
)

BIOLOGY: tuple[TellingPhrase, ...] = (
    phrase(
        r"\b(?:genetic|biological|inborn|racial|ethnic) (?:predisposition|susceptibility|inferiority)\b",
        "predisposition|susceptibility|inferiority",
        _ASK,
        unless=_DOUBTED,
    ),
    phrase(
        r"\b(?:genetically|biologically|racially) (?:predisposed|susceptible|prone|inclined|different|more|less)\b",
        "genetically|biologically|racially",
        _ASK,
        unless=_DOUBTED,
    ),
    phrase(
        r"\b(?:biological|genetic|physiological) differences? between (?:the )?(?:races?|racial|ethnic|groups?|black|white|asian)\b",
        "difference between|differences between",
        _ASK,
        unless=_DOUBTED,
    ),
    phrase(r"\b(?:biological|innate|inborn) differences?\b", "biological|innate|inborn", _ASK, unless=_DOUBTED),
    phrase(r"\binnate(?:ly)?\b(?! immun)", "innate", _ASK, unless=_DOUBTED),
    phrase(
        r"\b(?:because of|due to|owing to|explained by|caused by|down to) (?:their |people's )?"
        r"(?:race|ethnicity|ethnic background|genes|genetics|genetic make-?up|biology)\b",
        "because of|due to|owing to|explained by|caused by|down to",
        _ASK,
        unless=rf"{_DOUBTED}|\b(?:treat\w*|discriminat\w*|refus\w*|denied|stopped|abus\w*|harass\w*|bull\w*)\b",
    ),
    phrase(
        r"\b(?:race|ethnicity) (?:is|as|being) an? (?:biological |independent |genetic )?risk factor\b",
        "risk factor",
        _ASK,
        unless=_DOUBTED,
    ),
    phrase(
        r"\b(?:thicker skin|(?:higher|greater) pain (?:threshold|tolerance)|less sensitive to pain)\b", "skin|pain", _ASK, unless=_DOUBTED
    ),
    phrase(
        r"\b(?:apply|applies|use|uses|using|keep|keeps|add|adds|need|needs) (?:a |an |the )?"
        r"(?:race|ethnicity|racial|ethnic)[- ](?:based |specific )?(?:correction|adjustment|coefficient)s?\b",
        "correction|adjustment|coefficient",
        _ASK,
        unless=_DOUBTED,
    ),
)
"""Ways of offering biology as the cause. That a condition is inherited, as sickle cell disorder is, is not among them."""

_REST = "Name what it rests on (`source` or `rests_on`), or say that it is what you expect."
_IS_NOT = r"\b(?:not|never|nor|whether|un|yet to be|before it is|until it is)\b[^.]*$"
_EFFECT = r"(?:reduces?|improves?|works?|helps?|increases?|lowers?|prevents?|narrows?|leads? to|be effective)"

CLAIMS: tuple[TellingPhrase, ...] = (
    phrase(r"\b(?:proven|proves that|proved to)\b", "proven|proves that|proved to", _REST, unless=_IS_NOT),
    phrase(r"\b(?:has|have) been shown to\b", "shown", _REST, unless=_IS_NOT),
    phrase(r"\b(?:evidence|studies|research|data|trials?) (?:clearly )?shows?\b", "show", _REST, unless=_IS_NOT),
    phrase(rf"\b(?:is|are) known to {_EFFECT}\b", "known", _REST, unless=_IS_NOT),
    phrase(r"\bguarantees?\b", "guarantee", _REST, unless=_IS_NOT),
    phrase(r"\bevidence[- ]based\b", "evidence", _REST, unless=_IS_NOT),
)
EXPECTATIONS: tuple[TellingPhrase, ...] = (
    phrase(r"\bwill (?:reduce|lower|prevent|improve|narrow|halve|end|lead to)\b", "will", _REST, unless=_IS_NOT),
)
"""What an aim may say of itself, and a driver or an idea may not."""

_MODEST = "Say what will be done or what will be counted: nothing that software or a project does removes racism."
PROMISES: tuple[TellingPhrase, ...] = (
    phrase(
        r"\b(?:remov|eliminat|eradicat|abolish|end)(?:e|es|ing|s)? (?:all |any |the )?"
        r"(?:racial |racist |ethnic )?(?:racism|bias(?:es)?|discrimination)\b",
        "racism|bias|discrimination",
        _MODEST,
    ),
    phrase(r"\b(?:racism|bias|discrimination)[- ]free\b", "free", _MODEST),
)

_CLAIMING = {
    Kind.AIM: {"statement"},
    Kind.PRIMARY_DRIVER: {"text", "why"},
    Kind.SECONDARY_DRIVER: {"text", "why"},
    Kind.CHANGE_IDEA: {"text"},
}
_NAMING = {"title", "summary", "statement", "text", "name"}
_NOT_NAMES = (Kind.RECOMMENDATION, Kind.EVIDENCE, Kind.PRINCIPLE)


@warnings("biology-as-cause")
def biology_is_not_the_cause(case: Case) -> Iterator[Finding]:
    """No text offers biology as the cause of an inequality between ethnic groups."""
    for said, looked_for, words in case.texts.matches(BIOLOGY):
        yield _finding(case, said, "biology-as-cause", f"`{words}` offers biology as a cause", looked_for.next_step)


@warnings("claim-without-evidence")
def claims_rest_on_something(case: Case) -> Iterator[Finding]:
    """A text of the aim, a driver or an idea that claims an effect names what it rests on."""
    for said, looked_for, words in case.texts.matches((*CLAIMS, *EXPECTATIONS)):
        of_the_aim = said.element == case.package.aim.id and looked_for in EXPECTATIONS
        if _is_a_claim(case, said) and not of_the_aim:
            yield _finding(case, said, "claim-without-evidence", f"`{words}` is a claim, and it rests on nothing", looked_for.next_step)


@warnings("promises-too-much")
def nothing_promises_an_end_to_racism(case: Case) -> Iterator[Finding]:
    """No title, name or text of the work promises that racism is removed."""
    for said, looked_for, words in case.texts.matches(PROMISES):
        if _is_a_name(case, said):
            yield _finding(case, said, "promises-too-much", f"`{words}` promises what nobody can keep", looked_for.next_step)


def _is_a_claim(case: Case, said: Said) -> bool:
    """Whether a text is one that may claim an effect, of an element that names nothing that it rests on."""
    if not said.element or said.keys[0] not in _CLAIMING.get(case.theory.kind(said.element), ()):
        return False
    return not _rests(case.theory.elements[said.element])


def _is_a_name(case: Case, said: Said) -> bool:
    return said.keys[-1] in _NAMING and not (said.element and case.theory.kind(said.element) in _NOT_NAMES)


def _rests(element: object) -> bool:
    """Whether an element names a source or an entry of evidence, its own or that of its graded evidence."""
    graded = getattr(element, "evidence", None)
    own = element.source if isinstance(element, Element) else None
    return bool(own or getattr(element, "rests_on", ()) or getattr(graded, "source", None))


def _finding(case: Case, said: Said, rule: str, message: str, next_step: str) -> Finding:
    who = f" (`{said.element}`)" if said.element else ""
    return Finding(Severity.WARNING, rule, f"{message}{who}.", case.place_of_text(said), said.element, next_step=next_step)


RULES = (biology_is_not_the_cause, claims_rest_on_something, nothing_promises_an_end_to_racism)
