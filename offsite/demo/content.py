"""What the invented leaders propose: the talks, and the shape of every pitch.

The sessions people work in are in ``content_sessions``, what everybody attends in
``content_together``, other editions and remarks in ``content_history``, ``content_voices``.
"""

from dataclasses import dataclass

PEOPLE, PLATFORM, DELIVERY, DIRECTION = (
    "People and teams",
    "Architecture and platform",
    "Delivery",
    "Direction",
)
THEMES = ((PEOPLE, 5), (PLATFORM, 1), (DELIVERY, 3), (DIRECTION, 9))
"""The event's tracks with their hues."""

CONFIRMED, ACCEPTED, REJECTED, WITHDRAWN, LATE = (
    "confirmed",
    "accepted",
    "rejected",
    "withdrawn",
    "late",
)
"""What becomes of a proposal.  A late one is taken after the schedule was made, and lost again."""

LEADING = frozenset({"people manager", "delivery lead", "director"})
BUILDING = frozenset({"tech lead", "architect", "principal engineer"})
EVERYBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pitch:
    """A proposal before it is somebody's.

    ``draws`` are career tracks and functions that it attracts (empty: no one in particular),
    ``appeal`` how much it attracts anybody, from 0 to 1.  ``minutes`` None is the format's
    length.  ``fate`` says what becomes of it.
    """

    title: str
    abstract: str
    theme: str
    leadership: str
    draws: frozenset[str]
    appeal: float
    format: str = "presentation"
    minutes: int | None = None
    needs: tuple[str, ...] = ()
    language: str = "en"
    seats: int | None = None
    cohosts: int = 0
    fate: str = CONFIRMED
    note: str = ""


