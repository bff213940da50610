"""Past results: looked through, brought, shown under the rule of five, taken away again."""

from io import BytesIO

import pytest

from offsite.policy import Role
from tests.factories import make_event, make_member, make_person

ROWS = [("North", 4, "fine")] * 6 + [("South", 2, "")] * 7 + [("Islands", 5, "alone here")] * 2
TEXT = "Region,Useful,Notes\n" + "".join(f"{a},{b},{c}\n" for a, b, c in ROWS)


@pytest.fixture
def browsers(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
    return sign_in(ada), sign_in(bob)


def look(browser, text=TEXT):
    data = {"file": (BytesIO(text.encode()), "last-years-survey.csv")}
    return browser.post("/tlm/organize/past-results", data=data)


def bring(browser, page, **values):
    token = page.partition('name="token" value="')[2].partition('"')[0]
    form = {"token": token, "title": "Last year", "kind-0": "choice", "kind-1": "rating"}
    return browser.post(
        "/tlm/organize/past-results/bring", data={**form, "kind-2": "text", **values}
    )


def test_brought_results_show_no_small_group(browsers):
    ada, bob = browsers
    page = look(ada).text
    assert 'value="last years survey"' in page
    answer = bring(ada, page)

    shown = bob.get(answer.location).text
    assert "Last year" in bob.get("/tlm/results/").text
    assert "15 people answered" in shown
    assert "fewer than 5" in shown
    assert "North" in shown
    assert ada.get("/tlm/organize/past-results").text.count("Last year") >= 1


def test_they_can_be_forgotten_and_brought_again(browsers):
    ada, _bob = browsers
    path = bring(ada, look(ada).text).location
    past_id = path.rpartition("/")[2]
    ada.post(f"/tlm/organize/past-results/{past_id}/forget")

    assert ada.get(path).status_code == 404
    assert bring(ada, look(ada).text).status_code == 303


def test_what_cannot_be_counted_is_said_and_nothing_is_kept(browsers):
    ada, bob = browsers
    answer = bring(ada, look(ada).text, **{"kind-0": "rating"})

    assert answer.status_code == 400
    assert "which is no rating" in answer.text
    assert look(ada, "").status_code == 400
    assert "Brought from elsewhere" not in bob.get("/tlm/results/").text
