"""Invented topics of two open spaces, and what the first of them left behind."""

from dataclasses import dataclass

LAST_THEME = "What would we stop doing if nobody were watching?"
NEXT_THEME = "What should we talk about that is on no agenda?"


@dataclass(frozen=True)
class Told:
    """A topic that was held: how many came, as a share of all, and what they wrote."""

    title: str
    drew: float
    summary: str = ""
    recommendations: str = ""
    requests: str = ""
    said: str = "finished"
    """What the convener said last: finished, running-on, or where they moved."""


HELD = (
    Told(
        "Meetings that could have been a paragraph",
        0.5,
        "We listed the meetings each of us would miss. It was a short list. Most of the others "
        "exist because somebody once was not told something.",
        "Cancel every recurring meeting for one month and see which come back\n"
        "Write decisions where those who were not there will look",
        "Somebody with the rights to see all calendars, once.",
    ),
    Told(
        "How do you tell somebody that their service is on fire without being the alarm?",
        0.35,
        "Tone is half of it, the other half is a runbook that does not begin with “it depends”. "
        "We collected seven first sentences that worked.",
        "Put the seven first sentences into the on-call handbook",
    ),
    Told(
        "Interviewing without riddles",
        0.4,
        "Four teams already use a small task from their own backlog. None of them wants to go "
        "back. The hard part is agreeing on what a good answer is *before* the interview.",
        "Share the four tasks and how they are marked\nPair interviewers from two teams",
        "Two volunteers from Search to try it.",
    ),
    Told(
        "Testing in the garden",
        0.12,
        "Two people, one bench, a very good conversation about contract tests.",
        "Try contract tests between Orders and Payments for one quarter",
        said="the garden",
    ),
    Told(
        "What new leads wish they had been told",
        0.45,
        "That it is normal to miss coding. That nobody expects an answer at once. That the "
        "budget sheet has a second tab.",
        "A page for new leads, written by last year's new leads",
    ),
    Told("The dashboard nobody opens", 0.25, said="running-on"),
    Told("Can we delete it?", 0.3),
)
DRAFT_OF = "The dashboard nobody opens"
DRAFT = "We found four dashboards with no visitor since spring. To be continued."
PARKED = "A company choir"


@dataclass(frozen=True)
class Posted:
    """A topic of the next open space; ``place`` is round and room, each counted from 0."""

    title: str
    drew: float
    place: tuple[int, int] | None = None


NEXT = (
    Posted("What do we do with the hour that the new build saves us?", 0.4, (0, 1)),
    Posted("Saying no to a good idea", 0.45, (0, 2)),
    Posted("Half a day a week without plans: how do you defend it?", 0.3, (0, 3)),
    Posted("Our oldest cron job", 0.15, (1, 1)),
    Posted("Being the only one in the room who does not know", 0.35, (1, 2)),
    Posted("Two leads, one team: who decides?", 0.3),
    Posted("Reading code together, aloud", 0.02),
)
JOINED = "Two people lead our team"
"""Merged into the sixth of them."""
ASKS_TO_SWAP = (3, 0)
"""Who asks and who is asked; the first topic is the attendee's of the demo."""
BY_NAME = ("Soup recipes for late releases", "Halina from the kitchen")
"""Typed for somebody without a phone."""
