"""open space."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circle_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("circle_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voting_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dots_per_person", sa.Integer(), nullable=False),
        sa.Column("dots_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dots_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("mode IN ('open', 'vote')", name=op.f("ck_board_mode_known")),
        sa.CheckConstraint("dots_per_person > 0", name=op.f("ck_board_dots_positive")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_board_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("event_id", name=op.f("uq_board_event_id")),
    )
    op.create_table(
        "board_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["board.id"],
            name=op.f("fk_board_room_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_board_room_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_room")),
        sa.UniqueConstraint("board_id", "room_id", name=op.f("uq_board_room_board_id_room_id")),
    )
    with op.batch_alter_table("board_room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_room_room_id"), ["room_id"], unique=False)

    op.create_table(
        "board_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_board_round_period_in_order")),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["board.id"],
            name=op.f("fk_board_round_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_round")),
        sa.UniqueConstraint(
            "board_id", "starts_at", name=op.f("uq_board_round_board_id_starts_at")
        ),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("last_round_id", sa.Integer(), nullable=True),
        sa.Column("last_room_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_topic_has_a_title")),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_topic_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["last_room_id"],
            ["room.id"],
            name=op.f("fk_topic_last_room_id_room"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["last_round_id"],
            ["board_round.id"],
            name=op.f("fk_topic_last_round_id_board_round"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["topic.id"],
            name=op.f("fk_topic_merged_into_id_topic"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["posted_by_id"],
            ["person.id"],
            name=op.f("fk_topic_posted_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_board_id"), ["board_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_last_room_id"), ["last_room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_last_round_id"), ["last_round_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_topic_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_topic_posted_by_id"), ["posted_by_id"], unique=False)

    op.create_table(
        "board_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("running_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_to", sa.String(length=100), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["placed_by_id"],
            ["person.id"],
            name=op.f("fk_board_cell_placed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_board_cell_room_id_room"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["board_round.id"],
            name=op.f("fk_board_cell_round_id_board_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topic.id"],
            name=op.f("fk_board_cell_topic_id_topic"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_cell")),
        sa.UniqueConstraint("round_id", "room_id", name=op.f("uq_board_cell_round_id_room_id")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_board_cell_topic_id")),
    )
    with op.batch_alter_table("board_cell", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_cell_placed_by_id"), ["placed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_board_cell_room_id"), ["room_id"], unique=False)

    op.create_table(
        "convergence_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('report', 'step')", name=op.f("ck_convergence_candidate_kind_known")
        ),
        sa.CheckConstraint("dots >= 0", name=op.f("ck_convergence_candidate_dots_counted")),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["board.id"],
            name=op.f("fk_convergence_candidate_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
            name=op.f("fk_convergence_candidate_owner_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topic.id"],
            name=op.f("fk_convergence_candidate_topic_id_topic"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convergence_candidate")),
    )
    with op.batch_alter_table("convergence_candidate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_convergence_candidate_board_id"), ["board_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_convergence_candidate_owner_id"), ["owner_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_convergence_candidate_topic_id"), ["topic_id"], unique=False
        )

    op.create_table(
        "pitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_pitch_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pitch_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_pitch_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_pitch_topic_id")),
    )
    with op.batch_alter_table("pitch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pitch_board_id"), ["board_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pitch_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_pitch_one_waiting",
            ["board_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "topic_convener",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("came_from_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["came_from_id"],
            ["topic.id"],
            name=op.f("fk_topic_convener_came_from_id_topic"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_topic_convener_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topic.id"],
            name=op.f("fk_topic_convener_topic_id_topic"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_convener")),
        sa.UniqueConstraint(
            "topic_id", "person_id", name=op.f("uq_topic_convener_topic_id_person_id")
        ),
    )
    with op.batch_alter_table("topic_convener", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_convener_came_from_id"), ["came_from_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_topic_convener_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "topic_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_topic_interest_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topic.id"],
            name=op.f("fk_topic_interest_topic_id_topic"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_interest")),
        sa.UniqueConstraint(
            "topic_id", "person_id", name=op.f("uq_topic_interest_topic_id_person_id")
        ),
    )
    with op.batch_alter_table("topic_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_interest_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "topic_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('swap', 'merge')", name=op.f("ck_topic_offer_kind_known")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["person.id"],
            name=op.f("fk_topic_offer_asked_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["topic.id"],
            name=op.f("fk_topic_offer_other_id_topic"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topic.id"],
            name=op.f("fk_topic_offer_topic_id_topic"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_offer")),
    )
    with op.batch_alter_table("topic_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_offer_asked_by_id"), ["asked_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_topic_offer_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_offer_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "topic_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("recommendations", sa.Text(), nullable=False),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("requests", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topic.id"],
            name=op.f("fk_topic_report_topic_id_topic"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"],
            ["person.id"],
            name=op.f("fk_topic_report_updated_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_report")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_topic_report_topic_id")),
    )
    with op.batch_alter_table("topic_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_topic_report_updated_by_id"), ["updated_by_id"], unique=False
        )

    op.create_table(
        "convergence_dot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_convergence_dot_count_positive")),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["convergence_candidate.id"],
            name=op.f("fk_convergence_dot_candidate_id_convergence_candidate"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_convergence_dot_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convergence_dot")),
        sa.UniqueConstraint(
            "candidate_id", "person_id", name=op.f("uq_convergence_dot_candidate_id_person_id")
        ),
    )
    with op.batch_alter_table("convergence_dot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_convergence_dot_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("convergence_dot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_convergence_dot_person_id"))

    op.drop_table("convergence_dot")
    with op.batch_alter_table("topic_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_report_updated_by_id"))

    op.drop_table("topic_report")
    with op.batch_alter_table("topic_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_offer_topic_id"))
        batch_op.drop_index(batch_op.f("ix_topic_offer_other_id"))
        batch_op.drop_index(batch_op.f("ix_topic_offer_asked_by_id"))

    op.drop_table("topic_offer")
    with op.batch_alter_table("topic_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_interest_person_id"))

    op.drop_table("topic_interest")
    with op.batch_alter_table("topic_convener", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_convener_person_id"))
        batch_op.drop_index(batch_op.f("ix_topic_convener_came_from_id"))

    op.drop_table("topic_convener")
    with op.batch_alter_table("pitch", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pitch_one_waiting",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_pitch_person_id"))
        batch_op.drop_index(batch_op.f("ix_pitch_board_id"))

    op.drop_table("pitch")
    with op.batch_alter_table("convergence_candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_convergence_candidate_topic_id"))
        batch_op.drop_index(batch_op.f("ix_convergence_candidate_owner_id"))
        batch_op.drop_index(batch_op.f("ix_convergence_candidate_board_id"))

    op.drop_table("convergence_candidate")
    with op.batch_alter_table("board_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_cell_room_id"))
        batch_op.drop_index(batch_op.f("ix_board_cell_placed_by_id"))

    op.drop_table("board_cell")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_posted_by_id"))
        batch_op.drop_index(batch_op.f("ix_topic_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_topic_last_round_id"))
        batch_op.drop_index(batch_op.f("ix_topic_last_room_id"))
        batch_op.drop_index(batch_op.f("ix_topic_board_id"))

    op.drop_table("topic")
    op.drop_table("board_round")
    with op.batch_alter_table("board_room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_room_room_id"))

    op.drop_table("board_room")
    op.drop_table("board")
