"""Seats of small items: a list each, the claims on it, and what organizers moved by hand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "seat_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_seat_list_seats_positive")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["person.id"],
            name=op.f("fk_seat_list_closed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_seat_list_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_seat_list_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_list")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_seat_list_proposal_id")),
    )
    with op.batch_alter_table("seat_list", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seat_list_closed_by_id"), ["closed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_seat_list_event_id"), ["event_id"], unique=False)

    op.create_table(
        "seat_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("moved_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_seat_claim_weight_not_negative")),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["seat_list.id"],
            name=op.f("fk_seat_claim_list_id_seat_list"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_seat_claim_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_claim")),
        sa.UniqueConstraint("list_id", "person_id", name=op.f("uq_seat_claim_list_id_person_id")),
    )
    with op.batch_alter_table("seat_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_claim_person_id"), ["person_id"], unique=False)

    op.create_table(
        "seat_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("state_before", sa.String(length=10), nullable=False),
        sa.Column("state_after", sa.String(length=10), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["seat_claim.id"],
            name=op.f("fk_seat_move_claim_id_seat_claim"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"],
            ["person.id"],
            name=op.f("fk_seat_move_moved_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_move")),
    )
    with op.batch_alter_table("seat_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_move_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_move_moved_by_id"), ["moved_by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("seat_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_move_moved_by_id"))
        batch_op.drop_index(batch_op.f("ix_seat_move_claim_id"))

    op.drop_table("seat_move")
    with op.batch_alter_table("seat_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_claim_person_id"))

    op.drop_table("seat_claim")
    with op.batch_alter_table("seat_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_list_event_id"))
        batch_op.drop_index(batch_op.f("ix_seat_list_closed_by_id"))

    op.drop_table("seat_list")
