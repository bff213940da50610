"""The open space."""

from datetime import timedelta

from offsite.openspace.models import (
    Board,
    BoardRoom,
    BoardRound,
    Candidate,
    Cell,
    Convener,
    Topic,
    TopicOffer,
    TopicReport,
)
from tests.factories import MORNING, NOON
from tests.guards.access_matrix.audiences import (
    FACILITATOR,
    HOST,
    HOSTS,
    MEMBERS,
    ORGANIZERS,
    VIEWERS,
)

RUNNERS = ORGANIZERS | {FACILITATOR}
CONVENERS = HOSTS | RUNNERS

AUDIENCE = {
    "openspace.board": VIEWERS,
    "openspace.board_live": VIEWERS,
    "openspace.show": VIEWERS,
    "openspace.show_live": VIEWERS,
    "openspace.post_topic": MEMBERS,
    "openspace.topic": VIEWERS,
    "openspace.reword": CONVENERS,
    "openspace.withdraw": CONVENERS,
    "openspace.park": CONVENERS,
    "openspace.put_back": CONVENERS,
    "openspace.interest": MEMBERS,
    "openspace.add_convener": CONVENERS,
    "openspace.hand_over": CONVENERS,
    "openspace.remove_convener": CONVENERS,
    "openspace.places": CONVENERS,
    "openspace.place": CONVENERS,
    "openspace.take_off": CONVENERS,
    "openspace.pin": CONVENERS,
    "openspace.say": CONVENERS,
    "openspace.deal": CONVENERS,
    "openspace.ask": CONVENERS,
    "openspace.accept": CONVENERS,
    "openspace.close_offer": CONVENERS,
    "openspace.take_apart": CONVENERS,
    "openspace.queue": VIEWERS,
    "openspace.queue_live": VIEWERS,
    "openspace.call_next": RUNNERS,
    "openspace.circle": RUNNERS,
    "openspace.queue_up": CONVENERS,
    "openspace.pitched": CONVENERS,
    "openspace.news": VIEWERS,
    "openspace.news_live": VIEWERS,
    "openspace.report": VIEWERS,
    "openspace.notes": MEMBERS,
    "openspace.save_notes": MEMBERS,
    "openspace.unpublish": CONVENERS,
    "openspace.dots": VIEWERS,
    "openspace.open_dots": RUNNERS,
    "openspace.close_dots": RUNNERS,
    "openspace.add_step": RUNNERS,
    "openspace.dot": MEMBERS,
    "openspace.own": MEMBERS,
    "openspace.paper": VIEWERS,
    "openspace.sheets": VIEWERS,
    "openspace.paper_grid": VIEWERS,
    "openspace.poster": VIEWERS,
    "openspace.codes": VIEWERS,
    "openspace.settings": RUNNERS,
    "openspace.set_up": RUNNERS,
    "openspace.draw_rounds": RUNNERS,
    "openspace.remove_round": RUNNERS,
    "openspace.voting": RUNNERS,
    "openspace.fill": RUNNERS,
    "openspace.fill_live": RUNNERS,
}

NOT_THERE = {"openspace.ask"}


def things(session, event, people, found):
    """A board with a placed topic and a waiting one, both convened by the host."""
    board = Board(event_id=event.id, created_at=NOON)
    session.add(board)
    session.flush()
    one = BoardRound(board_id=board.id, starts_at=MORNING, ends_at=MORNING + timedelta(minutes=55))
    topics = [Topic(board_id=board.id, title=title, posted_at=NOON) for title in ("One", "Two")]
    session.add_all([one, *topics, BoardRoom(board_id=board.id, room_id=found["room_id"])])
    session.flush()
    topic, other = topics
    convener = Convener(topic_id=topic.id, person_id=people[HOST].id)
    offer = TopicOffer(kind="merge", topic_id=other.id, other_id=topic.id, asked_at=NOON)
    candidate = Candidate(board_id=board.id, kind="step", text="Do it")
    session.add_all(
        [
            convener,
            offer,
            candidate,
            Convener(topic_id=other.id, person_id=people[HOST].id),
            Cell(round_id=one.id, room_id=found["room_id"], topic_id=topic.id, placed_at=NOON),
            TopicReport(
                topic_id=topic.id, summary="It went well.", updated_at=NOON, published_at=NOON
            ),
        ]
    )
    session.flush()
    return {
        "topic_id": topic.id,
        "convener_id": convener.id,
        "offer_id": offer.id,
        "candidate_id": candidate.id,
        "round_id": one.id,
    }
