"""Polls that an organizer can start from, and questions that are not about a format.

Texts are English templates; whoever shows them translates them for the reader.
"""

from dataclasses import dataclass

from offsite.errors import Sentence


@dataclass(frozen=True)
class ItemPlan:
    """A question as an organizer plans it."""

    kind: str
    key: str
    label: str
    hue: int = 1


OVERALL = ItemPlan("overall", "overall", Sentence("The whole meeting"))

TOGETHER = (
    ItemPlan("row", "dinner", Sentence("Dinner"), 9),
    ItemPlan("row", "bedrooms", Sentence("Shared bedrooms"), 7),
    ItemPlan("row", "cars", Sentence("Shared cars"), 8),
    ItemPlan("row", "venue", Sentence("The place"), 10),
    ItemPlan("row", "breaks", Sentence("Breaks and free time"), 11),
)
"""What people do together besides the programme; the keys stay the same over the years."""

LINES = (
    ItemPlan("line", "start", Sentence("Start: what should we begin to do?")),
    ItemPlan("line", "stop", Sentence("Stop: what should we no longer do?")),
    ItemPlan("line", "continue", Sentence("Continue: what should stay as it is?")),
)


@dataclass(frozen=True)
class Template:
    """A poll to start from."""

    key: str
    kind: str
    title: str
    about: str
    with_formats: bool
    together: tuple[str, ...]


TEMPLATES = (
    Template(
        "meeting",
        "meeting",
        Sentence("How was the meeting?"),
        Sentence(
            "Every format, what happens between them, and start, stop, continue. Seven minutes "
            "inside the closing session."
        ),
        with_formats=True,
        together=tuple(one.key for one in TOGETHER),
    ),
    Template(
        "pulse",
        "meeting",
        Sentence("Half-time: how is it going?"),
        Sentence("Three questions for the evening of the first day, while it can still change."),
        with_formats=False,
        together=("venue", "breaks"),
    ),
    Template(
        "sessions",
        "sessions",
        Sentence("What did you think of the sessions?"),
        Sentence("Each session can be rated from the moment it starts. One thumb, one line."),
        with_formats=False,
        together=(),
    ),
)


def template_called(key: str) -> Template | None:
    return next((one for one in TEMPLATES if one.key == key), None)
