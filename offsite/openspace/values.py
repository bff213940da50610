"""Values that queries read and rules decide from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Free:
    """A cell that can be taken; ``seats`` None is a room without limit."""

    round_id: int
    room_id: int
    starts_at: datetime
    seats: int | None
