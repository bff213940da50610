"""The pages of team tourism."""

from tests.factories import make_event, make_member, make_person

OFFER = {
    "team": "Search",
    "place": "Poznań",
    "about": "Sit with us.",
    "from_on": "2099-11-02",
    "to_on": "2099-11-20",
    "guests": "1",
}
ASK = {"from_on": "2099-11-02", "to_on": "2099-11-06", "note": "A secret wish"}


def test_from_an_offer_to_a_visit(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        people = [make_person(session, name) for name in ("Ada", "Bob", "Eve")]
        for person in people:
            make_member(session, event, person)
    host, guest, other = map(sign_in, people)
    assert "No team offers a place yet" in guest.get("/tlm/tourism/").text

    path = host.post("/tlm/tourism/new", data=OFFER).location
    assert guest.post(f"{path}/ask", data={**ASK, "to_on": "2099-12-24"}).status_code == 400
    guest.post(f"{path}/ask", data=ASK)

    assert "Answer a guest" in host.get("/tlm/").text
    page = host.get(path).text
    request_id = page.split('id="request-')[1].split('"')[0]
    assert "A secret wish" in page
    assert "A secret wish" not in other.get(path).text
    answer = {"sentence": "Come by train", "welcome": "1"}
    assert other.post(f"/tlm/tourism/requests/{request_id}/answer", data=answer).status_code == 404
    host.post(f"/tlm/tourism/requests/{request_id}/answer", data=answer)
    assert "Come by train" in guest.get(path).text
    assert "Welcome" in guest.get("/tlm/tourism/").text
    guest.post(f"/tlm/tourism/requests/{request_id}/withdraw")
    assert "Withdrawn" in guest.get("/tlm/tourism/").text
