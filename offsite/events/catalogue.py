"""The formats every new event starts with: ways of meeting that are known to work.

Each has a run sheet whose phases add up to its length, and says what it must leave behind.
Organizers change them, retire them and add their own.  Rows hold the English texts; a page
shows those that are still the catalogue's in the reader's language.
"""

from dataclasses import dataclass

from offsite.errors import Sentence


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
        name=Sentence("Presentation and Q&A"),
        description=Sentence("Somebody shows what they did or learned. Questions always follow."),
        leaves_behind=Sentence("Slides, and the answers that were given"),
        hue=1,
        phases=(
            PhasePlan(Sentence("Talk"), 30, Sentence("Leave out what can be read later.")),
            PhasePlan(
                Sentence("Questions and answers"),
                15,
                Sentence("The host repeats each question first."),
            ),
        ),
    ),
    FormatPlan(
        key="workshop",
        name=Sentence("Workshop"),
        description=Sentence("A group works on one problem and agrees on what happens next."),
        leaves_behind=Sentence(
            "At most three action points, each with one willing owner and a date"
        ),
        hue=2,
        seats=25,
        phases=(
            PhasePlan(
                Sentence("Frame the problem"),
                15,
                Sentence("What is wrong, for whom; what is out of scope."),
            ),
            PhasePlan(
                Sentence("Work in small groups"), 40, Sentence("Four to six people, one writes.")
            ),
            PhasePlan(Sentence("Compare"), 20, Sentence("Each group shows one page.")),
            PhasePlan(
                Sentence("Action points"),
                15,
                Sentence("What, who, by when. Nobody is volunteered by others."),
                "actions",
            ),
        ),
    ),
    FormatPlan(
        key="open-space",
        name=Sentence("Open space"),
        description=Sentence("The people in the room make the agenda: pitch, choose, discuss."),
        leaves_behind=Sentence("A short report for every topic"),
        hue=3,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan(Sentence("Opening and pitches"), 20, Sentence("One minute for each topic.")),
            PhasePlan(
                Sentence("Marketplace"),
                10,
                Sentence("Topics find a room and a time; similar ones may merge."),
            ),
            PhasePlan(Sentence("First round"), 40),
            PhasePlan(Sentence("Second round"), 40),
            PhasePlan(Sentence("Closing circle"), 10, Sentence("One sentence from each topic.")),
        ),
    ),
    FormatPlan(
        key="ama-dinner",
        name=Sentence("Ask me anything, over dinner"),
        description=Sentence(
            "Executives answer what people really want to know. Hard questions first."
        ),
        leaves_behind=Sentence("Written answers, also to what was not reached"),
        hue=9,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan(
                Sentence("Welcome and rules"),
                5,
                Sentence("Anonymous questions are as good as named ones."),
            ),
            PhasePlan(Sentence("Most wanted questions"), 60, Sentence("In the order of votes.")),
            PhasePlan(Sentence("Questions from the tables"), 20),
            PhasePlan(
                Sentence("What happens next"),
                5,
                Sentence("Who answers the rest in writing, by when."),
            ),
        ),
    ),
    FormatPlan(
        key="roundtable",
        name=Sentence("Roundtable coaching"),
        description=Sentence(
            "A small group coaches one or two of its members on a real challenge."
        ),
        leaves_behind=Sentence("What each person with a challenge will try first"),
        hue=4,
        seats=8,
        phases=(
            PhasePlan(Sentence("Welcome and roles"), 5, Sentence("Who moderates, who keeps time.")),
            PhasePlan(
                Sentence("Challenges"),
                10,
                Sentence("One or two sentences each; no solutions yet."),
                "collect",
            ),
            PhasePlan(Sentence("The group picks"), 5, Sentence("One or two challenges."), "pick"),
            PhasePlan(
                Sentence("Roundtable"),
                45,
                Sentence("Questions before advice; the owner speaks last."),
            ),
        ),
    ),
    FormatPlan(
        key="goal-rfc",
        name=Sentence("Goals as a request for comments"),
        description=Sentence(
            "Next quarter's goals are read by everyone, commented on, and settled."
        ),
        leaves_behind=Sentence("Goals with every comment resolved"),
        hue=8,
        everyone=True,
        phases=(
            PhasePlan(Sentence("Context"), 10, Sentence("Why these goals, and what was left out.")),
            PhasePlan(
                Sentence("Read in silence"), 10, Sentence("Comments are written, not spoken.")
            ),
            PhasePlan(
                Sentence("Go through the comments"),
                35,
                Sentence("Take it, or refuse with a reason."),
            ),
            PhasePlan(Sentence("Say what stands"), 5),
        ),
    ),
    FormatPlan(
        key="lunch-and-learn",
        name=Sentence("Lunch and learn"),
        description=Sentence("Something useful, told while others eat."),
        leaves_behind=Sentence("One page to look it up later"),
        hue=5,
        phases=(
            PhasePlan(Sentence("Fetch food, sit down"), 10),
            PhasePlan(Sentence("Show it"), 25, Sentence("A live example beats slides.")),
            PhasePlan(Sentence("Questions"), 10),
        ),
    ),
    FormatPlan(
        key="study-group",
        name=Sentence("Study group"),
        description=Sentence(
            "A first meeting of people who want to learn the same thing together."
        ),
        leaves_behind=Sentence("What is read next, and the date of the next meeting"),
        hue=10,
        seats=12,
        phases=(
            PhasePlan(Sentence("Why each of us is here"), 10),
            PhasePlan(Sentence("Work through the first piece"), 35),
            PhasePlan(
                Sentence("Agree how to go on"), 15, Sentence("How often, how long, who prepares.")
            ),
        ),
    ),
    FormatPlan(
        key="team-tourism",
        name=Sentence("Team tourism fair"),
        description=Sentence(
            "Teams offer to host visitors for some weeks; people look around and ask."
        ),
        leaves_behind=Sentence("Offers with a host, and who asked for them"),
        hue=7,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan(Sentence("Each team in one minute"), 15),
            PhasePlan(Sentence("Walk around the stands"), 35),
            PhasePlan(
                Sentence("Sign up"), 10, Sentence("Asking is not promising: hosts answer later.")
            ),
        ),
    ),
    FormatPlan(
        key="one-to-ones",
        name=Sentence("One-to-ones"),
        description=Sentence("Two people, half an hour, no agenda but their own."),
        leaves_behind=Sentence("Nothing, unless both want it"),
        hue=6,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan(Sentence("The first speaks"), 15),
            PhasePlan(Sentence("The other speaks"), 15),
        ),
    ),
    FormatPlan(
        key="mentor-selection",
        name=Sentence("Mentor selection"),
        description=Sentence(
            "Mentors say what they offer; people rank them; the match is computed."
        ),
        leaves_behind=Sentence("A ranking from everyone who wants a mentor"),
        hue=11,
        open_to_proposals=False,
        phases=(
            PhasePlan(Sentence("Mentors introduce themselves"), 20, Sentence("Two minutes each.")),
            PhasePlan(Sentence("Short talks"), 15, Sentence("Five minutes a pair, then change.")),
            PhasePlan(Sentence("Rank"), 10, Sentence("In private.")),
        ),
    ),
    FormatPlan(
        key="retrospective",
        name=Sentence("Retrospective"),
        description=Sentence("Looking back together: what to keep, what to change."),
        leaves_behind=Sentence("At most three changes, each with an owner"),
        hue=12,
        phases=(
            PhasePlan(Sentence("Settle in"), 5),
            PhasePlan(
                Sentence("Gather"), 15, Sentence("Everybody writes first; then the notes are read.")
            ),
            PhasePlan(
                Sentence("Find what matters"), 20, Sentence("Group the notes, vote with dots.")
            ),
            PhasePlan(
                Sentence("Decide"),
                20,
                Sentence("What changes, who sees to it, by when."),
                "actions",
            ),
        ),
    ),
    FormatPlan(
        key="last-years-actions",
        name=Sentence("Review of last year's actions"),
        description=Sentence("Every action point of the last meeting: done, moved on, or dropped."),
        leaves_behind=Sentence("A state for each action, in public"),
        hue=6,
        everyone=True,
        open_to_proposals=False,
        phases=(
            PhasePlan(
                Sentence("Go through the actions"),
                20,
                Sentence("One minute each; the owner speaks."),
            ),
            PhasePlan(Sentence("What we learned about promising"), 10),
        ),
    ),
)


TEXTS = frozenset(
    str(text)
    for plan in CATALOGUE
    for text in (
        plan.name,
        plan.description,
        plan.leaves_behind,
        *(text for phase in plan.phases for text in (phase.name, phase.note)),
    )
    if text
)
"""Every text that a new event begins with."""
