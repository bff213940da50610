"""How each past edition's feedback became the next edition's plan."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.demo.company import ORGANIZER, PROGRAMME
from offsite.demo.filling import Stage
from offsite.planning import queries, services
from offsite.planning.models import Plan, PlanLine
from offsite.planning.next_event import name_next_event
from offsite.rfc import services as texts

REASONS = {
    "grow": "You asked for more: it grows as far as the rooms allow.",
    "keep": "It works as it is.",
    "shrink": "Fewer of you wanted as much of it; the time goes to what you asked for.",
    "drop": "You said so plainly. What it told will stand in the weekly letter.",
    "split": "Half of you love it, half would rather not: it runs beside something else.",
    "unclear": "The answers do not agree enough. It stays, and we ask again.",
    "hidden": "Too few of you were there to say. It stays, and we ask again.",
}
OTHERWISE = {
    "presentation": (
        "shrink",
        "You would keep it, but three of four want more workshops, and a day ends at six.",
    )
}
"""What the organizers decided against the verdict "keep", and why."""
OBJECTION = "If presentations get so little time, where do new colleagues hear what we built?"
ANSWER = "In the fair on the first evening, with a table for each team."


def plan_ahead(session: Session, *, stage: Stage) -> Plan:
    """Make the plan of an edition that was judged, argue about it, and settle it."""
    author = stage.people[ORGANIZER].id
    now = stage.dates.beginning + timedelta(weeks=4)
    plan = services.make_plan(session, event=stage.event, person_id=author, now=now)
    for line in plan.lines:
        _decide(session, line, author, now)
    rfc = services.publish(
        session,
        plan=plan,
        title=f"Plan after {stage.event.name}",
        body=_body(plan),
        note="",
        person_id=author,
        now=now,
    )
    comment = texts.comment(
        session,
        rfc=rfc,
        person_id=stage.people[PROGRAMME].id,
        body=OBJECTION,
        is_concern=True,
        now=now + timedelta(days=1),
    )
    later = now + timedelta(days=2)
    texts.reply(session, comment=comment, person_id=author, body=ANSWER, now=later)
    texts.resolve(
        session, comment=comment, person_id=author, word="The fair takes their place.", now=later
    )
    ends_at = texts.start_last_call(session, rfc=rfc, now=later)
    texts.settle(session, rfc=rfc, now=ends_at)
    return plan


def _decide(session: Session, line: PlanLine, author: int, now: datetime) -> None:
    decided, reason = line.verdict, REASONS[line.verdict]
    if line.verdict == "keep" and line.key in OTHERWISE:
        decided, reason = OTHERWISE[line.key]
    services.decide(session, line=line, decided=decided, reason=reason, person_id=author, now=now)


def _body(plan: Plan) -> str:
    lines = [
        f"- **{one.line.label}**: {one.line.minutes} → {one.after} minutes. {one.line.reason}"
        for one in queries.mix_of(plan).lines
    ]
    return "\n".join(["This is what we make of your answers. Say what you think.", "", *lines])


def follow(session: Session, *, plan: Plan, stage: Stage) -> None:
    """The edition of ``stage`` is the one that ``plan`` was about."""
    name_next_event(session, plan=plan, event=stage.event)
