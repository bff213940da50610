"""Results, in the only form in which anybody sees them.

Pages, CSV and JSON are made of what these functions return; nothing else reads answers.
There is nothing before a poll is sealed, nothing about fewer than five people, and nothing
whose difference to something else is about fewer than five (`cells.shown_parts`).  A cell
that is hidden says so and carries no number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import SystemRandom
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.engines import shares, verdicts
from offsite.engines.shares import Headline, Interval
from offsite.engines.verdicts import Answers, Finding
from offsite.polls.cells import FEWEST, may_show, shown_parts
from offsite.polls.models import GROUPS, NEXT, WORTH, Answer, NamedAnswer, Poll, PollItem
from offsite.polls.queries.listing import poll_before, turnout
from offsite.polls.sheets import Sheet, sheet_of

POSITIVE_FROM = 4
"""The two upper steps of five say that it was worth the time."""

_shuffled = SystemRandom()

Value = TypeVar("Value")


@dataclass(frozen=True)
class Share:
    """How many said that it was worth their time.  ``steps`` counts each of the five."""

    steps: tuple[int, ...]
    ranges: Headline

    @property
    def positive(self) -> int:
        return self.ranges.positive

    @property
    def n(self) -> int:
        return self.ranges.answered


@dataclass(frozen=True)
class Change:
    """A share one year before, and the interval of the change since."""

    before: Share
    interval: Interval

    @property
    def is_clear(self) -> bool:
        low, high = self.interval
        return low > 0 or high < 0


@dataclass(frozen=True)
class ItemResult:
    """What is shown of one question; ``worth`` and ``finding`` are None where hidden."""

    key: str
    label: str
    hue: int
    worth: Share | None
    finding: Finding | None
    change: Change | None = None

    @property
    def is_hidden(self) -> bool:
        return self.worth is None and self.finding is None


@dataclass(frozen=True)
class Remarks:
    """Free texts of one question in no order; empty while there are fewer than five."""

    label: str
    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    """Who wrote each, in a poll with names."""


@dataclass(frozen=True)
class Results:
    """All that is shown of a poll.  ``answered`` is None when too few answered."""

    poll: Poll
    attended: int
    answered: int | None
    overall: ItemResult | None
    rows: tuple[ItemResult, ...]
    remarks: tuple[Remarks, ...]
    groups: tuple[str, ...]
    """The groups that can be looked at on their own."""
    group: str = ""
    before: Poll | None = None

    @cached_property
    def hidden(self) -> tuple[ItemResult, ...]:
        return tuple(one for one in self.rows if one.is_hidden)


@dataclass(frozen=True)
class _Said:
    """One person's answer, and their name in a poll with names."""

    sheet: Sheet
    name: str = ""


def results_of(session: Session, poll: Poll, *, group: str = "") -> Results | None:
    """What is shown of ``poll``, for all or for one group of its list; None before it is
    sealed.  A group that may not be shown gives hidden cells."""
    if poll.sealed_at is None:
        return None
    said = _said(session, poll)
    sheets = [one.sheet for one in said]
    groups = shown_parts(_people_by_group(poll, sheets))
    wanted = group if group in GROUPS[poll.split] else ""
    before = poll_before(session, poll) if not wanted else None
    cells = _Cells(poll, sheets, _attended(session, poll, len(sheets)), wanted)
    items = [_with_change(one, earlier) for one, earlier in cells.beside(_earlier(session, before))]
    answered = len(sheets) if not wanted else sum(one.group == wanted for one in sheets)
    is_shown = may_show(len(sheets)) and (not wanted or wanted in groups)
    overall = {one.key for one in poll.items if one.kind == "overall"}
    return Results(
        poll=poll,
        attended=cells.attended,
        answered=answered if is_shown else None,
        overall=next((one for one in items if one.key in overall), None),
        rows=tuple(one for one in items if one.key not in overall),
        remarks=_remarks(poll, said) if not wanted else (),
        groups=tuple(one for one in GROUPS[poll.split] if one in groups),
        group=wanted,
        before=before,
    )


def _said(session: Session, poll: Poll) -> list[_Said]:
    if poll.is_anonymous:
        rows = session.scalars(select(Answer.payload).where(Answer.poll_id == poll.id))
        return [_Said(sheet_of(one)) for one in rows]
    named = session.scalars(select(NamedAnswer).where(NamedAnswer.poll_id == poll.id))
    return [_Said(sheet_of(one.payload), one.person.name) for one in named]


