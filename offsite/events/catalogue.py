"""The formats every new event starts with: ways of meeting that are known to work.

Each has a run sheet whose phases add up to its length, and says what it must leave behind.
Organizers change them, retire them and add their own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PhasePlan:
    """One timed step of a run sheet."""

    name: str
    minutes: int
    note: str = ""
    kind: str = "plain"


@dataclass(frozen=True)
class FormatPlan:
    """A format as the catalogue has it."""

    key: str
    name: str
    description: str
    leaves_behind: str
    hue: int
    phases: tuple[PhasePlan, ...]
    everyone: bool = False
    open_to_proposals: bool = True
    seats: int | None = None

    @property
    def minutes(self) -> int:
        return sum(phase.minutes for phase in self.phases)


CATALOGUE = (
    FormatPlan(
        key="presentation",
        name="Presentation and Q&A",
        description="Somebody shows what they did or learned. Questions always follow.",
        leaves_behind="Slides, and the answers that were given",
        hue=1,
        phases=(
            PhasePlan("Talk", 30, "Leave out what can be read later."),
            PhasePlan("Questions and answers", 15, "The host repeats each question first."),
        ),
    ),
    FormatPlan(
        key="workshop",
        name="Workshop",
        description="A group works on one problem and agrees on what happens next.",
        leaves_behind="At most three action points, each with one willing owner and a date",
        hue=2,
        seats=25,
        phases=(
            PhasePlan("Frame the problem", 15, "What is wrong, for whom; what is out of scope."),
            PhasePlan("Work in small groups", 40, "Four to six people, one writes."),
            PhasePlan("Compare", 20, "Each group shows one page."),
            PhasePlan(
                "Action points",
                15,
                "What, who, by when. Nobody is volunteered by others.",
                "actions",
            ),
        ),
    ),
    FormatPlan(
        key="open-space",
        name="Open space",
        description="The people in the room make the agenda: pitch, choose, discuss.",
        leaves_behind="A short report for every topic",
        hue=3,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan("Opening and pitches", 20, "One minute for each topic."),
            PhasePlan("Marketplace", 10, "Topics find a room and a time; similar ones may merge."),
            PhasePlan("First round", 40),
            PhasePlan("Second round", 40),
            PhasePlan("Closing circle", 10, "One sentence from each topic."),
        ),
    ),
    FormatPlan(
        key="ama-dinner",
        name="Ask me anything, over dinner",
        description="Executives answer what people really want to know. Hard questions first.",
        leaves_behind="Written answers, also to what was not reached",
        hue=9,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan("Welcome and rules", 5, "Anonymous questions are as good as named ones."),
            PhasePlan("Most wanted questions", 60, "In the order of votes."),
            PhasePlan("Questions from the tables", 20),
            PhasePlan("What happens next", 5, "Who answers the rest in writing, by when."),
        ),
    ),
    FormatPlan(
        key="roundtable",
        name="Roundtable coaching",
        description="A small group coaches one or two of its members on a real challenge.",
        leaves_behind="What each person with a challenge will try first",
        hue=4,
        seats=8,
        phases=(
            PhasePlan("Welcome and roles", 5, "Who moderates, who keeps time."),
            PhasePlan("Challenges", 10, "One or two sentences each; no solutions yet.", "collect"),
            PhasePlan("The group picks", 5, "One or two challenges.", "pick"),
            PhasePlan("Roundtable", 45, "Questions before advice; the owner speaks last."),
        ),
    ),
    FormatPlan(
        key="goal-rfc",
        name="Goals as a request for comments",
        description="Next quarter's goals are read by everyone, commented on, and settled.",
        leaves_behind="Goals with every comment resolved",
        hue=8,
        everyone=True,
        phases=(
            PhasePlan("Context", 10, "Why these goals, and what was left out."),
            PhasePlan("Read in silence", 10, "Comments are written, not spoken."),
            PhasePlan("Go through the comments", 35, "Take it, or refuse with a reason."),
            PhasePlan("Say what stands", 5),
        ),
    ),
    FormatPlan(
        key="lunch-and-learn",
        name="Lunch and learn",
        description="Something useful, told while others eat.",
        leaves_behind="One page to look it up later",
        hue=5,
        phases=(
            PhasePlan("Fetch food, sit down", 10),
            PhasePlan("Show it", 25, "A live example beats slides."),
            PhasePlan("Questions", 10),
        ),
    ),
    FormatPlan(
        key="study-group",
        name="Study group",
        description="A first meeting of people who want to learn the same thing together.",
        leaves_behind="What is read next, and the date of the next meeting",
        hue=10,
        seats=12,
        phases=(
            PhasePlan("Why each of us is here", 10),
            PhasePlan("Work through the first piece", 35),
            PhasePlan("Agree how to go on", 15, "How often, how long, who prepares."),
        ),
    ),
    FormatPlan(
        key="team-tourism",
        name="Team tourism fair",
        description="Teams offer to host visitors for some weeks; people look around and ask.",
        leaves_behind="Offers with a host, and who asked for them",
        hue=7,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan("Each team in one minute", 15),
            PhasePlan("Walk around the stands", 35),
            PhasePlan("Sign up", 10, "Asking is not promising: hosts answer later."),
        ),
    ),
    FormatPlan(
        key="one-to-ones",
        name="One-to-ones",
        description="Two people, half an hour, no agenda but their own.",
        leaves_behind="Nothing, unless both want it",
        hue=6,
        everyone=True,
        open_to_proposals=False,
        phases=(PhasePlan("The first speaks", 15), PhasePlan("The other speaks", 15)),
    ),
    FormatPlan(
        key="mentor-selection",
        name="Mentor selection",
        description="Mentors say what they offer; people rank them; the match is computed.",
        leaves_behind="A ranking from everyone who wants a mentor",
        hue=11,
        open_to_proposals=False,
        phases=(
            PhasePlan("Mentors introduce themselves", 20, "Two minutes each."),
            PhasePlan("Short talks", 15, "Five minutes a pair, then change."),
            PhasePlan("Rank", 10, "In private."),
        ),
    ),
    FormatPlan(
        key="retrospective",
        name="Retrospective",
        description="Looking back together: what to keep, what to change.",
        leaves_behind="At most three changes, each with an owner",
        hue=12,
        phases=(
            PhasePlan("Settle in", 5),
            PhasePlan("Gather", 15, "Everybody writes first; then the notes are read."),
            PhasePlan("Find what matters", 20, "Group the notes, vote with dots."),
            PhasePlan("Decide", 20, "What changes, who sees to it, by when.", "actions"),
        ),
    ),
    FormatPlan(
        key="last-years-actions",
        name="Review of last year's actions",
        description="Every action point of the last meeting: done, moved on, or dropped.",
        leaves_behind="A state for each action, in public",
        hue=6,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan("Go through the actions", 20, "One minute each; the owner speaks."),
            PhasePlan("What we learned about promising", 10),
        ),
    ),
)
