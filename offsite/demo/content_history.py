"""What was on the programme of the two editions before, in the order of the days."""

from dataclasses import dataclass

from offsite.demo.content import DELIVERY, DIRECTION, PEOPLE, PLATFORM


@dataclass(frozen=True)
class PastPitch:
    """A session of an earlier edition."""

    title: str
    abstract: str
    theme: str
    leadership: str
    format: str = "presentation"


NINTH = (
    PastPitch(
        "Why we meet at all",
        "Eight editions, three hundred and ten promises. A short history with pictures.",
        DIRECTION,
        "direction",
    ),
    PastPitch(
        "Leaving the old data centre",
        "Forty racks, one lorry, and a spreadsheet that nobody wanted to own.",
        PLATFORM,
        "projects",
    ),
    PastPitch(
        "The search index that rebuilt itself",
        "A weekend of surprise, and the guard rails that followed.",
        PLATFORM,
        "technical",
    ),
    PastPitch(
        "What we pay, and why we say it",
        "Bands were opened in spring. The questions that came, and the answers that held.",
        PEOPLE,
        "direction",
    ),
    PastPitch(
        "Code review as a conversation",
        "Fewer comments, more visits. Two teams compare.",
        PEOPLE,
        "technical",
    ),
    PastPitch(
        "A shared language for incidents",
        "Five severities became three. We write the definitions together.",
        DELIVERY,
        "projects",
        "workshop",
    ),
    PastPitch(
        "The interview we would have failed",
        "We take our own test, out loud, and rewrite it.",
        PEOPLE,
        "people",
        "workshop",
    ),
    PastPitch(
        "Which meetings die today?",
        "Bring one that you own. Some will not survive.",
        DELIVERY,
        "projects",
        "workshop",
    ),
    PastPitch(
        "Roundtable: the first conflict",
        "For those in their first year of leading.",
        PEOPLE,
        "people",
        "roundtable",
    ),
    PastPitch(
        "Mobile releases without a night shift",
        "From one release a month to one a week, in daylight.",
        DELIVERY,
        "technical",
    ),
)

TENTH = (
    PastPitch(
        "One year of people choosing their manager",
        "Eleven moved, two moved back. What the leavers and the chosen say about it.",
        PEOPLE,
        "people",
    ),
    PastPitch(
        "The monolith is fine",
        "A defence with measurements, and an honest list of what hurts.",
        PLATFORM,
        "technical",
    ),
    PastPitch(
        "How we lost a day of orders and found them again",
        "Minute by minute, without names and without mercy for the process.",
        DELIVERY,
        "projects",
    ),
    PastPitch(
        "Recommendations for people who buy once a year",
        "What a model can know about somebody it has met twice.",
        PLATFORM,
        "technical",
    ),
    PastPitch(
        "Goals that everybody commented on",
        "The first round of goals as a request for comments: ninety remarks, four changes.",
        DIRECTION,
        "direction",
    ),
    PastPitch(
        "Kolegium architektów: rok pierwszy",
        "Co postanowiliśmy, co z tego zostało i dlaczego spotykamy się nadal.",
        PLATFORM,
        "direction",
    ),
    PastPitch(
        "Shadowing support for a day",
        "Thirty leads sat with customer care. Each brought back one thing to mend.",
        DELIVERY,
        "people",
    ),
    PastPitch(
        "An onboarding that takes two weeks, not two months",
        "We cut what new colleagues never used, together with those who came last.",
        PEOPLE,
        "people",
        "workshop",
    ),
    PastPitch(
        "Paying interest on technical debt",
        "Every team names one debt, its price a month, and a day to start paying.",
        PLATFORM,
        "technical",
        "workshop",
    ),
    PastPitch(
        "Who decides? A map of our decisions",
        "We stick forty decisions on a wall and look at the gaps.",
        DIRECTION,
        "direction",
        "workshop",
    ),
    PastPitch(
        "Roundtable: saying goodbye well",
        "When somebody leaves, by their own wish or not.",
        PEOPLE,
        "people",
        "roundtable",
    ),
    PastPitch(
        "Retrospective of the summer sale",
        "Twelve teams, one weekend, thirty-one alarms.",
        DELIVERY,
        "projects",
        "retrospective",
    ),
)
