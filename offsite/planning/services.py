"""Making a plan from results, deciding its lines, and putting it before everybody."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.engines.minutes import step_of
from offsite.engines.verdicts import Verdict
from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event, Format, Slot
from offsite.planning import queries
from offsite.planning.models import Plan, PlanLine
from offsite.polls.queries.verdict_counts import FormatCounts, verdict_counts
from offsite.proposals.services.locking import lock
from offsite.rfc import services as rfc_services
from offsite.rfc.models import Rfc

DECISIONS = (Verdict.GROW, Verdict.KEEP, Verdict.SHRINK, Verdict.DROP, Verdict.SPLIT)
"""What organizers can decide; "unclear" and "hidden" are kept and asked again."""
LONGEST_REASON = 500


class NoResults(RuleBroken):
    """There is no closed poll about the event's formats."""


class BadDecision(BadInput):
    """The decision lacks something."""


class PlanClosed(RuleBroken):
    """The plan stands, or the next event was made of it."""


class NotDecided(RuleBroken):
    """Lines of the plan wait for a decision."""


def make_plan(session: Session, *, event: Event, person_id: int | None, now: datetime) -> Plan:
    """Make the plan of the event's last closed poll; there is one plan, asked for twice too.

    Every format that was asked about or took time has a line.

    Raises:
        NoResults: no poll about formats is closed yet.
    """
    lock(session, event)
    if found := queries.plan_of(session, event):
        return found
    counts = verdict_counts(session, event.id)
    if counts is None:
        raise NoResults("Close the poll about the formats first: the plan is made of its results.")
    minutes = queries.minutes_by_format(session, event)
    plan = Plan(
        event_id=event.id,
        step=step_of([_minutes(one) for one in event.slots]),
        created_by_id=person_id,
        created_at=now,
    )
    plan.lines = _lines(event, counts.formats, minutes)
    session.add(plan)
    session.flush()
    return plan


def _minutes(slot: Slot) -> int:
    return int((slot.ends_at - slot.starts_at).total_seconds() // 60)


def _lines(
    event: Event, asked: tuple[FormatCounts, ...], minutes: dict[str, int]
) -> list[PlanLine]:
    judged = {one.key: one for one in asked}
    shown = [one for one in event.formats if one.key in minutes or one.key in judged]
    return [
        _line(position, one, minutes.get(one.key, 0), judged.get(one.key))
        for position, one in enumerate(shown)
    ]


def _line(position: int, kind: Format, minutes: int, counts: FormatCounts | None) -> PlanLine:
    line = PlanLine(
        position=position,
        key=kind.key,
        label=kind.name,
        hue=kind.hue,
        minutes=minutes,
        verdict=Verdict.HIDDEN.value,
    )
    finding = counts.finding if counts else None
    if finding is not None:
        answers = finding.answers
        line.verdict = finding.verdict.value
        line.net = finding.next_year.net
        line.net_low, line.net_high = finding.next_year.interval_80
        line.more, line.same = answers.more, answers.same
        line.less, line.drop = answers.less, answers.drop
    return line


def decide(
    session: Session,
    *,
    line: PlanLine,
    decided: str,
    reason: str,
    person_id: int | None,
    now: datetime,
) -> None:
    """Confirm the verdict or put another in its place, each with a written reason.

    Raises:
        BadDecision: there is no reason, or the decision is none.
        PlanClosed: the plan stands.
    """
    reason = " ".join(reason.split())
    if decided not in {one.value for one in Verdict}:
        raise BadDecision("Choose what shall happen to this format.")
    if not reason:
        raise BadDecision("Write down why, in a line: everybody will read it.")
    lock(session, line.plan)
    _require_changeable(line.plan)
    line.decided, line.reason = decided, reason[:LONGEST_REASON]
    line.decided_by_id, line.decided_at = person_id, now
    session.flush()


def undecide(session: Session, *, line: PlanLine) -> None:
    """Take a decision back.

    Raises:
        PlanClosed: the plan stands.
    """
    lock(session, line.plan)
    _require_changeable(line.plan)
    line.decided, line.reason, line.decided_by_id, line.decided_at = None, "", None, None
    session.flush()


def set_minutes(session: Session, *, line: PlanLine, minutes: int | None) -> None:
    """Give a format so many minutes; None goes back to what the decisions give.

    Raises:
        BadDecision: the number is negative, or longer than a week.
        PlanClosed: the plan stands.
    """
    if minutes is not None and not 0 <= minutes <= 7 * 24 * 60:
        raise BadDecision("Minutes are a number between 0 and a week.")
    lock(session, line.plan)
    _require_changeable(line.plan)
    line.minutes_set = minutes
    session.flush()


def _require_changeable(plan: Plan) -> None:
    if plan.is_settled or plan.next_event_id is not None:
        raise PlanClosed("This plan stands; it cannot change any more.")


def publish(
    session: Session,
    *,
    plan: Plan,
    title: str,
    body: str,
    note: str,
    person_id: int | None,
    now: datetime,
) -> Rfc:
    """Put the plan before everybody as a request for comments; again is its next version.

    ``body`` is the plan in words (Markdown).

    Raises:
        NotDecided: a line waits for a decision.
        PlanClosed: the plan stands.
        BadText: as `rfc.services.revise`, when there is no note of what changed.
    """
    lock(session, plan)
    _require_changeable(plan)
    if plan.undecided:
        raise NotDecided(
            "%(number)s formats wait for a decision. Confirm each verdict or put another in "
            "its place.",
            number=plan.undecided,
        )
    if plan.rfc is None:
        plan.rfc = rfc_services.write(
            session,
            event=plan.event,
            title=title,
            body=body,
            kind="plan",
            person_id=person_id,
            now=now,
        )
    else:
        rfc_services.revise(
            session,
            rfc=plan.rfc,
            body=body,
            note=note,
            seen=plan.rfc.version,
            person_id=person_id,
            now=now,
        )
    rfc_services.open_for_comments(session, rfc=plan.rfc, now=now)
    session.flush()
    return plan.rfc
