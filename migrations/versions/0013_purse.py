"""purse."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "expense",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expense_amount_positive")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_expense_currency_is_a_code")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_expense_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["format_id"],
            ["format.id"],
            name=op.f("fk_expense_format_id_format"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_expense_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    with op.batch_alter_table("expense") as batch_op:
        batch_op.create_index("ix_expense_event_id_spent_on", ["event_id", "spent_on"])
        batch_op.create_index(batch_op.f("ix_expense_format_id"), ["format_id"])
        batch_op.create_index(batch_op.f("ix_expense_person_id"), ["person_id"])

    op.create_table(
        "expense_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expense_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('written', 'changed', 'struck', 'restored')",
            name=op.f("ck_expense_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["expense_id"],
            ["expense.id"],
            name=op.f("fk_expense_step_expense_id_expense"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_expense_step_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense_step")),
    )
    with op.batch_alter_table("expense_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_expense_step_expense_id"), ["expense_id"])
        batch_op.create_index(batch_op.f("ix_expense_step_person_id"), ["person_id"])

    op.create_table(
        "shared_budget",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_shared_budget_amount_positive")),
        sa.CheckConstraint(
            "length(currency) = 3", name=op.f("ck_shared_budget_currency_is_a_code")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_shared_budget_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_shared_budget")),
    )


def downgrade() -> None:
    op.drop_table("shared_budget")
    op.drop_table("expense_step")
    op.drop_table("expense")
