"""questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "question_queue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=50), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("is_moderated", sa.Boolean(), nullable=False),
        sa.Column("allows_anonymous", sa.Boolean(), nullable=False),
        sa.Column("per_person", sa.Integer(), nullable=False),
        sa.Column("key_name", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rehearsal_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("per_person > 0", name=op.f("ck_question_queue_per_person_positive")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_question_queue_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_question_queue_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_queue")),
        sa.UniqueConstraint("event_id", "slug", name=op.f("uq_question_queue_event_id_slug")),
        sa.UniqueConstraint("key_name", name=op.f("uq_question_queue_key_name")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_question_queue_proposal_id")),
    )
    op.create_table(
        "question",
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.String(length=32), nullable=True),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'shown', 'answering', 'answered', 'parked', 'declined', 'withdrawn')",
            name=op.f("ck_question_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["question.id"],
            name=op.f("fk_question_merged_into_id_question"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["queue_id"], ["question_queue.id"], name=op.f("fk_question_queue_id_question_queue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_question_merged_into_id"), "question", ["merged_into_id"])
    op.create_index(op.f("ix_question_queue_id"), "question", ["queue_id"])
    op.create_table(
        "question_panelist",
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_question_panelist_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["queue_id"],
            ["question_queue.id"],
            name=op.f("fk_question_panelist_queue_id_question_queue"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("queue_id", "person_id", name=op.f("pk_question_panelist")),
    )
    op.create_index(op.f("ix_question_panelist_person_id"), "question_panelist", ["person_id"])
    op.create_table(
        "question_slot",
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["queue_id"],
            ["question_queue.id"],
            name=op.f("fk_question_slot_queue_id_question_queue"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_question_slot")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_question_slot_queue_id"), "question_slot", ["queue_id"])
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_question_answer_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_question_answer_question_id_question"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
    )
    op.create_index(op.f("ix_question_answer_person_id"), "question_answer", ["person_id"])
    op.create_index(op.f("ix_question_answer_question_id"), "question_answer", ["question_id"])
    op.create_table(
        "question_assignment",
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_question_assignment_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_question_assignment_question_id_question"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_assignment")),
    )
    op.create_index(op.f("ix_question_assignment_person_id"), "question_assignment", ["person_id"])
    op.create_table(
        "question_author",
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_question_author_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_question_author_question_id_question"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_author")),
    )
    op.create_index(op.f("ix_question_author_person_id"), "question_author", ["person_id"])
    op.create_table(
        "question_vote",
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=4), nullable=False),
        sa.Column("merged_from", sa.String(length=32), nullable=False),
        sa.CheckConstraint("choice IN ('up', 'pass')", name=op.f("ck_question_vote_choice_known")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_question_vote_question_id_question"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("question_id", "tag", name=op.f("pk_question_vote")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("question_vote")
    op.drop_index(op.f("ix_question_author_person_id"), table_name="question_author")
    op.drop_table("question_author")
    op.drop_index(op.f("ix_question_assignment_person_id"), table_name="question_assignment")
    op.drop_table("question_assignment")
    op.drop_index(op.f("ix_question_answer_question_id"), table_name="question_answer")
    op.drop_index(op.f("ix_question_answer_person_id"), table_name="question_answer")
    op.drop_table("question_answer")
    op.drop_index(op.f("ix_question_slot_queue_id"), table_name="question_slot")
    op.drop_table("question_slot")
    op.drop_index(op.f("ix_question_panelist_person_id"), table_name="question_panelist")
    op.drop_table("question_panelist")
    op.drop_index(op.f("ix_question_queue_id"), table_name="question")
    op.drop_index(op.f("ix_question_merged_into_id"), table_name="question")
    op.drop_table("question")
    op.drop_table("question_queue")
