"""A board with one round to come and two rooms; Ada facilitates, Bob is a member."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from offsite.openspace.services import boards
from offsite.openspace.services.boards import BoardPlan
from offsite.policy import Role
from tests.factories import make_event, make_member, make_person, make_room

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)


@pytest.fixture
def space(rows, sign_in):
    """Two browsers and the addresses of what is there."""
    with rows() as session:
        event = make_event(session, slug="here")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.FACILITATOR)
        make_member(session, event, bob)
        rooms = [make_room(session, event, name, seats=20) for name in ("Aula", "Loft")]
        session.refresh(event)
        plan = BoardPlan("What now?", "open", tuple(one.id for one in rooms))
        board = boards.set_up_board(session, event=event, plan=plan, now=SOON)
        (one,) = boards.draw_rounds(
            session, board=board, period=(SOON, SOON + timedelta(minutes=55)), minutes=55, pause=10
        )
        found = SimpleNamespace(
            event_id=event.id,
            board_id=board.id,
            round_id=one.id,
            cells=[f"{one.id}-{room.id}" for room in rooms],
        )
    found.ada, found.bob = sign_in(ada), sign_in(bob)
    return found


@pytest.fixture
def post(space):
    """`post(browser, title)` is the address of a new topic."""

    def posted(browser, title, **values):
        answer = browser.post("/here/board/", data={"title": title, **values})
        assert answer.status_code == 303
        return answer.location.partition("/place")[0]

    return posted
