"""What a person writes of a proposal: the words and the shape, and what can be wrong with them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from offsite.errors import BadInput, Sentence
from offsite.events.models import Event, Format, Track
from offsite.proposals import queries
from offsite.proposals.models import LEADERSHIP_KINDS, Proposal

LONGEST_TITLE = 200
LONGEST_ABSTRACT = 20_000
LONGEST_MINUTES = 24 * 60


class BadProposal(BadInput):
    """What was written cannot be a proposal."""


@dataclass(frozen=True)
class Content:
    """What a person writes.  ``minutes`` None means the format's own length."""

    title: str
    format_id: int
    abstract: str = ""
    notes: str = ""
    minutes: int | None = None
    track_id: int | None = None
    language: str = ""
    leadership: str = ""
    needs: tuple[str, ...] = ()
    seats: int | None = None


def checked(session: Session, event: Event, content: Content) -> int:
    """The length in minutes, if nothing is wrong with the content."""
    chosen = session.get(Format, content.format_id)
    if chosen is None or chosen.event_id != event.id:
        raise BadProposal("Choose a format of this event.")
    minutes = content.minutes or chosen.minutes
    faults = [*text_faults(content), *_choice_faults(session, event, content)]
    faults += _length_faults(event, minutes, chosen)
    if faults:
        raise BadProposal(*faults)
    return minutes


def text_faults(content: Content) -> list[Sentence]:
    faults = []
    if not content.title.strip():
        faults.append(Sentence("A proposal needs a title."))
    if len(content.title) > LONGEST_TITLE:
        faults.append(Sentence("A title has at most %(most)s characters.", most=LONGEST_TITLE))
    if len(content.abstract) > LONGEST_ABSTRACT:
        faults.append(
            Sentence("An abstract has at most %(most)s characters.", most=LONGEST_ABSTRACT)
        )
    return faults


def _choice_faults(session: Session, event: Event, content: Content) -> list[Sentence]:
    faults = []
    if content.track_id is not None:
        track = session.get(Track, content.track_id)
        if track is None or track.event_id != event.id:
            faults.append(Sentence("Choose a track of this event."))
    if content.leadership and content.leadership not in LEADERSHIP_KINDS:
        faults.append(Sentence("Choose one of the four kinds of leadership, or none."))
    if content.seats is not None and content.seats < 1:
        faults.append(Sentence("A limit of seats is at least 1."))
    unknown = sorted(set(content.needs) - set(queries.features_of(event)))
    if unknown:
        faults.append(Sentence("No room of this event has %(needs)s.", needs=", ".join(unknown)))
    return faults


def _length_faults(event: Event, minutes: int, chosen: Format) -> list[Sentence]:
    if not 1 <= minutes <= LONGEST_MINUTES:
        return [Sentence("A length is between 1 and %(most)s minutes.", most=LONGEST_MINUTES)]
    lengths = queries.lengths_of(event)
    if not lengths or minutes in lengths:
        return []
    if minutes > lengths[-1]:
        return [
            Sentence(
                "No run of slots lasts %(minutes)s minutes; the longest has %(longest)s.",
                minutes=minutes,
                longest=lengths[-1],
            )
        ]
    if minutes == chosen.minutes:
        return []
    choices = ", ".join(str(one) for one in lengths)
    return [
        Sentence(
            "No run of slots lasts exactly %(minutes)s minutes; choose one of %(choices)s.",
            minutes=minutes,
            choices=choices,
        )
    ]


def write(proposal: Proposal, content: Content, minutes: int) -> None:
    proposal.title = content.title.strip()
    proposal.abstract = content.abstract
    proposal.notes = content.notes
    proposal.format_id = content.format_id
    proposal.minutes = minutes
    proposal.track_id = content.track_id
    proposal.language = content.language
    proposal.leadership = content.leadership
    proposal.needs = sorted(content.needs)
    proposal.seats = content.seats


def is_shape_of(content: Content, proposal: Proposal) -> bool:
    """Whether ``content`` leaves everything but the words as it is."""
    return content == words_of(content, proposal)


def words_of(content: Content, proposal: Proposal) -> Content:
    """The words of ``content`` with the length, format, needs and seats of ``proposal``."""
    return Content(
        title=content.title,
        abstract=content.abstract,
        notes=content.notes,
        language=content.language,
        format_id=proposal.format_id,
        minutes=proposal.minutes,
        track_id=proposal.track_id,
        leadership=proposal.leadership,
        needs=tuple(proposal.needs),
        seats=proposal.seats,
    )
