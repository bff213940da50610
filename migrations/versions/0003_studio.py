"""A draft's history in grouped steps, days that are locked, warnings that are silenced."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = (
    "kind IN ('place', 'unplace', 'move', 'pin', 'unpin', 'swap', 'shift', 'lock', "
    "'unlock', 'undo', 'redo')"
)

change = sa.table(
    "draft_change",
    sa.column("id", sa.Integer),
    sa.column("proposal_id", sa.Integer),
    sa.column("before", sa.JSON),
    sa.column("after", sa.JSON),
    sa.column("kind", sa.String),
    sa.column("details", sa.JSON),
    sa.column("undoes", sa.Integer),
    sa.column("redoes", sa.Integer),
)
step = sa.table(
    "draft_step",
    sa.column("change_id", sa.Integer),
    sa.column("position", sa.Integer),
    sa.column("proposal_id", sa.Integer),
    sa.column("before", sa.JSON),
    sa.column("after", sa.JSON),
)
GROUP = "group"
"""Key of an old row's ``before`` under which a change is kept that old rows cannot say."""


def upgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_days", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.alter_column("kept_days", server_default=None)
    _create_tables()
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=10), server_default="move", nullable=False)
        )
        batch_op.add_column(sa.Column("details", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("redoes", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_draft_change_kind_known"), KINDS)
    _to_steps(op.get_bind())
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.alter_column("details", server_default=None)
        batch_op.drop_index(batch_op.f("ix_draft_change_proposal_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_draft_change_proposal_id_proposal"), type_="foreignkey"
        )
        batch_op.drop_column("proposal_id")
        batch_op.drop_column("before")
        batch_op.drop_column("after")


def _create_tables() -> None:
    op.create_table(
        "draft_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["draft_change.id"],
            name=op.f("fk_draft_step_change_id_draft_change"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_draft_step_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_step")),
        sa.UniqueConstraint("change_id", "position", name=op.f("uq_draft_step_change_id_position")),
    )
    with op.batch_alter_table("draft_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_step_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "day_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name=op.f("fk_day_lock_draft_id_draft"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["locked_by_id"],
            ["person.id"],
            name=op.f("fk_day_lock_locked_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_lock")),
        sa.UniqueConstraint("draft_id", "on", name=op.f("uq_day_lock_draft_id_on")),
    )
    with op.batch_alter_table("day_lock", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_lock_locked_by_id"), ["locked_by_id"], unique=False
        )

    op.create_table(
        "silenced_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("silenced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("silenced_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_silenced_warning_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["silenced_by_id"],
            ["person.id"],
            name=op.f("fk_silenced_warning_silenced_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silenced_warning")),
        sa.UniqueConstraint("event_id", "mark", name=op.f("uq_silenced_warning_event_id_mark")),
    )
    with op.batch_alter_table("silenced_warning", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_silenced_warning_silenced_by_id"), ["silenced_by_id"], unique=False
        )


def _to_steps(bind: sa.Connection) -> None:
    """Each old row becomes a change with one step, or with those it kept from before."""
    for row in bind.execute(sa.select(change)).mappings().all():
        before, kept = row["before"], None
        if isinstance(before, dict):
            kept = before.pop(GROUP, None)
        values, steps = _as_group(kept) if kept else _as_one(dict(row))
        bind.execute(change.update().where(change.c.id == row["id"]).values(**values))
        for one in steps:
            bind.execute(step.insert().values(change_id=row["id"], **one))


def _as_group(kept: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return {name: kept[name] for name in ("kind", "details", "undoes", "redoes")}, kept["steps"]


def _as_one(row: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    before, after = row["before"] or {}, row["after"] or {}
    undoes, redoes = before.pop("undoes", None), before.pop("redoes", None)
    values = {
        "kind": "undo" if undoes else "redo" if redoes else _kind_of(before, after),
        "details": {},
        "undoes": undoes,
        "redoes": redoes,
    }
    one = {"position": 0, "proposal_id": row["proposal_id"], "before": before, "after": after}
    return values, [one]


def _kind_of(before: dict[str, Any], after: dict[str, Any]) -> str:
    if not after:
        return "unplace"
    if not before:
        return "place"
    if before.get("pinned") == after.get("pinned"):
        return "move"
    return "pin" if after.get("pinned") else "unpin"


def downgrade() -> None:
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("before", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("after", sa.JSON(), server_default="{}", nullable=False))
    _from_steps(op.get_bind())
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.alter_column("proposal_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("before", server_default=None)
        batch_op.alter_column("after", server_default=None)
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_change_proposal_id_proposal"),
            "proposal",
            ["proposal_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index(
            batch_op.f("ix_draft_change_proposal_id"), ["proposal_id"], unique=False
        )
        batch_op.drop_constraint(op.f("ck_draft_change_kind_known"), type_="check")
        batch_op.drop_column("redoes")
        batch_op.drop_column("undoes")
        batch_op.drop_column("details")
        batch_op.drop_column("kind")
    op.drop_table("silenced_warning")
    op.drop_table("day_lock")
    op.drop_table("draft_step")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("kept_days")


def _from_steps(bind: sa.Connection) -> None:
    """A change is told by its first step; the whole of it is kept beside, for the way up."""
    steps: dict[int, list[dict[str, Any]]] = {}
    for one in bind.execute(sa.select(step).order_by(step.c.change_id, step.c.position)).mappings():
        values = dict(one)
        steps.setdefault(values.pop("change_id"), []).append(values)
    for row in bind.execute(sa.select(change)).mappings().all():
        here = change.c.id == row["id"]
        if row["id"] not in steps:
            bind.execute(change.delete().where(here))
            continue
        first, before = steps[row["id"]][0], steps[row["id"]][0]["before"]
        walked = {name: row[name] for name in ("undoes", "redoes") if row[name]}
        kept = {name: row[name] for name in ("kind", "details", "undoes", "redoes")}
        whole = {GROUP: {**kept, "steps": steps[row["id"]]}}
        before = before if isinstance(before, dict) else {}
        bind.execute(
            change.update()
            .where(here)
            .values(
                proposal_id=first["proposal_id"],
                before={**before, **walked, **whole},
                after=first["after"],
            )
        )
