"""live pages."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "live_topic",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_live_topic_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "topic", name=op.f("pk_live_topic")),
    )
    op.create_table(
        "live_receipt",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_live_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_live_receipt_kept_until"), "live_receipt", ["kept_until"])


def downgrade() -> None:
    op.drop_index(op.f("ix_live_receipt_kept_until"), table_name="live_receipt")
    op.drop_table("live_receipt")
    op.drop_table("live_topic")
