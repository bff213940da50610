"""interests tourism mentoring."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mentor_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR closed_at IS NOT NULL",
            name=op.f("ck_mentor_round_published_when_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_mentor_round_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_round")),
    )
    with op.batch_alter_table("mentor_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_round_event_id"), ["event_id"], unique=False)

    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("guests > 0", name=op.f("ck_stay_guests_positive")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_stay_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_stay_created_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_stay_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stay_event_id"), ["event_id"], unique=False)

    op.create_table(
        "mentor_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_mentor_seat_capacity_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mentor_seat_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["mentor_round.id"],
            name=op.f("fk_mentor_seat_round_id_mentor_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_seat")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_mentor_seat_round_id_person_id")
        ),
    )
    with op.batch_alter_table("mentor_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_seat_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stay_host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_stay_host_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_stay_host_stay_id_stay"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_host")),
        sa.UniqueConstraint("stay_id", "person_id", name=op.f("uq_stay_host_stay_id_person_id")),
    )
    with op.batch_alter_table("stay_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_host_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stay_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'withdrawn')",
            name=op.f("ck_stay_request_state_known"),
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_stay_request_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_stay_request_answered_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_stay_request_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_stay_request_stay_id_stay"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_request")),
        sa.UniqueConstraint("uid", name=op.f("uq_stay_request_uid")),
    )
    with op.batch_alter_table("stay_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stay_request_answered_by_id"), ["answered_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_stay_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stay_request_stay_id"), ["stay_id"], unique=False)

    op.create_table(
        "mentor_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mentor_match_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["mentor_round.id"],
            name=op.f("fk_mentor_match_round_id_mentor_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["mentor_seat.id"],
            name=op.f("fk_mentor_match_seat_id_mentor_seat"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_match")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_mentor_match_round_id_person_id")
        ),
    )
    with op.batch_alter_table("mentor_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_match_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_match_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "mentor_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.CheckConstraint("rank IS NULL OR rank > 0", name=op.f("ck_mentor_order_rank_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mentor_order_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["mentor_seat.id"],
            name=op.f("fk_mentor_order_seat_id_mentor_seat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_order")),
        sa.UniqueConstraint("seat_id", "person_id", name=op.f("uq_mentor_order_seat_id_person_id")),
    )
    with op.batch_alter_table("mentor_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_order_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mentor_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank > 0", name=op.f("ck_mentor_wish_rank_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mentor_wish_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["mentor_seat.id"],
            name=op.f("fk_mentor_wish_seat_id_mentor_seat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_wish")),
        sa.UniqueConstraint("seat_id", "person_id", name=op.f("uq_mentor_wish_seat_id_person_id")),
    )
    with op.batch_alter_table("mentor_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_wish_person_id"), ["person_id"], unique=False)

    op.create_table(
        "interest_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("wanted_id", sa.Integer(), nullable=True),
        sa.Column("convener_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('study', 'lunch', 'other')", name=op.f("ck_interest_group_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["convener_id"],
            ["person.id"],
            name=op.f("fk_interest_group_convener_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_interest_group_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_interest_group_proposal_id_proposal"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wanted_id"],
            ["wanted.id"],
            name=op.f("fk_interest_group_wanted_id_wanted"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_group")),
    )
    with op.batch_alter_table("interest_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interest_group_convener_id"), ["convener_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_interest_group_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_interest_group_proposal_id"), ["proposal_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_interest_group_wanted_id"), ["wanted_id"], unique=False
        )

    op.create_table(
        "interest_group_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_interest_group_date_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["interest_group.id"],
            name=op.f("fk_interest_group_date_group_id_interest_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_group_date")),
        sa.UniqueConstraint(
            "group_id", "starts_at", name=op.f("uq_interest_group_date_group_id_starts_at")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_interest_group_date_uid")),
    )
    op.create_table(
        "interest_group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["interest_group.id"],
            name=op.f("fk_interest_group_member_group_id_interest_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_interest_group_member_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_group_member")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_interest_group_member_group_id_person_id")
        ),
    )
    with op.batch_alter_table("interest_group_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interest_group_member_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("interest_group_member")
    op.drop_table("interest_group_date")
    op.drop_table("interest_group")
    op.drop_table("mentor_wish")
    op.drop_table("mentor_order")
    op.drop_table("mentor_match")
    op.drop_table("stay_request")
    op.drop_table("stay_host")
    op.drop_table("mentor_seat")
    op.drop_table("stay")
    op.drop_table("mentor_round")
