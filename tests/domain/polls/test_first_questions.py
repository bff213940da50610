"""What a poll asks at first: about what there was, so that it takes minutes."""

from offsite.polls.catalogue import TEMPLATES
from offsite.polls.services.composing import plan_of_template
from tests.factories import make_event, make_format, make_proposal


def asked(session, event):
    session.refresh(event)
    plan = plan_of_template(session, event, TEMPLATES[0], say=str)
    return {one.key for one in plan.items if one.kind == "row"}


def test_formats_without_a_session_are_not_asked_about(session):
    event = make_event(session)
    held, pitched, unused = (make_format(session, event, key=key) for key in ("a", "b", "c"))
    everything = asked(session, event)
    assert {held.key, pitched.key, unused.key} <= everything

    make_proposal(session, event, state="confirmed", format=held)
    make_proposal(session, event, state="submitted", format=pitched)

    assert everything - asked(session, event) == {"b", "c"}
