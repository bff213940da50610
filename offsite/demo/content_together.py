"""What everybody attends, with the place it has in the two days."""

from dataclasses import dataclass
from datetime import time

from offsite.demo.content import DIRECTION, EVERYBODY, PEOPLE, Pitch


@dataclass(frozen=True)
class FixedPoint:
    """A pitch that is pinned: ``day`` counts from 0, ``starts`` is on the event's wall clock."""

    pitch: Pitch
    day: int
    starts: time


TOGETHER = (
    FixedPoint(
        Pitch(
            "What became of last year's promises",
            "Twenty-three action points were written down in the last hour of the tenth "
            "meeting. We go through all of them, one minute each, before anybody promises "
            "anything new.",
            DIRECTION,
            "projects",
            EVERYBODY,
            0.5,
            format="last-years-actions",
            needs=("projector",),
        ),
        0,
        time(8, 30),
    ),
    FixedPoint(
        Pitch(
            "Team tourism: live with another team for three weeks",
            "Every team has a stand and one minute to say why you should visit. Last year "
            "fourteen people travelled and two never came back.",
            PEOPLE,
            "people",
            EVERYBODY,
            0.5,
            format="team-tourism",
        ),
        0,
        time(16, 30),
    ),
    FixedPoint(
        Pitch(
            "Ask us anything, over dinner",
            "Our three technical executives stay both days and answer in the order of your "
            "votes. Ask before or at the table, with your name or without.",
            DIRECTION,
            "direction",
            EVERYBODY,
            0.5,
            format="ama-dinner",
            needs=("microphone",),
        ),
        0,
        time(19, 0),
    ),
    FixedPoint(
        Pitch(
            "Next quarter's goals: a request for comments",
            "You have read them, or you read them now, in silence. Every comment gets an "
            "answer: taken, or refused with a reason. After that they stand.",
            DIRECTION,
            "direction",
            EVERYBODY,
            0.5,
            format="goal-rfc",
            needs=("projector",),
        ),
        1,
        time(8, 30),
    ),
    FixedPoint(
        Pitch(
            "Half an hour with somebody you do not know",
            "You get a name, a place to walk to, and no agenda. Fifteen minutes each.",
            PEOPLE,
            "people",
            EVERYBODY,
            0.5,
            format="one-to-ones",
        ),
        1,
        time(13, 0),
    ),
    FixedPoint(
        Pitch(
            "Open space: the topics that are still missing",
            "Pitch in one minute, find a corner, talk to those who come. Two rounds, and a "
            "report of one sentence for each topic at the end.",
            PEOPLE,
            "people",
            EVERYBODY,
            0.5,
            format="open-space",
            needs=("stage",),
        ),
        1,
        time(15, 45),
    ),
)
