"""How an element came to be what it is, who answers for it and where a question is answered, in words for readers."""

from __future__ import annotations

import datetime

from levelground.change_package.elements import Accountable, Changed, Origin
from levelground.change_package.principles import Question
from levelground.web.overview import words


def test_an_origin_names_what_brought_an_element_and_each_change_with_its_reason() -> None:
    changed = (Changed(by="trust@1.0.0", field="first_test", reason="we have no night team", decision="D7"),)
    said = words.origin(Origin(added_by="maternity@1.2.0", reason="Haemorrhage needs it.", changed=changed))
    assert said == "maternity@1.2.0: Haemorrhage needs it. trust@1.0.0 changed first test: we have no night team."


def test_an_element_of_the_base_itself_is_said_to_be_the_bases() -> None:
    assert words.origin(Origin(added_by="core@1.0.0")) == "core@1.0.0."


def test_who_answers_is_an_organisation_a_role_and_a_day() -> None:
    due = datetime.date(2029, 3, 31)
    assert words.accountable(Accountable(organisation="The trust", role="medical director")) == "The trust, medical director"
    assert words.accountable(Accountable(organisation="The trust", role="medical director", due=due)).endswith(", by 31 March 2029")


def test_a_question_says_where_its_answer_stands_or_that_there_is_none() -> None:
    assert words.answered(Question(question="Who decided?", answered_by=("S12", "M10"))) == "answered in S12, M10"
    assert words.answered(Question(question="Who decided?")) == "no answer in this package yet"
