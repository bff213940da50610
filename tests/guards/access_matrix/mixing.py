"""Needs, rounds, drafts of mixes, and what was published."""

from offsite.mixing.models import Group, Mix, Round, Seat
from tests.factories import NOON
from tests.guards.access_matrix.audiences import MEMBER, MEMBERS, ORGANIZERS, TRAVEL

TRAVELLERS = frozenset({TRAVEL})
PLANNERS = ORGANIZERS | TRAVELLERS

AUDIENCE = {
    "mixing.mine": MEMBERS,
    "mixing.needs": MEMBERS,
    "mixing.save_needs": MEMBERS,
    "mixing.history": MEMBERS,
    "mixing.rules": MEMBERS,
    "mixing.car_sheet": MEMBERS,
    "mixing.rooming": TRAVELLERS,
    "mixing.rooming_csv": TRAVELLERS,
    "mixing.rooming_xlsx": TRAVELLERS,
    "mixing.car_sheets": TRAVELLERS,
    "mixing.table_cards": TRAVELLERS,
    "mixing.plan": PLANNERS,
    "mixing.save_settings": PLANNERS,
    "mixing.new_round": PLANNERS,
    "mixing.draw_round": PLANNERS,
    "mixing.round": PLANNERS,
    "mixing.save_round": PLANNERS,
    "mixing.delete_round": PLANNERS,
    "mixing.add_rooms": PLANNERS,
    "mixing.add_group": PLANNERS,
    "mixing.set_absences": PLANNERS,
    "mixing.group": PLANNERS,
    "mixing.save_group": PLANNERS,
    "mixing.delete_group": PLANNERS,
    "mixing.people": TRAVELLERS,
    "mixing.remind": TRAVELLERS,
    "mixing.generate": TRAVELLERS,
    "mixing.draft": TRAVELLERS,
    "mixing.costs": TRAVELLERS,
    "mixing.move": TRAVELLERS,
    "mixing.swap": TRAVELLERS,
    "mixing.lock": TRAVELLERS,
    "mixing.keep": TRAVELLERS,
    "mixing.undo": TRAVELLERS,
    "mixing.redo": TRAVELLERS,
    "mixing.rename": TRAVELLERS,
    "mixing.discard": TRAVELLERS,
    "mixing.restore": TRAVELLERS,
    "mixing.publish_preview": TRAVELLERS,
    "mixing.publish": TRAVELLERS,
}

NOT_THERE = {"mixing.move", "mixing.swap", "mixing.lock", "mixing.keep"}


def things(session, event, people, found):
    """A dinner at one table, and a draft in which one person sits there."""
    dinner = Round(
        event_id=event.id,
        template="dinner",
        kind="tables",
        name="Dinner",
        size=8,
        created_at=NOON,
        groups=[Group(name="Table 1", most=8)],
    )
    mix = Mix(event_id=event.id, name="Mix 1", created_at=NOON, updated_at=NOON)
    session.add_all([dinner, mix])
    session.flush()
    table = dinner.groups[0]
    person_id = people[MEMBER].id
    mix.seats = [Seat(round_id=dinner.id, group_id=table.id, person_id=person_id)]
    session.flush()
    return {
        "mix_round": dinner.id,
        "mix_group": table.id,
        "mix_id": mix.id,
        "template": "dinner",
    }