def _people_by_group(poll: Poll, sheets: Iterable[Sheet]) -> dict[str, int]:
    """Everybody is in one part; who named no group is a part that nobody can look at."""
    counted = Counter(one.group for one in sheets)
    return {one: counted[one] for one in ("", *GROUPS[poll.split])}


def _attended(session: Session, poll: Poll, answered: int) -> int:
    """What organizers counted, else all who were asked; never fewer than answered."""
    asked = poll.attended or turnout(session, poll)[1]
    return max(asked, answered, 1)


@dataclass(frozen=True)
class _Cells:
    """The answers to each question, for all or for one group."""

    poll: Poll
    sheets: Sequence[Sheet]
    attended: int
    group: str

    def beside(
        self, earlier: Mapping[str, ItemResult]
    ) -> Iterable[tuple[ItemResult, ItemResult | None]]:
        for item in self.poll.items:
            if item.kind != "line":
                yield self._result(item), earlier.get(item.key)

    def _result(self, item: PollItem) -> ItemResult:
        worth = self._worth(item)
        finding = self._finding(item) if item.kind == "row" else None
        return ItemResult(item.key, item.label, item.hue, worth, finding)

    def _worth(self, item: PollItem) -> Share | None:
        said = [
            (one.group, one.rows[item.key].worth)
            for one in self.sheets
            if item.key in one.rows and one.rows[item.key].worth
        ]
        values = self._shown(said)
        if values is None:
            return None
        steps = tuple(values.count(step) for step in WORTH)
        positive = sum(steps[POSITIVE_FROM - 1 :])
        there = max(self.attended if not self.group else len(values), len(values))
        return Share(steps, shares.headline(positive, len(values), attended=there))

    def _finding(self, item: PollItem) -> Finding | None:
        said = [
            (one.group, one.rows[item.key].next)
            for one in self.sheets
            if item.key in one.rows and one.rows[item.key].next
        ]
        values = self._shown(said)
        if values is None:
            return None
        (finding,) = verdicts.judge({item.key: counted(values)})
        return None if finding.is_hidden else finding

    def _shown(self, said: Sequence[tuple[str, Value]]) -> list[Value] | None:
        """The values of the wanted group, or None when they must stay hidden."""
        if not self.group:
            return [value for _group, value in said] if may_show(len(said)) else None
        people = Counter(group for group, _value in said)
        parts = {one: people[one] for one in ("", *GROUPS[self.poll.split])}
        if self.group not in shown_parts(parts):
            return None
        return [value for group, value in said if group == self.group]


def counted(values: Sequence[str]) -> Answers:
    """Words of `NEXT` as counts."""
    return Answers(**{word: values.count(word) for word in NEXT})


def _earlier(session: Session, before: Poll | None) -> dict[str, ItemResult]:
    if before is None:
        return {}
    sheets = [one.sheet for one in _said(session, before)]
    cells = _Cells(before, sheets, _attended(session, before, len(sheets)), "")
    return {one.key: one for one, _none in cells.beside({})}


def _with_change(now: ItemResult, earlier: ItemResult | None) -> ItemResult:
    """The result with last year's answers in it: at half weight in what it says of next year."""
    if earlier is None or now.is_hidden:
        return now
    change, finding = None, now.finding
    if now.worth and earlier.worth:
        pairs = [(one.positive, one.n) for one in (earlier.worth, now.worth)]
        change = Change(earlier.worth, shares.change(*pairs))
    if finding and earlier.finding:
        last = {now.key: earlier.finding.answers}
        (finding,) = verdicts.judge({now.key: finding.answers}, last_year=last)
    return ItemResult(now.key, now.label, now.hue, now.worth, finding, change)


def _remarks(poll: Poll, said: Sequence[_Said]) -> tuple[Remarks, ...]:
    """Lines first, then what would make each format better; each question on its own, so
    that no text stands beside another of the same person."""
    found = []
    for item in sorted(poll.items, key=lambda one: (one.kind != "line", one.position)):
        pairs = [(text, one.name) for one in said if (text := _text_of(item, one.sheet))]
        if len(pairs) < FEWEST:
            pairs = []
        _shuffled.shuffle(pairs)
        texts, names = [text for text, _name in pairs], [name for _text, name in pairs]
        named = tuple(names) if not poll.is_anonymous else ()
        found.append(Remarks(item.label, tuple(texts), named))
    return tuple(found)


def _text_of(item: PollItem, sheet: Sheet) -> str:
    if item.kind == "line":
        return sheet.lines.get(item.key, "")
    row = sheet.rows.get(item.key)
    return row.better if row else ""
