"""Plans on both databases: from counts to a settled plan and the next event."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from offsite.engines.verdicts import Answers, judge
from offsite.events.services import EventDetails
from offsite.planning import queries, services
from offsite.planning import services as planning
from offsite.planning.next_event import (
    AlreadyMade,
    NotSettled,
    Wish,
    make_next_event,
)
from offsite.policy import Actor, Role
from offsite.polls.queries.verdict_counts import FormatCounts, VerdictCounts
from offsite.proposals.models import Wanted
from offsite.rfc import services as texts
from offsite.schedule import releases
from offsite.schedule.models import Draft
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
)

COUNTS = {
    "presentation": Answers(more=2, same=8, less=20, drop=30),
    "workshop": Answers(more=40, same=15, less=3, drop=2),
    "lunch": Answers(more=1, same=1, less=1, drop=0),
}


class Year:
    """An event that was held with talks and workshops, and what people said of them."""

    def __init__(self, session, monkeypatch):
        self.session = session
        self.event = event = make_event(session, slug="tlm-10")
        self.ada = make_person(session, "Ada")
        make_member(session, event, self.ada, Role.OWNER)
        self.room = make_room(session, event, seats=100)
        for number in range(6):
            make_slot(session, event, MORNING + timedelta(minutes=45 * number))
        formats = {
            key: make_format(session, event, key=key, name=key.title())
            for key in ("presentation", "workshop", "lunch", "last-years-actions", "unheld")
        }
        draft = make_draft(session, event)
        keys = ("presentation", "presentation", "workshop", "workshop", "lunch")
        for number, key in enumerate(keys):
            proposal = make_proposal(session, event, state="confirmed", format=formats[key])
            starts = MORNING + timedelta(minutes=45 * number)
            make_placement(session, draft, proposal, self.room, starts_at=starts)
        session.refresh(draft)
        session.refresh(event)
        releases.release(session, draft=draft, name="v1", note="", actor=self.actor, now=NOON)
        monkeypatch.setattr(planning, "verdict_counts", lambda session, event_id: self.counted)

    @property
    def actor(self):
        roles = {self.event.id: frozenset({Role.OWNER})}
        return Actor(person_id=self.ada.id, name="Ada", roles=roles)

    @property
    def counted(self):
        rows = [
            FormatCounts(one.format, one.format, one.answers, None, None if one.is_hidden else one)
            for one in judge(COUNTS)
        ]
        return VerdictCounts(1, "Poll", 100, 60, tuple(rows))

    def plan(self):
        return services.make_plan(self.session, event=self.event, person_id=self.ada.id, now=NOON)

    def decide(self, line, decided=None, reason="Because you said so"):
        services.decide(
            self.session,
            line=line,
            decided=decided or line.verdict,
            reason=reason,
            person_id=self.ada.id,
            now=NOON,
        )

    def publish(self, plan, note="n", body="Words"):
        return services.publish(
            self.session,
            plan=plan,
            title="Plan",
            body=body,
            note=note,
            person_id=self.ada.id,
            now=NOON,
        )

    def settle(self, plan):
        rfc = self.publish(plan)
        end = texts.start_last_call(self.session, rfc=rfc, now=NOON)
        texts.settle(self.session, rfc=rfc, now=end)


@pytest.fixture
def year(session, monkeypatch):
    return Year(session, monkeypatch)


def by_key(plan):
    return {one.key: one for one in plan.lines}


def test_a_plan_has_a_line_for_each_format_that_was_held_or_asked_about(year):
    lines = by_key(year.plan())

    assert set(lines) == {"presentation", "workshop", "lunch"}
    assert (lines["presentation"].minutes, lines["presentation"].verdict) == (90, "drop")
    assert (lines["workshop"].minutes, lines["workshop"].verdict) == (90, "grow")
    assert lines["workshop"].counts == (40, 15, 3, 2)
    assert lines["lunch"].verdict == "hidden"
    assert lines["lunch"].counts == (0, 0, 0, 0), "too few people: not even here"


def test_the_plan_is_made_once(year):
    assert year.plan() is year.plan()


def test_without_results_there_is_no_plan(year, monkeypatch):
    monkeypatch.setattr(planning, "verdict_counts", lambda session, event_id: None)

    with pytest.raises(services.NoResults):
        year.plan()


def test_the_mix_follows_what_was_decided(year):
    plan = year.plan()
    lines = by_key(plan)

    def after():
        return {one.line.key: one.after for one in queries.mix_of(plan).lines}

    assert after() == {"presentation": 0, "workshop": 180, "lunch": 45}
    year.decide(lines["presentation"], "keep", "The new ones are good")
    assert after() == {"presentation": 90, "workshop": 90, "lunch": 45}
    services.set_minutes(year.session, line=lines["workshop"], minutes=200)
    assert queries.mix_of(plan).free == -110


def test_every_decision_has_a_reason(year):
    line = year.plan().lines[0]

    with pytest.raises(services.BadDecision, match="why"):
        year.decide(line, reason="  ")
    with pytest.raises(services.BadDecision):
        year.decide(line, decided="explode")
    year.decide(line)
    assert (line.is_overridden, line.decided_by_id) == (False, year.ada.id)
    services.undecide(year.session, line=line)
    assert line.decided is None


def test_nothing_is_published_before_all_is_decided(year):
    plan = year.plan()

    with pytest.raises(services.NotDecided, match="3 formats"):
        year.publish(plan)
    for line in plan.lines:
        year.decide(line)
    rfc = year.publish(plan)
    assert (rfc.kind, rfc.state, plan.is_published) == ("plan", "open", True)
    year.publish(plan, body="Other words")
    assert rfc.version == 2


def test_a_plan_cannot_settle_with_an_open_concern(year):
    plan = year.plan()
    for line in plan.lines:
        year.decide(line)
    rfc = year.publish(plan)
    texts.comment(
        year.session, rfc=rfc, person_id=year.ada.id, body="No", is_concern=True, now=NOON
    )

    with pytest.raises(texts.OpenConcern):
        texts.start_last_call(year.session, rfc=rfc, now=NOON)


def wish(topics=()):
    details = EventDetails(
        name="11th",
        slug="tlm-11",
        timezone="Europe/Warsaw",
        starts_on=date(2027, 9, 30),
        ends_on=date(2027, 10, 1),
    )
    return Wish(details, with_members=True, topics=topics, call_text="Come", call_closes_at=None)


def make_next(year, plan, **values):
    return make_next_event(year.session, plan=plan, wish=wish(**values), actor=year.actor, now=NOON)


def test_the_next_event_is_what_the_plan_decided(year):
    wanted = Wanted(event_id=year.event.id, title="Tests", person_id=year.ada.id, created_at=NOON)
    year.session.add(wanted)
    plan = year.plan()
    for line in plan.lines:
        year.decide(line)
    with pytest.raises(NotSettled):
        make_next(year, plan)
    year.settle(plan)
    following = make_next(year, plan, topics=[0, 7])

    assert following.series_id == year.event.series_id
    assert following.call_is_open(NOON)
    of_both = [queries.was_planned(year.session, one) for one in (year.event, following)]
    assert of_both == [False, True]
    assert {one.key for one in following.formats if one.retired_at} == {"presentation"}
    topics = year.session.scalars(select(Wanted).where(Wanted.event_id == following.id)).all()
    assert [one.title for one in topics] == ["Tests"]
    (draft,) = year.session.scalars(select(Draft).where(Draft.event_id == following.id)).all()
    (review,) = draft.placements
    assert review.proposal.format.key == "last-years-actions"
    assert review.starts_at == following.slots[0].starts_at
    assert review.pinned_at is not None
    assert {one.label: one.planned for one in queries.targets(year.session, following)} == {
        "Workshop": 180,
        "Lunch": 45,
    }
    with pytest.raises(AlreadyMade):
        make_next(year, plan)
    with pytest.raises(services.PlanClosed):
        year.decide(plan.lines[0])


def test_you_said_we_did_tells_what_was_decided_and_how_it_went(year, monkeypatch):
    plan = year.plan()
    for line in plan.lines:
        year.decide(line)
    year.settle(plan)
    following = make_next(year, plan)

    def changed():
        return {
            one.label: (one.decided, one.minutes_after, one.outcome)
            for one in queries.what_was_changed(year.session, following)
        }

    assert changed()["Workshop"] == ("grow", 180, None)
    later = {"workshop": Answers(more=5, same=50, less=5, drop=0)}
    rows = [FormatCounts(one.format, "", one.answers, None, one) for one in judge(later)]
    monkeypatch.setattr(
        queries,
        "verdict_counts",
        lambda session, event_id: VerdictCounts(2, "Poll", 100, 60, tuple(rows)),
    )
    assert changed()["Workshop"] == ("grow", 180, "worked")
    assert changed()["Presentation"] == ("drop", 0, "worked")


def test_topics_without_a_place_are_those_with_interest(year):
    year.session.add(
        Wanted(event_id=year.event.id, title="Tests", person_id=year.ada.id, created_at=NOON)
    )
    year.session.flush()

    assert [
        (one.title, one.people) for one in queries.topics_without_a_place(year.session, year.event)
    ] == [("Tests", 1)]
