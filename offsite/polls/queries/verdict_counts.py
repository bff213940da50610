"""What next year's plan is made from."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from offsite.engines.verdicts import Answers, Finding
from offsite.polls.models import Poll
from offsite.polls.queries.listing import latest_results
from offsite.polls.queries.results import results_of


@dataclass(frozen=True)
class FormatCounts:
    """What people want of one format next year.

    ``answers``, ``last_year`` and ``finding`` are None where fewer than five said something;
    then nothing of them may be shown or used.
    """

    key: str
    label: str
    answers: Answers | None
    last_year: Answers | None
    finding: Finding | None
    """The verdict, with last year's answers at half weight."""


@dataclass(frozen=True)
class VerdictCounts:
    """The formats of an event's last poll, in the poll's order.

    ``answered`` is None when too few answered.  ``attended`` are people who were there.
    """

    poll_id: int
    title: str
    attended: int
    answered: int | None
    formats: tuple[FormatCounts, ...]


def verdict_counts(session: Session, event_id: int) -> VerdictCounts | None:
    """What the event's last closed poll says of each format; None while there is none."""
    poll = latest_results(session, event_id=event_id)
    results = results_of(session, poll) if poll else None
    if poll is None or results is None:
        return None
    last_year = _answers_of(session, results.before)
    return VerdictCounts(
        poll_id=poll.id,
        title=poll.title,
        attended=results.attended,
        answered=results.answered,
        formats=tuple(
            FormatCounts(
                key=one.key,
                label=one.label,
                answers=one.finding.answers if one.finding else None,
                last_year=last_year.get(one.key),
                finding=one.finding,
            )
            for one in results.rows
        ),
    )


def _answers_of(session: Session, poll: Poll | None) -> dict[str, Answers]:
    results = results_of(session, poll) if poll else None
    if results is None:
        return {}
    return {one.key: one.finding.answers for one in results.rows if one.finding}
