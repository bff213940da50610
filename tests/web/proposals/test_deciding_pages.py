"""Decisions, their announcement, and the dates of the call."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from offsite.outbox.models import Mail
from tests.web.proposals.conftest import proposals_in


def test_decisions_are_announced_in_one_go(house, rows, sign_in):
    with rows() as session:
        proposal = house.proposal(session, house.bob)
    ada, bob = sign_in(house.ada), sign_in(house.bob)

    ada.post("/tlm/organize/decisions", data={"code": proposal.code, "decision": "accepted"})
    assert "Accepted" not in bob.get(f"/tlm/proposals/{proposal.code}/").text
    shown = re.search(
        r'name="shown" value="(\w+)"', ada.get("/tlm/organize/decisions/announce").text
    )
    ada.post("/tlm/organize/decisions/announce", data={"shown": shown[1]})

    assert "Accepted: will you be there?" in bob.get(f"/tlm/proposals/{proposal.code}/").text
    bob.post(f"/tlm/proposals/{proposal.code}/confirm")
    assert proposals_in(rows)[0].state == "confirmed"


def test_pasted_codes_are_decided_too(house, rows, sign_in):
    with rows() as session:
        first, second = (house.proposal(session) for _ in range(2))

    sign_in(house.ada).post(
        "/tlm/organize/decisions",
        data={"pasted": f"{first.code.lower()}, {second.code}\nNOSUCH", "decision": "rejected"},
    )

    assert [one.pending_state for one in proposals_in(rows)] == ["rejected", "rejected"]


def test_the_dates_of_the_call_are_read_in_the_events_zone(house, rows, sign_in):
    sign_in(house.ada).post(
        "/tlm/organize/call",
        data={"call_text": "Bring stories", "call_opens": "2026-09-01T09:00"},
    )

    with rows() as session:
        event = session.get(type(house.event), house.event.id)
        assert event.call_opens_at == datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
        assert event.call_text == "Bring stories"


@pytest.mark.parametrize(
    ("time", "sentence"),
    [
        ("2026-03-29T02:30", "02:30 does not exist on 2026-03-29"),
        ("2026-10-25T02:30", "02:30 happens twice on 2026-10-25"),
    ],
)
def test_times_that_the_clock_skips_or_repeats_are_explained(house, sign_in, time, sentence):
    answer = sign_in(house.ada).post("/tlm/organize/call", data={"call_opens": time})

    assert answer.status_code == 400
    assert sentence in answer.text


def test_closing_before_opening_is_explained(house, sign_in):
    answer = sign_in(house.ada).post(
        "/tlm/organize/call",
        data={"voting_opens": "2026-09-02T09:00", "voting_closes": "2026-09-01T09:00"},
    )

    assert answer.status_code == 400
    assert "Voting must end after it begins." in answer.text


def test_mails_of_an_announcement_are_held(house, rows, sign_in):
    with rows() as session:
        house.proposal(session, house.bob, pending_state="accepted", title="Sleep")
    ada = sign_in(house.ada)
    shown = re.search(
        r'name="shown" value="(\w+)"', ada.get("/tlm/organize/decisions/announce").text
    )

    ada.post("/tlm/organize/decisions/announce", data={"shown": shown[1]})

    with rows() as session:
        (mail,) = session.scalars(select(Mail)).all()
        assert (mail.to_address, mail.subject) == (house.bob.email, "Accepted: Sleep")
        assert mail.let_go_at is None
        assert "http://127.0.0.1:5000/tlm/proposals/" in mail.body
