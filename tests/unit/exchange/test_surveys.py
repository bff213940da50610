"""Surveys from other tools: what columns hold is guessed, answers are counted, rows forgotten."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from offsite.errors import BadInput
from offsite.exchange.surveys import count, read_survey

TWO_HEADINGS = """Start Date,Was it good?,Rate these,,Which do you use?,,Anything else?
,Response,Food,Rooms,Chat,Mail,Open-Ended Response
1/2/2026 10:00,yes,1: bad,5,Chat,,Thanks
1/2/2026 10:01,no,2,4,Chat,Mail,
1/2/2026 10:02,yes,2,5: great,,,More time
1/2/2026 10:03,yes,3,4,,Mail,
"""


def kinds(survey):
    return [one.kind for one in survey.columns]


def test_the_columns_of_a_survey_tool_are_recognized():
    survey = read_survey(TWO_HEADINGS.encode())

    assert kinds(survey) == ["skip", "choice", "rating", "rating", "option", "option", "text"]
    assert survey.columns[1].title == "Was it good?"
    assert survey.columns[2].title == "Rate these: Food"
    assert len(survey.rows) == 4


def test_answers_are_counted_per_question():
    survey = read_survey(TWO_HEADINGS.encode())

    found = {one.label: one for one in count(survey, kinds(survey))}

    assert found["Was it good?"].counts == (("yes", 3), ("no", 1))
    assert found["Rate these: Food"].counts == (("1", 1), ("2", 2), ("3", 1))
    assert found["Which do you use?"].counts == (("Chat", 2), ("Mail", 2))
    assert found["Which do you use?"].n == 3
    assert found["Anything else?"].texts == ("Thanks", "More time")


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_ratings_of_sessions_know_their_rooms_from_another_sheet():
    answers = [("Speaker", "Useful", "IsFunny", "Notes")]
    answers += [("Ada", number % 3 + 1, 1 if number % 2 else None, None) for number in range(6)]
    answers += [("Bob", 3, None, "Slides please"), ("Bob", 2, None, None)]
    rooms = [("Speaker", "Session", "RoomCapacity"), ("Ada", "Engines", 90)]
    survey = read_survey(workbook(Rooms=rooms, Answers=answers))

    assert kinds(survey) == ["subject", "rating", "option", "text"]
    found = count(survey, kinds(survey))
    assert {one.subject for one in found} == {"Engines (Ada)", "Bob"}
    useful = next(one for one in found if one.subject == "Engines (Ada)" and one.kind == "rating")
    assert (useful.n, useful.seats) == (6, 90)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (["rating"] * 7, "which is no rating"),
        (["skip"] * 6, "for every column"),
        (["subject"] * 7, "Only one column"),
        (["poem"] * 7, "for every column"),
    ],
)
def test_a_wrong_choice_is_refused_with_a_sentence(chosen, says):
    with pytest.raises(BadInput, match=says):
        count(read_survey(TWO_HEADINGS.encode()), chosen)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"Name,Mail\n", b"PK\x03\x04broken"])
def test_what_is_no_survey_is_refused(content):
    with pytest.raises(BadInput):
        read_survey(content)


def test_names_and_addresses_are_left_out_unless_somebody_asks_for_them():
    text = "Name,E-mail,Useful\nAda,a@example.org,3\nBob,b@example.org,4\n"

    assert kinds(read_survey(text.encode())) == ["skip", "skip", "rating"]


def test_a_contributors_survey_is_understood_without_help(shared_data):
    path = shared_data / "questions_feedback" / "k8s-contributor-survey-2019.csv"
    survey = read_survey(path.read_bytes())
    found = count(survey, kinds(survey))

    assert len(survey.rows) == 211
    regions = next(one for one in found if one.label.startswith("What region"))
    assert dict(regions.counts)["Europe"] == 71
    assert sum(one.kind == "rating" for one in found) == 29


def test_session_evaluations_are_understood_without_help(shared_data):
    path = shared_data / "questions_feedback" / "session-evaluations-ita.xlsx"
    survey = read_survey(path.read_bytes())
    found = count(survey, kinds(survey))

    assert kinds(survey)[:5] == ["subject", "rating", "rating", "rating", "rating"]
    assert len({one.subject for one in found}) == 24
    assert all(one.seats for one in found)
