"""A poll as its organizer plans it, until its first answer can come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Sentence
from offsite.events.models import Event
from offsite.polls.catalogue import LINES, OVERALL, TOGETHER, ItemPlan, Template
from offsite.polls.models import SPLITS, Poll, PollItem
from offsite.polls.queries.listing import formats_with_sessions
from offsite.polls.services.locking import lock

Say = Callable[[str], str]

MOST_ITEMS = 30
LONGEST_TITLE = 200
LONGEST_LABEL = 200


class PollIsFixed(RuleBroken):
    """People may have answered already: what they were asked cannot change."""


class BadPoll(BadInput):
    """The plan cannot be a poll."""


@dataclass(frozen=True)
class Composition:
    """What an organizer decides about a poll before it opens."""

    title: str
    intro: str = ""
    is_anonymous: bool = True
    split: str = ""
    attended: int | None = None
    items: Sequence[ItemPlan] = field(default_factory=tuple)


def start_poll(
    session: Session,
    *,
    event: Event,
    template: Template,
    composition: Composition,
    person_id: int | None,
    now: datetime,
) -> Poll:
    """Begin a draft of a poll; nobody but organizers sees it.

    Raises:
        BadPoll: one sentence for each fault.
    """
    poll = Poll(
        event_id=event.id,
        kind=template.kind,
        title=composition.title,
        created_at=now,
        created_by_id=person_id,
    )
    _check(composition, poll.kind)
    session.add(poll)
    _compose(poll, composition)
    session.flush()
    return poll


def compose(session: Session, *, poll: Poll, composition: Composition, now: datetime) -> Poll:
    """Change what a poll asks and whether answers have names.

    Raises:
        BadPoll: one sentence for each fault.
        PollIsFixed: it is or was open.
    """
    lock(session, poll)
    require_changeable(poll, now)
    _check(composition, poll.kind)
    _compose(poll, composition)
    session.flush()
    return poll


def require_changeable(poll: Poll, now: datetime) -> None:
    """Return while nobody can have answered.

    Raises:
        PollIsFixed: it is or was open.
    """
    if not poll.may_change(now):
        raise PollIsFixed("This poll was opened; what it asks is fixed from then on.")


def _check(composition: Composition, kind: str) -> None:
    faults: list[str] = []
    if not composition.title.strip():
        faults.append("A poll needs a title.")
    if len(composition.title) > LONGEST_TITLE:
        faults.append(Sentence("A title has at most %(most)s characters.", most=LONGEST_TITLE))
    if composition.split not in SPLITS:
        faults.append("Choose how results may be split from the list.")
    if any(len(one.label) > LONGEST_LABEL for one in composition.items):
        faults.append(Sentence("A question has at most %(most)s characters.", most=LONGEST_LABEL))
    if kind == "meeting" and not composition.items:
        faults.append("Choose at least one question.")
    if len(composition.items) > MOST_ITEMS:
        faults.append(
            Sentence("A poll has at most %(most)s questions; people have minutes.", most=MOST_ITEMS)
        )
    if len({one.key for one in composition.items}) < len(composition.items):
        faults.append("Two questions are the same.")
    if kind == "sessions" and not composition.is_anonymous:
        faults.append("Ratings of sessions are always without names.")
    if composition.attended is not None and composition.attended < 1:
        faults.append("At least one person attended.")
    if faults:
        raise BadPoll(*faults)


def _compose(poll: Poll, composition: Composition) -> None:
    poll.title = composition.title.strip()
    poll.intro = composition.intro.strip()
    poll.is_anonymous = composition.is_anonymous
    poll.split = composition.split
    poll.attended = composition.attended
    _set_items(poll, composition.items)


def _set_items(poll: Poll, plans: Sequence[ItemPlan]) -> None:
    kept = {one.key: one for one in poll.items}
    poll.items = [_item(kept.get(one.key), one, place) for place, one in enumerate(plans)]


def _item(item: PollItem | None, plan: ItemPlan, position: int) -> PollItem:
    item = item or PollItem(key=plan.key)
    item.kind, item.label, item.hue = plan.kind, str(plan.label), plan.hue
    item.position = position
    return item


def plan_of_template(
    session: Session, event: Event, template: Template, *, say: Say
) -> Composition:
    """What a poll made from ``template`` asks at first: the formats that this event has
    sessions of, and the rest of the template.  ``say`` puts the catalogue's words into a
    language."""
    items = _items_of(session, event, template)
    return Composition(
        title=say(template.title),
        items=tuple(replace(one, label=say(one.label)) for one in items),
    )


def _items_of(session: Session, event: Event, template: Template) -> tuple[ItemPlan, ...]:
    if template.kind == "sessions":
        return ()
    formats = _held(session, event) if template.with_formats else ()
    together = tuple(one for one in TOGETHER if one.key in template.together)
    return (OVERALL, *formats, *together, *LINES)


def format_plans(event: Event) -> tuple[ItemPlan, ...]:
    """A question for each format that the event uses."""
    return tuple(
        ItemPlan("row", one.key, one.name, one.hue)
        for one in event.formats
        if one.retired_at is None
    )


def _held(session: Session, event: Event) -> tuple[ItemPlan, ...]:
    """Formats with sessions on the programme or on the board; all while there are none."""
    keys = formats_with_sessions(session, event)
    return tuple(one for one in format_plans(event) if one.key in keys) or format_plans(event)


def discard_draft(session: Session, *, poll: Poll, now: datetime) -> None:
    """Throw a poll away that nobody could answer yet.

    Raises:
        PollIsFixed: it is or was open.
    """
    lock(session, poll)
    require_changeable(poll, now)
    session.delete(poll)
    session.flush()
