"""facilitation."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RECOGNIZED = (
    ("workshop", "Action points", "actions"),
    ("retrospective", "Decide", "actions"),
    ("roundtable", "Challenges", "collect"),
    ("roundtable", "The group picks", "pick"),
)
"""(key of the format, name of the phase, what people do in it): the catalogue's own phases."""


def upgrade() -> None:
    op.create_table(
        "session_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_session_run_position_known")),
        sa.CheckConstraint(
            "since IS NULL OR ended_at IS NULL", name=op.f("ck_session_run_stands_when_ended")
        ),
        sa.CheckConstraint(
            "since IS NULL OR started_at IS NOT NULL", name=op.f("ck_session_run_goes_when_started")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_session_run_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_session_run_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_run")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_session_run_proposal_id")),
    )
    with op.batch_alter_table("session_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_run_event_id"), ["event_id"], unique=False)

    op.create_table(
        "session_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("told_by", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=True),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_session_challenge_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["session_run.id"],
            name=op.f("fk_session_challenge_run_id_session_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_challenge")),
    )
    with op.batch_alter_table("session_challenge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_challenge_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_session_challenge_run_id"), ["run_id"], unique=False)

    op.create_table(
        "session_run_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("added_minutes", sa.Integer(), nullable=False),
        sa.Column("spent_ms", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('plain', 'collect', 'pick', 'actions')",
            name=op.f("ck_session_run_step_kind_known"),
        ),
        sa.CheckConstraint(
            "minutes + added_minutes > 0", name=op.f("ck_session_run_step_some_time_left")
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_session_run_step_minutes_positive")),
        sa.CheckConstraint("spent_ms >= 0", name=op.f("ck_session_run_step_spent_positive")),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["session_run.id"],
            name=op.f("fk_session_run_step_run_id_session_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_run_step")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_session_run_step_run_id_position")),
    )
    op.create_table(
        "session_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["session_challenge.id"],
            name=op.f("fk_session_voice_challenge_id_session_challenge"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_session_voice_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_voice")),
        sa.UniqueConstraint(
            "challenge_id", "person_id", name=op.f("uq_session_voice_challenge_id_person_id")
        ),
    )
    with op.batch_alter_table("session_voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_voice_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=10), server_default="plain", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_phase_kind_known"), "kind IN ('plain', 'collect', 'pick', 'actions')"
        )
    _recognize(op.get_bind())
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)


def _recognize(connection: sa.Connection) -> None:
    for key, name, kind in RECOGNIZED:
        connection.execute(
            sa.text(
                "UPDATE phase SET kind = :kind WHERE name = :name AND format_id IN"
                " (SELECT id FROM format WHERE key = :key)"
            ),
            {"key": key, "name": name, "kind": kind},
        )


def downgrade() -> None:
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_phase_kind_known"), type_="check")
        batch_op.drop_column("kind")

    with op.batch_alter_table("session_voice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_voice_person_id"))

    op.drop_table("session_voice")
    op.drop_table("session_run_step")
    with op.batch_alter_table("session_challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_challenge_run_id"))
        batch_op.drop_index(batch_op.f("ix_session_challenge_person_id"))

    op.drop_table("session_challenge")
    with op.batch_alter_table("session_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_run_event_id"))

    op.drop_table("session_run")
