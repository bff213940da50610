"""The whole demo, from an empty database to a released schedule, told step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.anonymity.keys import KeyFolder
from offsite.demo import (
    after,
    books,
    editions,
    feedback,
    filling,
    history,
    main_job,
    mixing,
    open_space,
    plans,
    promises,
    rehearsal,
    seats,
    texts,
    venue,
)
from offsite.demo.casting import Cast, Part, cast
from offsite.demo.company import ATTENDEE, ORGANIZER, TRAVEL
from offsite.demo.content import ACCEPTED, LATE
from offsite.demo.content_history import NINTH, TENTH
from offsite.demo.content_voices import EDITIONS
from offsite.demo.dinner import Dinner
from offsite.demo.editions import Dates
from offsite.demo.filling import Stage
from offsite.demo.main_job import Watch
from offsite.events.members import add_screen
from offsite.events.models import Event
from offsite.jobs.running import UnitOfWork
from offsite.people.models import Person
from offsite.planning.models import Plan
from offsite.proposals.models import Proposal, ProposalVote
from offsite.schedule.models import Draft

BEGINS_IN = timedelta(weeks=3)
SCREEN = ("Screen in the Aula", "screen@example.org")

Say = Callable[[str], None]
"""Told before each chapter what happens next."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for: how many people, the dice, how long the engine may think."""

    people: int
    seed: int
    seconds: int


@dataclass(frozen=True)
class Told:
    """What came of it; ids, because every chapter is a transaction of its own."""

    event_id: int
    draft_id: int
    base_id: int
    organizer_id: int
    attendee_id: int
    travel_id: int
    people: int
    proposals: int
    votes: int
    picks: int
    releases: tuple[str, ...]


