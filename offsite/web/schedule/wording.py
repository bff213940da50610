"""What the rules, scores and effects say, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from offsite.events.models import Event
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.schedule.evaluation import Broken
from offsite.schedule.reasons import Reason
from offsite.schedule.scores import DraftScore, Effect
from offsite.web.rendering import local_day, local_time
from offsite.web.schedule.blueprint import bp


def fill(text: str, /, **values: Any) -> Markup:
    """``text`` with ``values``, which are escaped unless they are markup themselves."""
    return Markup(text) % {key: escape(one) for key, one in values.items()}  # noqa: S704 - ours


def listed(parts: Iterable[Any]) -> Markup:
    """Names with commas and a last "and"."""
    found = [escape(one) for one in parts]
    if len(found) < 2:
        return Markup("").join(found)
    first = Markup(", ").join(found[:-1])
    return fill(_("%(first)s and %(last)s"), first=first, last=found[-1])


@dataclass(frozen=True)
class Names:
    """What rows are called: by id.  ``links`` maps proposal ids to addresses, ``expected``
    to how many would come."""

    event: Event
    proposals: Mapping[int, Proposal]
    links: Mapping[int, str] = field(default_factory=dict)
    expected: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        event: Event,
        proposals: Iterable[Proposal],
        links: Mapping[int, str] | None = None,
        expected: Mapping[int, int] | None = None,
    ) -> "Names":
        return cls(event, {one.id: one for one in proposals}, links or {}, expected or {})

    def item(self, proposal_id: int) -> Markup:
        proposal = self.proposals.get(proposal_id)
        if proposal is None:
            return escape(_("an item that is gone"))
        url = self.links.get(proposal_id)
        if url is None:
            return fill("“%(title)s”", title=proposal.title)
        return fill('<a href="%(url)s">%(title)s</a>', url=url, title=proposal.title)

    def room(self, room_id: int | None) -> str:
        return next((one.name for one in self.event.rooms if one.id == room_id), str(_("no room")))

    def people(self, ids: Iterable[int]) -> Markup:
        known: dict[int, Person] = {
            host.id: host for one in self.proposals.values() for host in one.active_hosts
        }
        return listed(known[one].name for one in ids if one in known)

    def seats(self, room_id: int | None) -> int:
        """How many the room seats; 0 for one without a limit."""
        return next((one.seats or 0 for one in self.event.rooms if one.id == room_id), 0)

    def moment(self, instant: datetime) -> str:
        zone = self.event.timezone
        return f"{local_day(instant, zone)}, {local_time(instant, zone)}"

    def needs(self, proposal_id: int, room_id: int | None) -> Markup:
        has = {
            feature for room in self.event.rooms if room.id == room_id for feature in room.features
        }
        proposal = self.proposals.get(proposal_id)
        return listed(sorted(set(proposal.needs) - has) if proposal else [])


@bp.app_template_global("broken_sentence")
def broken_sentence(broken: Broken, names: Names) -> Markup:
    """A broken rule as one sentence with its items linked."""
    ids = _everyone_first(broken, names) if broken.rule == "everyone-alone" else broken.proposals
    values = {
        "item": names.item(ids[0]) if ids else "",
        "other": names.item(ids[1]) if len(ids) > 1 else "",
        "room": names.room(broken.room_id),
        "people": names.people(broken.people),
        "needs": names.needs(ids[0], broken.room_id) if broken.rule == "features" else "",
        "coming": names.expected.get(ids[0], 0) if ids else 0,
        "seats": names.seats(broken.room_id),
    }
    return fill(_rule_text(broken.rule), **values)


def _everyone_first(broken: Broken, names: Names) -> Sequence[int]:
    def runs_alone(ident: int) -> bool:
        return ident in names.proposals and names.proposals[ident].format.everyone

    return sorted(broken.proposals, key=lambda ident: not runs_alone(ident))


def _rule_text(rule: str) -> str:
    texts = {
        "room-once": _("%(item)s and %(other)s are in %(room)s at the same time."),
        "host-once": _("%(item)s and %(other)s overlap, and both are hosted by %(people)s."),
        "host-there": _("%(item)s runs while its host is away: %(people)s."),
        "features": _("%(item)s needs what %(room)s does not have: %(needs)s."),
        "room-open": _("%(item)s begins when %(room)s is not open: outside the slots or blocked."),
        "length": _("%(item)s runs past the end of its slots or into a break in %(room)s."),
        "seats-for-hosts": _("%(room)s has too few seats for those who must be at %(item)s."),
        "everyone-alone": _("%(item)s is for everybody, and %(other)s runs beside it."),
        "not-with": _("%(item)s and %(other)s must not overlap."),
        "after": _("%(item)s must begin after %(other)s has ended."),
        "pinned": _("%(item)s is pinned to its place."),
        "no-room": _("%(item)s has no room: its room was removed."),
        "gone": _("%(item)s is no longer accepted. Take it out."),
        "crowded": _("%(room)s has %(seats)s seats, and %(coming)s would come to %(item)s."),
    }
    return str(texts.get(rule) or _("%(item)s breaks a rule."))


def condition_text(rule: str, proposal: Proposal) -> str:
    """What takes places away from an item, as part of a list."""
    texts = {
        "features": _("no room has %(needs)s", needs=listed(sorted(proposal.needs))),
        "room-open": _("its rooms are not open in every slot"),
        "length": _("it is longer than the slots that touch"),
        "slots": _("it may begin only in some slots"),
        "host-there": _("its host is away"),
        "seats-for-hosts": _("the rooms are too small for those who must be there"),
    }
    return str(texts.get(rule) or _("a rule forbids it"))


def narrowing_text(rule: str, proposal: Proposal) -> str:
    """What takes some places away from an item that has others, as part of a list."""
    texts = {
        "features": _("it needs %(needs)s", needs=listed(sorted(proposal.needs))),
        "room-open": _("not every room is open in every slot"),
        "length": ngettext(
            "it takes %(num)s minute without a break",
            "it takes %(num)s minutes without a break",
            proposal.minutes,
        ),
        "slots": _("it may begin only in some slots"),
        "host-there": _("its host is away at times"),
        "seats-for-hosts": _("some rooms are too small for those who must be there"),
    }
    return str(texts.get(rule) or _("a rule forbids others"))


@bp.app_template_global("reason_sentences")
def reason_sentences(reason: Reason, names: Names) -> list[Markup]:
    """Why an item has no place."""
    if reason.conditions:
        parts = [condition_text(one, reason.proposal) for one in reason.conditions]
        return [fill(_("No place is left for it: %(parts)s."), parts=listed(parts))]
    if reason.free is not None:
        slot = next(one for one in names.event.slots if one.id == reason.free[0])
        where = {"when": names.moment(slot.starts_at), "room": names.room(reason.free[1])}
        return [fill(_("It would fit: %(when)s in %(room)s is free."), **where)]
    total = ngettext(
        "The only place that would do for it is taken.",
        "All %(num)s places that would do for it are taken.",
        reason.places,
    )
    return [escape(total), *(_in_the_way(*one, names=names) for one in reason.in_the_way)]


def _in_the_way(rule: str, other: int, count: int, *, names: Names) -> Markup:
    texts = {
        "room-once": ngettext(
            "%%(other)s is in the way in %(num)s of them.",
            "%%(other)s is in the way in %(num)s of them.",
            count,
        ),
        "host-once": _("%(other)s has the same host and runs at the same time."),
        "everyone-alone": _("Nothing may run beside %(other)s."),
    }
    text = texts.get(rule) or _("%(other)s stands against it.")
    return fill(str(text), other=names.item(other))


# --- Scores ---------------------------------------------------------------------------------


@bp.app_template_global("met_sentence")
def met_sentence(score: DraftScore) -> str:
    met, wished = format_decimal(score.met), format_decimal(score.wished)
    return str(
        _(
            "%(met)s of %(wished)s wishes are met. A must counts 3, a would 1.",
            met=met,
            wished=wished,
        )
    )


@bp.app_template_global("bound_sentence")
def bound_sentence(score: DraftScore) -> str:
    """What is proven about the score, and what it is worth now."""
    bound = format_decimal(score.bound) if score.bound is not None else ""
    if score.standing == "proven":
        gap = format_percent(score.gap or 0, "0.0%")
        return str(
            _(
                "No schedule can meet more than %(bound)s; that is proven. "
                "So this one is at most %(gap)s away from the best.",
                bound=bound,
                gap=gap,
            )
        )
    texts = {
        "best": _("No schedule can meet more; that is proven."),
        "fewer": _(
            "A schedule that places as much as was planned cannot meet more than %(bound)s. "
            "This one places less, so that says little about it.",
            bound=bound,
        ),
        "unpinned": _(
            "%(bound)s was proven to be the most with pins that no longer hold. "
            "Generate again to learn the new limit.",
            bound=bound,
        ),
        "outdated": _(
            "Votes, rooms, slots or proposals changed since this was generated, so what was "
            "proven then no longer counts. Generate again to learn the new limit."
        ),
        "none": _(
            "Nothing is proven about a schedule made by hand. "
            "Generate one to learn how much could be met."
        ),
    }
    return str(texts[score.standing])


@bp.app_template_global("fairness_sentence")
def fairness_sentence(score: DraftScore) -> str:
    share = format_percent(score.worst_off)
    if score.voters == 0:
        return str(_("Nobody has voted yet, so there are no wishes to meet."))
    if score.below_half == 0:
        return str(
            _("Everybody gets at least half of what they wished; at least %(share)s.", share=share)
        )
    return str(
        ngettext(
            "%(num)s person gets less than half of what they wished; the least is %(share)s.",
            "%(num)s people get less than half of what they wished; the least is %(share)s.",
            score.below_half,
            share=share,
        )
    )


def effect_sentences(effect: Effect, names: Names) -> list[Markup]:
    """What a change did, the worst first."""
    found = [
        fill(_("That breaks a rule: %(rule)s"), rule=broken_sentence(one, names))
        for one in effect.breaks
    ]
    found += [
        fill(_("No longer broken: %(rule)s"), rule=broken_sentence(one, names))
        for one in effect.mends
    ]
    if effect.gained or effect.lost:
        people = effect.better_off, effect.worse_off
        found.append(escape(wishes_changed(effect.gained, effect.lost, *people)))
    else:
        found.append(escape(_("Nobody gains or loses a wish by it.")))
    found += [broken_sentence(one, names) for one in effect.crowds]
    found += [
        fill(_("%(item)s has enough seats now."), item=names.item(one.proposals[0]))
        for one in effect.eases
        if one not in effect.crowds
    ]
    return found


def fit_sentence(proposal_id: int, room_id: int | None, names: Names) -> str:
    """How many would come and how many seats there are; empty where nothing is expected."""
    coming, seats = names.expected.get(proposal_id, 0), names.seats(room_id)
    if not coming:
        return ""
    if not seats:
        return str(ngettext("%(num)s would come.", "%(num)s would come.", coming))
    return str(
        ngettext(
            "%(num)s would come; there are %(seats)s seats.",
            "%(num)s would come; there are %(seats)s seats.",
            coming,
            seats=seats,
        )
    )


def wishes_changed(weight_gained: int, weight_lost: int, better_off: int, worse_off: int) -> str:
    """Who gains and who loses how much wish weight, in one sentence."""
    gained = ngettext(
        "%(num)s person gains %(weight)s",
        "%(num)s people gain %(weight)s",
        better_off,
        weight=weight_gained,
    )
    lost = ngettext(
        "%(num)s person loses %(weight)s",
        "%(num)s people lose %(weight)s",
        worse_off,
        weight=weight_lost,
    )
    if not weight_lost:
        return str(_("Wishes: %(gained)s.", gained=gained))
    if not weight_gained:
        return str(_("Wishes: %(lost)s.", lost=lost))
    return str(_("Wishes: %(gained)s, %(lost)s.", gained=gained, lost=lost))