TALKS = (
    Pitch(
        "We deleted a third of our services and nobody noticed",
        "Two years ago every new idea became a service. We counted them, drew who calls whom, "
        "and merged eleven back. I show the arithmetic, the two mistakes, and the checklist we "
        "now use before anybody may split anything.",
        PLATFORM,
        "technical",
        BUILDING | {"backend"},
        0.9,
        needs=("projector",),
    ),
    Pitch(
        "What four resignations in one spring taught me",
        "All four told me why only on their last day. Since then I ask different questions, "
        "earlier. Not a happy talk, but one with a list at the end.",
        PEOPLE,
        "people",
        LEADING,
        0.95,
    ),
    Pitch(
        "A build that takes four minutes, and what it cost to get there",
        "From thirty-eight minutes to four in ten weeks: remote caching, fewer targets, and the "
        "painful decision to stop testing some things. With numbers for each step, also for "
        "those that brought nothing.",
        PLATFORM,
        "technical",
        BUILDING | {"infrastructure", "frontend", "mobile"},
        0.8,
        needs=("projector",),
        cohosts=1,
    ),
    Pitch(
        "Staying technical with nine people to look after",
        "I kept one morning a week for code and lost it three times. What finally held: small "
        "tools, on-call shifts in daylight, and reviewing designs instead of diffs.",
        PEOPLE,
        "technical",
        frozenset({"people manager", "tech lead", "director"}),
        0.9,
    ),
    Pitch(
        "Estimates without shame",
        "We stopped asking how long it takes and started asking what we would learn by Friday. "
        "A year of data from two teams, one of which went back.",
        DELIVERY,
        "projects",
        frozenset({"delivery lead", "tech lead", "product engineering"}),
        0.6,
        needs=("projector",),
    ),
    Pitch(
        "The ledger that cannot lie",
        "Payments rebuilt its books on entries that are only ever added. Reconciliation went "
        "from three days to twenty minutes. The migration ran for five months beside the old "
        "one, and I show how we compared the two every night.",
        PLATFORM,
        "technical",
        frozenset({"backend", "architect", "data", "principal engineer"}),
        0.65,
        needs=("projector",),
    ),
    Pitch(
        "Warum wir unsere Bereitschaft neu verhandelt haben",
        "Zwölf Wochen Rufbereitschaft im Jahr waren für die Hälfte des Teams zu viel, für die "
        "andere gutes Geld. Wie wir eine Regel fanden, die beide unterschrieben haben. Vortrag "
        "auf Deutsch, Fragen gern auf Englisch.",
        PEOPLE,
        "people",
        frozenset({"infrastructure", "people manager"}),
        0.4,
        language="de",
        needs=("projector",),
    ),
    Pitch(
        "Offline first, for parcels in tunnels",
        "Couriers lose the network forty times a day. We moved the truth to the device and let "
        "it argue with the server later. What conflicts really look like, and the three rules "
        "that resolve nearly all of them.",
        PLATFORM,
        "technical",
        frozenset({"mobile", "backend", "architect"}),
        0.55,
        needs=("projector",),
    ),
    Pitch(
        "Hiring without a take-home task",
        "We pair for ninety minutes on something real and broken. Candidates thank us, "
        "interviewers need training, and our false alarms fell by half. The rubric is yours to "
        "take home.",
        PEOPLE,
        "people",
        LEADING | {"tech lead"},
        0.75,
        cohosts=1,
    ),
    Pitch(
        "Data contracts: the boring agreement that ended our Monday fires",
        "Producers promised a shape, consumers promised to say what they read. Two hundred "
        "pipelines later there is one broken dashboard a month instead of one a day.",
        PLATFORM,
        "projects",
        frozenset({"data", "machine learning", "architect"}),
        0.55,
        needs=("projector",),
    ),
    Pitch(
        "Saying no to your own director",
        "A true story with the director on stage. Why the project stopped, who decided, and "
        "what we both would do earlier next time.",
        DIRECTION,
        "direction",
        LEADING | {"principal engineer"},
        0.95,
        cohosts=1,
        needs=("stage",),
    ),
    Pitch(
        "Experiments that lied to us",
        "Five tests that won and should not have: peeking, novelty, a holiday, a bug, and one "
        "honest surprise. How we now make a result wait.",
        PLATFORM,
        "technical",
        frozenset({"machine learning", "data", "product engineering", "frontend"}),
        0.6,
        needs=("projector",),
    ),
    Pitch(
        "One design system, six teams, no police",
        "Nobody has to use it, and by now everybody does. How we made the shared thing the "
        "easiest thing, and what we threw away on the way.",
        DELIVERY,
        "projects",
        frozenset({"frontend", "mobile", "product engineering"}),
        0.5,
        needs=("projector",),
    ),
    Pitch(
        "Secrets in the open: rotating every key in one quarter",
        "There were nine hundred of them and we knew owners for half. A dull campaign with a "
        "scoreboard, a little theatre, and exactly one outage.",
        PLATFORM,
        "projects",
        frozenset({"security", "infrastructure", "backend"}),
        0.45,
        needs=("projector",),
    ),
    Pitch(
        "Writing decisions down so that they stay decided",
        "One page, four headings, and a date on which we look again. After a hundred of them we "
        "read them all and counted which ones held.",
        DIRECTION,
        "direction",
        frozenset({"architect", "director", "tech lead", "people manager"}),
        0.7,
        fate=ACCEPTED,
        needs=("projector",),
    ),
    Pitch(
        "Ten editors compared",
        "I tried ten editors for a month each, with the same plugins where possible. A tour "
        "with many screenshots.",
        DELIVERY,
        "technical",
        frozenset({"frontend"}),
        0.2,
        fate=REJECTED,
        needs=("projector",),
        note="Better as a lunch and learn at home; the votes went elsewhere this year.",
    ),
    Pitch(
        "What pilots check before they trust the plane",
        "A guest from the airfield next door shows the list she reads aloud before every flight, "
        "and why she reads it although she knows it by heart. Bring the list your team should "
        "have had.",
        DIRECTION,
        "projects",
        EVERYBODY,
        0.55,
        fate=LATE,
        needs=("projector",),
    ),
    Pitch(
        "Kubernetes from the beginning",
        "An introduction for everybody who never had to look inside a cluster. No knowledge is "
        "needed, and there is time to try it.",
        PLATFORM,
        "technical",
        frozenset({"quality", "product engineering"}),
        0.25,
        fate=REJECTED,
        needs=("projector",),
        note="A study group in the autumn would serve this better than forty minutes.",
    ),
)
