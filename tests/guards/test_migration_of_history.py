"""Changes of drafts, from one item a row to grouped steps and back, without loss."""

from alembic import command
from sqlalchemy import MetaData, Table, insert, inspect, select

from tests.guards.test_migrations import ROWS, _fill, config, engine

assert config, engine  # fixtures

PLACE = {"room_id": 1, "starts_at": "2026-10-01T07:00:00+00:00", "ends_at": "x", "pinned": False}
OLD_ROWS = [
    {"version": 11, "before": {}, "after": PLACE},
    {"version": 12, "before": PLACE, "after": {**PLACE, "pinned": True}},
    {"version": 13, "before": {**PLACE, "pinned": True, "undoes": 12}, "after": PLACE},
    {"version": 14, "before": PLACE, "after": {}},
]
KINDS = ["place", "pin", "undo", "unplace"]


def _table(engine, name):
    return Table(name, MetaData(), autoload_with=engine)


def _rows(engine, name):
    table = _table(engine, name)
    with engine.connect() as connection:
        found = connection.execute(select(table).order_by(table.c.id)).mappings()
        return [{key: value for key, value in row.items() if key != "id"} for row in found]


def test_old_changes_become_steps_and_come_back(engine, config):
    command.upgrade(config, "head")
    _fill(engine)
    command.downgrade(config, "0002")
    table = _table(engine, "draft_change")
    with engine.begin() as connection:
        moment = connection.scalar(select(table.c.changed_at).limit(1))
        for row in OLD_ROWS:
            shared = {"id": row["version"], "draft_id": 1, "proposal_id": 2, "changed_at": moment}
            connection.execute(insert(table).values({**shared, **row}))

    command.upgrade(config, "0003")
    changes, steps = _rows(engine, "draft_change"), _rows(engine, "draft_step")
    command.downgrade(config, "0002")
    down = inspect(engine).get_columns("draft_change")
    command.upgrade(config, "0003")

    assert [one["kind"] for one in changes[ROWS:]] == KINDS
    assert changes[ROWS + 2]["undoes"] == 12
    assert steps[ROWS + 2]["before"] == {**PLACE, "pinned": True}
    assert "proposal_id" in {one["name"] for one in down}
    assert _rows(engine, "draft_change") == changes
    assert _rows(engine, "draft_step") == steps
