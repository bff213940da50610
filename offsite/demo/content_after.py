"""Invented groups, visits, mentor rounds and expenses."""

from collections.abc import Mapping
from dataclasses import dataclass

from offsite.demo.company import ATTENDEE, FACILITATOR, ORGANIZER, PROGRAMME, TRAVEL


@dataclass(frozen=True)
class Circle:
    """A group: who convenes it, how many join, the topic it grew out of, and how often it
    meets (no times: not yet)."""

    title: str
    kind: str
    about: str
    convener: int
    others: int
    wanted: str = ""
    place: str = ""
    every: str = "once"
    times: int = 0


CIRCLES = (
    Circle(
        "Other people's incidents",
        "study",
        "We read **one public incident report** each time and ask: could it have been us?\n\n"
        "- Somebody brings the report, nobody prepares slides.\n"
        "- We stop after fifty minutes, also in the middle.",
        PROGRAMME,
        11,
        place="Room Birch, third floor",
        every="fortnight",
        times=6,
    ),
    Circle(
        "Leading four days a week",
        "lunch",
        "For those who do it, and those whose lead does. Bring your own lunch.",
        ATTENDEE,
        6,
        wanted="Part-time leads: does it work?",
        place="https://meet.example.org/four-days",
        every="month",
        times=4,
    ),
    Circle(
        "One merge a week",
        "study",
        "Leads who want to keep writing code. We show each other what we merged, however small.",
        FACILITATOR,
        8,
        wanted="How do you stay technical?",
        place="Library, or the usual link",
        every="week",
        times=8,
    ),
    Circle("Walking one-to-ones along the river", "other", "", TRAVEL, 3),
)


@dataclass(frozen=True)
class Visit:
    """Somebody asks to come: the ``first`` day after the offer opens, for so many days.
    ``answer`` empty still waits; ``guest`` None is anybody."""

    note: str
    first: int
    days: int
    answer: str = ""
    is_welcome: bool = True
    guest: int | None = None


@dataclass(frozen=True)
class Place:
    """What a team offers, by the place of its host in the cast."""

    host: int
    where: str
    about: str
    guests: int
    visits: tuple[Visit, ...]
    is_closed: bool = False


PLACES = (
    Place(
        ORGANIZER,
        "Kraków, second floor",
        "Watch a build from the first commit to the canary, then break one with us. You need "
        "a laptop and *no* knowledge of our tools: you are the test.",
        2,
        (
            Visit(
                "I want to see why your pipeline is four times as fast as ours.",
                3,
                3,
                guest=ATTENDEE,
            ),
            Visit(
                "Our monorepo grows. I would like to sit beside somebody who has one.",
                0,
                5,
                "With pleasure. Bring your slowest target.",
            ),
        ),
    ),
    Place(
        ATTENDEE,
        "Hamburg, by the canal",
        "A week beside the people who carry the pager: capacity review on Tuesday, failover "
        "exercise on Thursday.",
        1,
        (
            Visit(
                "I plan budgets for clusters that I have never seen.",
                0,
                5,
                "Come on Monday, we show you all of them.",
            ),
            Visit(
                "I would like to join the failover exercise, also as the one who holds tea.", 7, 5
            ),
        ),
    ),
    Place(
        TRAVEL,
        "Online, afternoons",
        "Three afternoons on how an experiment is set up, read, and stopped.",
        4,
        (
            Visit(
                "We run experiments, and I am not sure that we read them right.",
                1,
                3,
                "You are not alone with that. Welcome.",
                guest=ATTENDEE,
            ),
            Visit("I would like to understand cold starts.", 1, 3, "Welcome, this is the week."),
        ),
    ),
    Place(
        FACILITATOR,
        "Warszawa, beside the kitchen",
        "Follow one refund through four systems.",
        1,
        (
            Visit(
                "I have always wondered where refunds go.",
                2,
                2,
                "We close the books that week. Would you ask again for the next?",
                is_welcome=False,
            ),
        ),
        is_closed=True,
    ),
)


@dataclass(frozen=True)
class Round:
    """A round of mentors: places in the cast with how many each takes."""

    title: str
    about: str
    mentors: Mapping[int, int]
    mentees: int


ROUND_BEFORE = Round(
    "Mentors for the winter",
    "Six months, an hour every other week. The mentee brings the subject.",
    {PROGRAMME: 1, FACILITATOR: 2, ORGANIZER: 2, TRAVEL: 2},
    6,
)
ROUND_NEXT = Round(
    "Mentors for the next half year",
    "An hour every other week until summer. You bring what you chew on; they bring **questions**.",
    {ORGANIZER: 2, PROGRAMME: 2, FACILITATOR: 1, TRAVEL: 3},
    9,
)


@dataclass(frozen=True)
class Purchase:
    """Something bought so many days before the meeting (below zero: after its beginning).
    ``wrong`` strikes it out, for that reason; ``first`` is what was written at first."""

    title: str
    amount: str
    days: float
    format: str | None = None
    currency: str = "PLN"
    wrong: str = ""
    first: str = ""


BUDGET_BEFORE, BUDGET_NEXT = "4500", "6000"
BOUGHT_BEFORE = (
    Purchase("Four flip charts and a box of pens", "412.60", 20, "workshop"),
    Purchase("Deposit for the boats", "600", 18),
    Purchase("Train to look at the hotel", "189", 40),
    Purchase("Sticky notes in five colours", "138.40", 9, "open-space"),
    Purchase("Bread, cheese and apples for forty", "655.20", -1, "lunch-and-learn"),
    Purchase("Candles and paper for the questions", "94.90", 2, "ama-dinner"),
    Purchase("Boats on the lake, the rest", "880", -1),
    Purchase("Taxi for somebody who was ill", "76", -1),
    Purchase("Books as a thank-you for the hosts", "1120", -2, "presentation"),
    Purchase("Cake, because it was somebody's birthday", "145", -1),
)
BOUGHT_NEXT = (
    Purchase("Train to look at the rooms", "164", 31),
    Purchase("Two hundred name tags", "238.50", 26),
    Purchase("Pens that write on glass", "87.20", 25.5, "workshop", first="78.20"),
    Purchase("Postage for the invitations", "64.80", 24),
    Purchase("Licence for a quiz, one evening", "29", 23.5, currency="EUR"),
    Purchase("Deposit for the boats", "650", 23),
    Purchase("Deposit for the boats", "650", 22.8, wrong="Written down twice, see the day before"),
    Purchase("Sticky notes, the ones that stick", "152.30", 22.5, "open-space"),
    Purchase("A bell for the lightning round", "45.99", 22.2, "presentation"),
    Purchase("Sketchbooks for the workshop on maps", "310", 22, "workshop"),
    Purchase("A box for the questions", "19.90", 21.5, "ama-dinner", currency="EUR"),
)
