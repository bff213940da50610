"""Reading versions and receipts."""

from collections.abc import Iterable

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from offsite.live.models import LiveTopic

NOTED = "offsite_live_bumps"
"""Key in ``session.info``: the (event, topic) pairs that this transaction changes."""

# Events are above this layer; their table's name is all that is known of them here.
_BY_SLUG = text(
    "SELECT live_topic.number FROM live_topic JOIN event ON event.id = live_topic.event_id"
    " WHERE event.slug = :slug AND live_topic.topic = :topic"
)


def version_of(session: Session, *, event_id: int, topic: str) -> int:
    """How often ``topic`` changed in the event; 0 for one that never did.

    One look-up by primary key.  What this transaction has noted itself counts.
    """
    return versions_of(session, event_id=event_id, topics=(topic,))[0]


def versions_of(session: Session, *, event_id: int, topics: Iterable[str]) -> tuple[int, ...]:
    """`version_of` for several topics, in their order, by one query."""
    wanted = tuple(topics)
    statement = select(LiveTopic.topic, LiveTopic.number).where(
        LiveTopic.event_id == event_id, LiveTopic.topic.in_(wanted)
    )
    known = {row.topic: row.number for row in session.execute(statement)}
    noted = session.info.get(NOTED, ())
    return tuple(known.get(one, 0) + ((event_id, one) in noted) for one in wanted)


def version_by_slug(session: Session, *, slug: str, topic: str) -> int:
    """`version_of` for an event of which only the address is known; 0 without that event."""
    return session.scalar(_BY_SLUG, {"slug": slug, "topic": topic}) or 0
