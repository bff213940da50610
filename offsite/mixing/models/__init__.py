"""What people need, rounds with their groups, drafts of who sits where, what was published."""

from offsite.mixing.models.drafts import (
    KINDS,
    Group,
    GroupLock,
    Mix,
    MixChange,
    Round,
    RoundAbsence,
    Seat,
)
from offsite.mixing.models.needs import (
    JOURNEYS,
    NO_BED,
    RHYTHMS,
    SINGLE,
    Apart,
    MixSettings,
    Need,
)
from offsite.mixing.models.published import (
    Meeting,
    PublishedGroup,
    PublishedMix,
    PublishedSeat,
)

__all__ = [
    "JOURNEYS",
    "KINDS",
    "NO_BED",
    "RHYTHMS",
    "SINGLE",
    "Apart",
    "Group",
    "GroupLock",
    "Meeting",
    "Mix",
    "MixChange",
    "MixSettings",
    "Need",
    "PublishedGroup",
    "PublishedMix",
    "PublishedSeat",
    "Round",
    "RoundAbsence",
    "Seat",
]
