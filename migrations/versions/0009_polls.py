"""Polls, anonymous answers, ratings of sessions, and results brought from elsewhere."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "past_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=100), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_past_result_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"],
            ["person.id"],
            name=op.f("fk_past_result_imported_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_result")),
    )
    with op.batch_alter_table("past_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_result_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_past_result_imported_by_id"), ["imported_by_id"], unique=False
        )

    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("split", sa.String(length=10), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('meeting', 'sessions')", name=op.f("ck_poll_kind_known")),
        sa.CheckConstraint("split IN ('', 'newcomer', 'role')", name=op.f("ck_poll_split_known")),
        sa.CheckConstraint(
            "attended IS NULL OR attended > 0", name=op.f("ck_poll_attended_positive")
        ),
        sa.CheckConstraint(
            "closes_at IS NULL OR opens_at IS NOT NULL", name=op.f("ck_poll_end_has_a_beginning")
        ),
        sa.CheckConstraint(
            "sealed_at IS NULL OR closes_at IS NOT NULL", name=op.f("ck_poll_sealed_when_closed")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_poll_created_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_poll_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_event_id"), ["event_id"], unique=False)

    op.create_table(
        "past_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("past_result_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('choice', 'rating', 'text')", name=op.f("ck_past_question_kind_known")
        ),
        sa.CheckConstraint("n >= 0", name=op.f("ck_past_question_n_not_negative")),
        sa.ForeignKeyConstraint(
            ["past_result_id"],
            ["past_result.id"],
            name=op.f("fk_past_question_past_result_id_past_result"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_question")),
    )
    with op.batch_alter_table("past_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_past_question_past_result_id"), ["past_result_id"], unique=False
        )

    op.create_table(
        "poll_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_answer_poll_id_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_answer_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "poll_slot",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_slot_poll_id_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_poll_slot")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("poll_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_slot_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "poll_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('overall', 'row', 'line')", name=op.f("ck_poll_item_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_item_poll_id_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_item")),
        sa.UniqueConstraint("poll_id", "key", name=op.f("uq_poll_item_poll_id_key")),
    )
    op.create_table(
        "poll_named_answer",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_poll_named_answer_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.id"],
            name=op.f("fk_poll_named_answer_poll_id_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_poll_named_answer")),
    )
    with op.batch_alter_table("poll_named_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_poll_named_answer_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "poll_participation",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_poll_participation_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.id"],
            name=op.f("fk_poll_participation_poll_id_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_poll_participation")),
    )
    with op.batch_alter_table("poll_participation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_poll_participation_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "past_remark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("past_question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["past_question_id"],
            ["past_question.id"],
            name=op.f("fk_past_remark_past_question_id_past_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_remark")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("past_remark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_past_remark_past_question_id"), ["past_question_id"], unique=False
        )

    op.create_table(
        "session_rating",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=True),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=5), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "room = '' OR room IN ('full', 'right', 'empty')",
            name=op.f("ck_session_rating_room_known"),
        ),
        sa.CheckConstraint("worth BETWEEN 1 AND 5", name=op.f("ck_session_rating_worth_on_scale")),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.id"],
            name=op.f("fk_session_rating_poll_id_poll"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_session_rating_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_rating")),
        sa.UniqueConstraint(
            "poll_id", "proposal_id", "tag", name=op.f("uq_session_rating_poll_id_proposal_id_tag")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("session_rating", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_rating_proposal_id"), ["proposal_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("session_rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_rating_proposal_id"))

    op.drop_table("session_rating")
    with op.batch_alter_table("past_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_remark_past_question_id"))

    op.drop_table("past_remark")
    with op.batch_alter_table("poll_participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_participation_person_id"))

    op.drop_table("poll_participation")
    with op.batch_alter_table("poll_named_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_named_answer_person_id"))

    op.drop_table("poll_named_answer")
    with op.batch_alter_table("poll_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_slot_poll_id"))

    op.drop_table("poll_slot")
    op.drop_table("poll_item")
    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_answer_poll_id"))

    op.drop_table("poll_answer")
    with op.batch_alter_table("past_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_question_past_result_id"))

    op.drop_table("past_question")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_event_id"))
        batch_op.drop_index(batch_op.f("ix_poll_created_by_id"))

    op.drop_table("poll")
    with op.batch_alter_table("past_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_result_imported_by_id"))
        batch_op.drop_index(batch_op.f("ix_past_result_event_id"))

    op.drop_table("past_result")
