"""Where and when the invented meetings take place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from offsite.events.rooms import RoomDetails
from offsite.events.rules import BreakTime, DayTemplate

ZONE = "Europe/Warsaw"
AHEAD = timedelta(days=19)
YEAR = timedelta(weeks=52)
"""The same weekday a year earlier."""
THURSDAY = 3

MAIN_ROOM, LUNCH_ROOM = "Aula", "Veranda"
ROOMS = (
    RoomDetails(
        MAIN_ROOM,
        130,
        ("projector", "stage", "microphone", "video", "step-free"),
        "Ground floor, straight ahead.",
    ),
    RoomDetails(
        "Library",
        45,
        ("projector", "whiteboard", "quiet", "step-free"),
        "First floor. The fire is real, the books are not.",
    ),
    RoomDetails(
        "Atelier",
        40,
        ("projector", "whiteboard", "flip chart", "daylight"),
        "Under the roof; eighty-one steps.",
    ),
    RoomDetails(
        "Garden Room",
        32,
        ("projector", "whiteboard", "flip chart", "daylight", "step-free"),
        "Through the glass door.",
    ),
    RoomDetails(
        LUNCH_ROOM,
        60,
        ("projector", "flip chart", "quiet", "daylight"),
        "Beside the kitchen, where lunch is served.",
    ),
)

DAY = DayTemplate(
    starts=time(8, 30),
    until=time(18, 0),
    slot_minutes=45,
    breaks=(
        BreakTime(time(10, 0), time(10, 30), "Coffee"),
        BreakTime(time(12, 45), time(13, 0), "Coffee on the terrace"),
        BreakTime(time(15, 15), time(15, 45), "Coffee and cake"),
    ),
)
LUNCH = (time(12, 0), time(12, 45))
"""A slot like any other, for what goes with a meal; other rooms have a break then."""
# Two slots, not one of ninety minutes: an engine item has one length in slots everywhere.
EVENING = ((time(19, 0), time(19, 45)), (time(19, 45), time(20, 30)))


@dataclass(frozen=True)
class Days:
    """The two days of an edition, and what came before them."""

    starts_on: date

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=1)

    def before(self, days: float) -> datetime:
        """The instant ``days`` before noon (UTC) of the first day."""
        noon = datetime.combine(self.starts_on, time(12), tzinfo=UTC)
        return noon - timedelta(days=days)


def upcoming(now: datetime) -> Days:
    """The Thursday and Friday that are 19 to 25 days after ``now``."""
    day = now.date() + AHEAD
    return Days(day + timedelta(days=(THURSDAY - day.weekday()) % 7))


def earlier(days: Days, years: int) -> Days:
    """The same weekdays ``years`` editions before."""
    return Days(days.starts_on - years * YEAR)


def seats_for(seats: int, people: int) -> int:
    """A limit of seats meant for a hundred people, for ``people``."""
    return seats if people <= 100 else -(-seats * people // 100)