class Story:
    """Tells one demo.  ``unit`` gives the session that saves at its end; objects of one
    chapter stay usable in the next, as long as the caller keeps its app context.

    ``apart`` is a unit of work that the engine's own threads can use, ``base_url`` where
    letters point, and ``keys`` where those of questions lie.
    """

    def __init__(
        self,
        *,
        wanted: Wanted,
        unit: UnitOfWork,
        apart: UnitOfWork,
        base_url: str,
        keys: KeyFolder,
        now: datetime,
        say: Say,
        watch: Watch,
    ) -> None:
        self.wanted = wanted
        self.unit, self.apart = unit, apart
        self.now, self.say, self.watch = now, say, watch
        self.desk = filling.desk_at(base_url)
        self.base_url = base_url
        self.keys = keys
        self.rng = Random(f"story-{wanted.people}-{wanted.seed}")  # noqa: S311
        self.cast: Cast = cast(wanted.people, wanted.seed)
        self.people: list[Person] = []
        self.proposals: list[Proposal] = []
        self.together: list[Proposal] = []
        self.plan: Plan | None = None
        self.picks = self.base_id = 0

    def tell(self) -> Told:
        """Everything, in order.

        Raises:
            NoSchedule: the engine gave no schedule.
        """
        stage = self._editions()
        self._call(stage)
        self._vote(stage)
        draft = self._schedule(stage)
        self._release(stage, draft)
        self.say("Rooms, cars and tables are mixed and published")
        self._mix(stage, mixing.NEXT)
        self._open_space(stage)
        self._ask(stage)
        self._after(stage)
        return self._told(stage, draft)

    # --- Chapters ---------------------------------------------------------------------------

    def _editions(self) -> Stage:
        days = venue.upcoming(self.now)
        self.say(f"{self.wanted.people} people arrive")
        with self.unit() as session:
            long_ago = self._dates(2).before(120)
            self.people = editions.settle(session, self.cast.people, now=long_ago)
        self.say("They held two meetings before")
        event: Event | None = None
        for years, programme in ((2, NINTH), (1, TENTH)):
            with self.unit() as session:
                stage = self._edition(session, event, years)
                history.hold_edition(session, stage=stage, programme=programme, rng=self.rng)
                promises.promise(session, stage=stage, rng=Random(f"promises-{years}"))  # noqa: S311
                if years == 1:
                    open_space.hold(session, stage=stage, rng=self._dice("open space"))
                    dice = self._dice("after last time")
                    after.look_back(session, stage=stage, base_url=self.base_url, rng=dice)
                books.write(session, stage=stage, rng=Random(f"books-{years}"))  # noqa: S311
                self._follow(session, stage)
                feedback.ask_edition(session, stage=stage, seed=self.wanted.seed)
                self.plan = plans.plan_ahead(session, stage=stage)
                event = stage.event
            if len(stage.members) <= mixing.MOST_IN_PAST:
                self._mix(stage, mixing.BEFORE)
        self.say(f"The next one begins on {days.starts_on:%d %B %Y}")
        with self.unit() as session:
            stage = self._edition(session, event, 0)
            self._follow(session, stage)
            name, email = SCREEN
            screen = add_screen(
                session,
                event=stage.event,
                email=email,
                name=name,
                granted_by_id=self.people[ORGANIZER].id,
                now=stage.dates.made,
            )
            screen.person.is_demo = True
        return stage

    def _follow(self, session: Session, stage: Stage) -> None:
        """The edition does what the feedback of the one before asked for."""
        if self.plan is not None:
            plans.follow(session, plan=session.merge(self.plan), stage=stage)

    def _dates(self, years: int) -> Dates:
        return Dates(self.now + BEGINS_IN - years * venue.YEAR)

    def _edition(self, session: Session, before: Event | None, years: int) -> Stage:
        number = len(EDITIONS) - 1 - years
        name, dates = EDITIONS[number], self._dates(years)
        days = venue.earlier(venue.upcoming(self.now), years)
        owner = self.people[ORGANIZER]
        if before is None:
            event = editions.first_edition(
                session,
                name=name,
                days=days,
                people=self.wanted.people,
                owner=owner,
                dates=dates,
            )
        else:
            event = editions.next_edition(
                session, source=before, name=name, days=days, owner=owner, dates=dates
            )
        members = editions.gather(
            session,
            event=event,
            people=self.people,
            places=self.cast.editions[number],
            now=dates.before(105),
        )
        return Stage(event, self.people, members, dates, self.desk)

    def _call(self, stage: Stage) -> None:
        self.say(f"{len(self._parts)} proposals are written and talked about")
        with self.unit() as session:
            self.together = filling.propose_all(session, stage=stage, parts=self.cast.together)
            self.proposals = filling.propose_all(session, stage=stage, parts=self.cast.parts)
            filling.talk(session, stage=stage, cast=self.cast, proposals=self.proposals)
            filling.want_all(session, stage=stage, proposals=self.proposals, rng=self.rng)
            texts.discuss(session, stage=stage, rng=Random("texts"))  # noqa: S311
            filling.be_away(session, stage=stage, cast=self.cast)
            filling.withdraw_some(
                session, stage=stage, parts=self.cast.parts, proposals=self.proposals
            )

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (*self.cast.together, *self.cast.parts)

    def _vote(self, stage: Stage) -> None:
        self.say(f"{len(self.cast.ballots)} people vote, and the hosts learn what was decided")
        with self.unit() as session:
            filling.vote_all(session, stage=stage, cast=self.cast, proposals=self.proposals)
        with self.unit() as session:
            every = [*self.together, *self.proposals]
            filling.decide_all(session, stage=stage, parts=self._parts, proposals=every)

    def _schedule(self, stage: Stage) -> Draft:
        now = stage.dates.planned
        with self.unit() as session:
            base = main_job.pin_fixed_points(
                session,
                stage=stage,
                together=self.together,
                parts=self.cast.parts,
                proposals=self.proposals,
                now=now,
            )
            seconds, seed = self.wanted.seconds, self.wanted.seed
            job = main_job.ask(session, stage=stage, base=base, seconds=seconds, seed=seed, now=now)
            job_id, seconds = job.id, job.arguments["seconds"]
            self.base_id = base.id
        self.say(f"The engine makes a schedule of the votes ({seconds} seconds)")
        main_job.runner(self.apart, now, self.watch).run(job_id)
        with self.unit() as session:
            return main_job.result_of(session, job)

    def _release(self, stage: Stage, draft: Draft) -> None:
        self.say("The schedule is released, picked from, changed and released again")
        late = self._with_fate(LATE)
        with self.unit() as session:
            main_job.release_first(session, stage=stage, draft=draft, late=next(iter(late), None))
        with self.unit() as session:
            self.picks = main_job.pick_some(session, stage=stage, draft=draft, rng=self.rng)
        with self.unit() as session:
            seats.crowd_a_workshop(session, stage=stage, draft=draft, base_url=self.base_url)
        with self.unit() as session:
            main_job.release_second(
                session,
                stage=stage,
                draft=draft,
                late=next(iter(late), None),
                unconfirmed=self._with_fate(ACCEPTED),
            )

    def _mix(self, stage: Stage, plan: mixing.Plan) -> None:
        now, seed = stage.dates.before(21.1), self.wanted.seed
        rng = Random(f"mixing-{stage.event.slug}-{seed}")  # noqa: S311
        with self.unit() as session:
            mixing.prepare(session, stage=stage, plan=plan, rng=rng)
        with self.unit() as session:
            job = mixing.ask(session, stage=stage, plan=plan, seed=seed, now=now)
            job_id = job.id
        mixing.runner(self.apart, now).run(job_id)
        with self.unit() as session:
            mixing.publish(
                session, stage=stage, plan=plan, job=job, base_url=self.base_url, now=now
            )

    def _open_space(self, stage: Stage) -> None:
        self.say("Topics are posted for the open space")
        with self.unit() as session:
            open_space.begin(session, stage=stage, rng=self._dice("next open space"))
            rehearsal.rehearse(session, stage=stage, now=self.now)

    def _dice(self, subject: str) -> Random:
        """Dice of its own, so that a subject more or less changes no other."""
        return Random(f"{subject}-{self.wanted.seed}")  # noqa: S311

    def _ask(self, stage: Stage) -> None:
        self.say("Questions for the AMA dinner come in")
        dinner = Dinner(self.unit, stage, self.keys, Random("dinner"))  # noqa: S311
        dinner.hold()
        listed = [one for one in self.proposals if one.state == "confirmed"]
        if listed:
            dinner.at_session(listed[0])

    def _after(self, stage: Stage) -> None:
        self.say("Groups, visits and mentors are found, and the purse opens")
        with self.unit() as session:
            dice = self._dice("after")
            after.look_ahead(session, stage=stage, base_url=self.base_url, rng=dice)

    def _with_fate(self, fate: str) -> list[Proposal]:
        pairs = zip(self.cast.parts, self.proposals, strict=True)
        return [proposal for part, proposal in pairs if part.pitch.fate == fate]

    def _told(self, stage: Stage, draft: Draft) -> Told:
        with self.unit() as session:
            votes = session.scalar(
                select(func.count(ProposalVote.id))
                .join(ProposalVote.proposal)
                .where(Proposal.event_id == stage.event.id)
            )
            return Told(
                event_id=stage.event.id,
                draft_id=draft.id,
                base_id=self.base_id,
                organizer_id=self.people[ORGANIZER].id,
                attendee_id=self.people[ATTENDEE].id,
                travel_id=self.people[TRAVEL].id,
                people=len(self.people),
                proposals=len(self._parts),
                votes=votes or 0,
                picks=self.picks,
                releases=("v1", "v2"),
            )
