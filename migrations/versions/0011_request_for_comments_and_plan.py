"""request for comments and plan."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "rfc",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_call_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'goals', 'rules', 'plan')", name=op.f("ck_rfc_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'last_call', 'settled', 'withdrawn')",
            name=op.f("ck_rfc_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_rfc_created_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_rfc_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfc")),
    )
    with op.batch_alter_table("rfc") as batch_op:
        batch_op.create_index(batch_op.f("ix_rfc_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rfc_event_id"), ["event_id"], unique=False)

    op.create_table(
        "rfc_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rfc_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_concern", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution", sa.String(length=500), nullable=False),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'resolved')", name=op.f("ck_rfc_comment_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_rfc_comment_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"],
            ["person.id"],
            name=op.f("fk_rfc_comment_resolved_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["rfc_id"], ["rfc.id"], name=op.f("fk_rfc_comment_rfc_id_rfc"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfc_comment")),
    )
    with op.batch_alter_table("rfc_comment") as batch_op:
        batch_op.create_index(batch_op.f("ix_rfc_comment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rfc_comment_resolved_by_id"), ["resolved_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_rfc_comment_rfc_id"), ["rfc_id"], unique=False)

    op.create_table(
        "rfc_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rfc_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("told_up_to", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_rfc_follower_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rfc_id"], ["rfc.id"], name=op.f("fk_rfc_follower_rfc_id_rfc"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfc_follower")),
        sa.UniqueConstraint("rfc_id", "person_id", name=op.f("uq_rfc_follower_rfc_id_person_id")),
    )
    with op.batch_alter_table("rfc_follower") as batch_op:
        batch_op.create_index(batch_op.f("ix_rfc_follower_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rfc_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rfc_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rfc_id"], ["rfc.id"], name=op.f("fk_rfc_version_rfc_id_rfc"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["person.id"],
            name=op.f("fk_rfc_version_written_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfc_version")),
        sa.UniqueConstraint("rfc_id", "number", name=op.f("uq_rfc_version_rfc_id_number")),
    )
    with op.batch_alter_table("rfc_version") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rfc_version_written_by_id"), ["written_by_id"], unique=False
        )

    op.create_table(
        "rfc_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["rfc_comment.id"],
            name=op.f("fk_rfc_reply_comment_id_rfc_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_rfc_reply_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rfc_reply")),
    )
    with op.batch_alter_table("rfc_reply") as batch_op:
        batch_op.create_index(batch_op.f("ix_rfc_reply_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rfc_reply_person_id"), ["person_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("rfc_id", sa.Integer(), nullable=True),
        sa.Column("next_event_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step > 0", name=op.f("ck_plan_step_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_plan_created_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_plan_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["next_event_id"],
            ["event.id"],
            name=op.f("fk_plan_next_event_id_event"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["rfc_id"], ["rfc.id"], name=op.f("fk_plan_rfc_id_rfc"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("event_id", name=op.f("uq_plan_event_id")),
    )
    with op.batch_alter_table("plan") as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_next_event_id"), ["next_event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_rfc_id"), ["rfc_id"], unique=False)

    op.create_table(
        "plan_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=50), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("less", sa.Integer(), nullable=False),
        sa.Column("drop", sa.Integer(), nullable=False),
        sa.Column("net", sa.Double(), nullable=False),
        sa.Column("net_low", sa.Double(), nullable=False),
        sa.Column("net_high", sa.Double(), nullable=False),
        sa.Column("decided", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_set", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decided IS NULL OR decided IN ('hidden', 'split', 'drop', 'grow', 'shrink', 'keep', 'unclear')",
            name=op.f("ck_plan_line_decided_known"),
        ),
        sa.CheckConstraint(
            "verdict IN ('hidden', 'split', 'drop', 'grow', 'shrink', 'keep', 'unclear')",
            name=op.f("ck_plan_line_verdict_known"),
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_plan_line_minutes_not_negative")),
        sa.CheckConstraint(
            "minutes_set IS NULL OR minutes_set >= 0", name=op.f("ck_plan_line_set_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_plan_line_decided_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_line_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_plan_line_plan_id_key")),
    )
    with op.batch_alter_table("plan_line") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_line_decided_by_id"), ["decided_by_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("plan_line") as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_line_decided_by_id"))

    op.drop_table("plan_line")
    with op.batch_alter_table("plan") as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_rfc_id"))
        batch_op.drop_index(batch_op.f("ix_plan_next_event_id"))
        batch_op.drop_index(batch_op.f("ix_plan_created_by_id"))

    op.drop_table("plan")
    with op.batch_alter_table("rfc_reply") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rfc_reply_person_id"))
        batch_op.drop_index(batch_op.f("ix_rfc_reply_comment_id"))

    op.drop_table("rfc_reply")
    with op.batch_alter_table("rfc_version") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rfc_version_written_by_id"))

    op.drop_table("rfc_version")
    with op.batch_alter_table("rfc_follower") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rfc_follower_person_id"))

    op.drop_table("rfc_follower")
    with op.batch_alter_table("rfc_comment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rfc_comment_rfc_id"))
        batch_op.drop_index(batch_op.f("ix_rfc_comment_resolved_by_id"))
        batch_op.drop_index(batch_op.f("ix_rfc_comment_person_id"))

    op.drop_table("rfc_comment")
    with op.batch_alter_table("rfc") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rfc_event_id"))
        batch_op.drop_index(batch_op.f("ix_rfc_created_by_id"))

    op.drop_table("rfc")
