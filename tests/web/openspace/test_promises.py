"""What people converged on becomes action points of the event."""

from sqlalchemy import select

from offsite import db
from offsite.actions.models import Action


def test_a_step_that_is_taken_on_is_an_action_and_can_be_given_back(app, space, post):
    topic = post(space.ada, "Slow builds")
    space.bob.post(
        f"{topic}/notes",
        data={"summary": "Met.", "recommendations": "Buy a cache", "seen": "0", "go": "publish"},
    )
    space.ada.post("/here/board/dots/open")
    space.ada.post("/here/board/dots/close")
    page = space.bob.get("/here/board/dots").text
    step = page.partition("Buy a cache")[0].rpartition('id="candidate-')[2].partition('"')[0]

    space.bob.post(f"/here/board/dots/{step}/own")
    taken = actions(app)
    space.bob.post(f"/here/board/dots/{step}/own", data={"own": "0"})
    space.ada.post(f"/here/board/dots/{step}/own")
    again = actions(app)

    assert [(one.title, one.source) for one in taken] == [("Buy a cache", "Slow builds")]
    assert len(again) == 1
    assert again[0].owner_id not in (None, taken[0].owner_id)


def actions(app):
    with app.app_context():
        found = list(db.read_session().scalars(select(Action)))
        for one in found:
            db.read_session().expunge(one)
        return found
