"""What the invented leaders say: topics they want, remarks on proposals, and the call itself."""

from dataclasses import dataclass

SERIES = "Tech Leaders' Meeting"
VENUE = "Hotel Pod Jaworem, by the lake"
EDITIONS = ("9th", "10th", "11th")
"""The editions of the series, the upcoming one last."""

DESCRIPTION = (
    "Two days a year for everybody who leads engineers here: to show what worked, to admit what "
    "did not, and to leave with a few promises that somebody keeps."
)

CALL = (
    "Show us what you did, or bring a problem that you cannot solve alone. Presentations are "
    "followed by questions, workshops end in action points. If you would rather listen: say "
    "what somebody should talk about, and others will join you."
)


@dataclass(frozen=True)
class Topic:
    """A wanted topic: how many others want it, whether somebody was named for it, and the
    title of the proposal that it became."""

    title: str
    description: str
    others: int
    nominate: bool = False
    became: str = ""


WANTED = (
    Topic(
        "How the smallest team ships every day",
        "Seller Tools has five people and no release calendar. I would like to see a normal week.",
        19,
        nominate=True,
    ),
    Topic(
        "How do you stay technical?",
        "I have not merged anything since March and I notice it in design reviews.",
        21,
        became="Staying technical with nine people to look after",
    ),
    Topic(
        "What our customers call about, read aloud",
        "Twenty real calls, no slides.",
        12,
    ),
    Topic(
        "Leading through a hiring freeze",
        "What do you offer people when there is no next position?",
        15,
    ),
    Topic("A tour of the data centre", "With jackets, please.", 6),
    Topic(
        "Part-time leads: does it work?",
        "From somebody who does it, and from somebody in their team.",
        9,
        nominate=True,
    ),
)

REMARKS = (
    "We tried the same last year and stopped halfway. Happy to bring our notes.",
    "Could you keep ten minutes for the part where it went wrong? That is what I would come for.",
    "Please say something about teams that have no budget for this.",
    "I would rather see this as a workshop. Would you consider it?",
    "Count me in as somebody who disagrees, politely.",
    "Is this for people who are new to it as well?",
    "The numbers would convince my director. Can they be shared afterwards?",
    "Wir hatten genau dieses Problem im Herbst. Ich komme gern dazu.",
    "Bardzo potrzebne. U nas to wciąż boli.",
    "昨年の続きが聞けるのを楽しみにしています。",
    "How does this change when the team sits in three cities?",
    "Thank you for proposing this. I did not dare to.",
)

ANSWERS = (
    "Good point, I will put it in the second half.",
    "Yes, I kept a slide for exactly that.",
    "Let us talk before; maybe we should do it together.",
)
