"""Post-enrolment timetabling instances (``.tim``) of the competitions of 2002 and 2007.

Format: counts of events, rooms, features and students; room sizes; the matrices student by
event, room by feature, event by feature; in 2007 also event by time slot (45) and event by
event, where 1 says that the row's event ends before the column's and -1 the reverse.
Source: Lewis, Paechter and McCollum, "Post enrolment based course timetabling", 2007.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from offsite.errors import BadInput, Sentence
from offsite.exchange.programme import Session, Wish
from offsite.exchange.readers.gathering import Gathering
from offsite.exchange.slot_grid import make_slots

SLOTS = 45
_MOST = 2000


@dataclass(frozen=True)
class _Counts:
    events: int
    rooms: int
    features: int
    students: int

    @property
    def numbers_2002(self) -> int:
        """How many numbers follow the counts in the older format."""
        matrices = self.students * self.events + (self.rooms + self.events) * self.features
        return self.rooms + matrices

    @property
    def numbers_2007(self) -> int:
        return self.numbers_2002 + self.events * SLOTS + self.events**2


Matrix = list[list[int]]


def recognises(text: str) -> bool:
    """Four counts on the first line, one number on the second."""
    lines = [line.split() for line in text[:400].splitlines() if line.strip()][:2]
    numbers = [word for line in lines for word in line]
    shape = [len(line) for line in lines]
    return shape == [4, 1] and all(word.lstrip("-").isdigit() for word in numbers)


def read(text: str, gathering: Gathering) -> None:
    """Gather an instance: students wish for the events they attend.

    Raises:
        BadInput: a word is no number, or there are more or fewer numbers than the counts say.
    """
    numbers = _numbers(text)
    counts = _counts(numbers)
    rest = iter(numbers[4:])
    sizes = _take(rest, counts.rooms)
    attends = _matrix(rest, counts.students, counts.events)
    offers = _matrix(rest, counts.rooms, counts.features)
    needs = _matrix(rest, counts.events, counts.features)
    gathering.title = f"{counts.events} events for {counts.students} students"
    for row, size in enumerate(sizes):
        gathering.room(f"R{row + 1}", capacity=size, features=_features(offers[row]))
    zone = gathering.timezone or "UTC"
    gathering.slots += make_slots(SLOTS, zone, gathering.starts_on)
    newer = len(numbers) - 4 == counts.numbers_2007
    allowed = _matrix(rest, counts.events, SLOTS) if newer else []
    order = _matrix(rest, counts.events, counts.events) if newer else []
    for event in range(counts.events):
        gathering.session(
            Session(
                key=f"S{event + 1}",
                title=f"Event {event + 1}",
                minutes=45,
                needs=_features(needs[event]),
                slots=_slots(allowed[event], gathering) if newer else None,
                after=tuple(_before(event, order)) if newer else (),
            ),
            f"event {event + 1}",
        )
    _add_students(attends, gathering)


def _numbers(text: str) -> list[int]:
    words = text.split()
    wrong = next((word for word in words if not _is_number(word)), None)
    if wrong is not None:
        raise BadInput(
            Sentence(
                "“%(wrong)s” is no whole number, so this is no timetabling instance.",
                wrong=wrong[:20],
            )
        )
    if len(words) < 4:
        raise BadInput("A timetabling instance begins with four counts.")
    return [int(word) for word in words]


def _is_number(word: str) -> bool:
    digits = word.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 10


def _counts(numbers: Sequence[int]) -> _Counts:
    counts = _Counts(*numbers[:4])
    if not all(0 <= count <= _MOST for count in numbers[:4]) or not counts.events:
        raise BadInput(Sentence("The counts must be between 1 and %(most)s.", most=_MOST))
    found = len(numbers) - 4
    if found not in (counts.numbers_2002, counts.numbers_2007):
        raise BadInput(
            Sentence(
                "After the counts there are %(found)s numbers, but %(numbers_2002)s (2002) "
                "or %(numbers_2007)s (2007) are needed.",
                found=found,
                numbers_2002=counts.numbers_2002,
                numbers_2007=counts.numbers_2007,
            )
        )
    return counts


def _take(numbers: Iterator[int], count: int) -> list[int]:
    return [next(numbers) for _ in range(count)]


def _matrix(numbers: Iterator[int], rows: int, columns: int) -> Matrix:
    return [_take(numbers, columns) for _ in range(rows)]


def _features(flags: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"f{number}" for number, flag in enumerate(flags, start=1) if flag)


def _slots(flags: Sequence[int], gathering: Gathering) -> tuple[str, ...] | None:
    if all(flags):
        return None
    return tuple(slot.key for slot, flag in zip(gathering.slots, flags, strict=True) if flag)


def _before(event: int, order: Matrix) -> Iterator[str]:
    """Keys of the events that must end before ``event`` starts, whichever row says so."""
    for other in range(len(order)):
        if order[other][event] == 1 or order[event][other] == -1:
            yield f"S{other + 1}"


def _add_students(attends: Matrix, gathering: Gathering) -> None:
    for number, flags in enumerate(attends, start=1):
        student = gathering.person(f"A{number}", f"Student {number}")
        assert student is not None
        gathering.wishes += [
            Wish(student, f"S{event}") for event, flag in enumerate(flags, start=1) if flag
        ]
