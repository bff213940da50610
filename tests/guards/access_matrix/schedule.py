"""The schedule."""

from offsite.schedule.evaluation import Broken
from offsite.schedule.models import Draft
from offsite.schedule.silences import mark_of
from tests.factories import make_placement, make_proposal
from tests.guards.access_matrix.audiences import MEMBERS, ORGANIZERS, PROGRAMMERS, VIEWERS

AUDIENCE = {
    "schedule.show": VIEWERS,
    "schedule.show_release": VIEWERS,
    "schedule.item": VIEWERS,
    "schedule.changelog": VIEWERS,
    "schedule.feed": VIEWERS,
    "schedule.now": VIEWERS,
    "schedule.now_live": VIEWERS,
    "schedule.now_show": VIEWERS,
    "schedule.now_show_live": VIEWERS,
    "schedule.agenda": MEMBERS,
    "schedule.pick": MEMBERS,
    "schedule.keep": MEMBERS,
    "schedule.pick_musts": MEMBERS,
    "schedule.drafts": PROGRAMMERS,
    "schedule.draft": PROGRAMMERS,
    "schedule.generate": PROGRAMMERS,
    "schedule.keep_so_far": PROGRAMMERS,
    "schedule.start": PROGRAMMERS,
    "schedule.place": PROGRAMMERS,
    "schedule.unplace": PROGRAMMERS,
    "schedule.pin": PROGRAMMERS,
    "schedule.cost": PROGRAMMERS,
    "schedule.swap": PROGRAMMERS,
    "schedule.lock": PROGRAMMERS,
    "schedule.shift": PROGRAMMERS,
    "schedule.shift_now": PROGRAMMERS,
    "schedule.draft_live": PROGRAMMERS,
    "schedule.why": PROGRAMMERS,
    "schedule.carry_out": PROGRAMMERS,
    "schedule.warning": PROGRAMMERS,
    "schedule.silence": PROGRAMMERS,
    "schedule.unsilence": PROGRAMMERS,
    "schedule.compare": PROGRAMMERS,
    "schedule.undo": PROGRAMMERS,
    "schedule.redo": PROGRAMMERS,
    "schedule.rename": PROGRAMMERS,
    "schedule.copy": PROGRAMMERS,
    "schedule.apply": PROGRAMMERS,
    "schedule.discard": PROGRAMMERS,
    "schedule.restore": PROGRAMMERS,
    "schedule.fairness": ORGANIZERS,
    "schedule.releases": ORGANIZERS,
    "schedule.release": ORGANIZERS,
}


def things(session, event, people, found):
    """An item whose room was removed: the draft warns of it."""
    draft = session.get(Draft, found["draft_id"])
    item = make_proposal(session, event, state="accepted", format=event.formats[0])
    make_placement(session, draft, item, None)
    return {"mark": mark_of(Broken("no-room", (item.id,)))}
