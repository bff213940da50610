"""when a round ends."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("mix_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_mix_round_ends_after_it_starts"),
            "ends_at IS NULL OR ends_at > starts_at",
        )
    op.add_column(
        "published_group", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    with op.batch_alter_table("published_group", schema=None) as batch_op:
        batch_op.drop_column("ends_at")
    with op.batch_alter_table("mix_round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_mix_round_ends_after_it_starts"), type_="check")
        batch_op.drop_column("ends_at")
