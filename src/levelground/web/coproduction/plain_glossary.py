"""Words of this work that not everybody knows, in plain words, to choose from for what people read before a session."""

from __future__ import annotations

PLAIN_WORDS: dict[str, str] = {
    "Aim": "What we want to change, for whom, by how much, and by when.",
    "Primary driver": "Something big that needs to be different, so that the aim is reached.",
    "Secondary driver": "A smaller part of something that needs to be different.",
    "Change idea": "Something that a team can try.",
    "Change package": "The whole plan: what we want to change, what needs to be different, ideas to try, and how we will know.",
    "Theory of change": "How we think that one thing leads to another, so that in the end things get better.",
    "Driver diagram": "A picture of the plan, with lines from each idea to what it helps to change.",
    "Measure": "Something that we count, to know if things get better.",
    "Outcome measure": "What we count to know if people's care and health get better.",
    "Process measure": "What we count to know if we do what we said we would do.",
    "Balancing measure": "What we count to know that nothing else gets worse.",
    "Baseline": "How things were before we began.",
    "Target": "The number that we want to reach.",
    "Guardrail": "What must not happen on the way. For example: no group of people may end up worse off.",
    "Gap": "How far apart the numbers of two groups of people are.",
    "Comparison group": "The group of people that we hold the others against. It is not the group that is right.",
    "Co-production": "People who live with something and people who work on it make the plan together, and share the power to decide.",
    "Lived experience": "What you know because it happened to you, or to somebody close to you.",
    "Facilitator": "Who leads a session, and makes sure that everybody can speak and is heard.",
    "Contribution": "Anything that you say or write for this work. You can take it back.",
    "Decision by consent": "We go ahead when nobody has a reason strong enough to stop it. You do not have to love it.",
    "Dissent": "That you do not agree. It is written down in your own words, and it stays there.",
    "Racism": "When people are treated worse, or get less, because of their race or ethnic group.",
    "Institutional racism": "When the rules and habits of a place treat some groups worse, even if nobody there means to.",
    "Racial inequality": "When people of some ethnic groups have worse care or health, and it could be helped.",
    "Ethnic group": "The group that you feel part of because of where your family comes from, your language, faith or culture.",
    "Quality improvement": "To make care better step by step: try a change, see what happens, and learn from it.",
    "PDSA cycle": "Plan, do, study, act: four steps to try a change on a small scale first.",
    "NHS": "The National Health Service.",
    "NHS Race and Health Observatory": "A body that looks at how race changes people's health and care, and says what should change.",
}
"""Each word, and what it means."""


def words_for(terms: list[str]) -> str:
    """The chosen words as the text of a pack, in the order of the alphabet."""
    return "\n\n".join(f"## {term}\n{PLAIN_WORDS[term]}" for term in sorted(set(terms), key=str.casefold) if term in PLAIN_WORDS)
