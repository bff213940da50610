"""mixing."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('beds', 'cars', 'tables', 'groups', 'pairs')",
            name=op.f("ck_meeting_kind_known"),
        ),
        sa.CheckConstraint("times > 0", name=op.f("ck_meeting_times_positive")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_meeting_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_meeting_other_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_meeting_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "event_id",
            "kind",
            "person_id",
            "other_id",
            name=op.f("uq_meeting_event_id_kind_person_id_other_id"),
        ),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_id"], ["mix.id"], name=op.f("fk_mix_base_id_mix"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_mix_created_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_mix_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_mix_job_id_job"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix")),
    )
    with op.batch_alter_table("mix", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mix_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mix_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mix_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mix_job_id"), ["job_id"], unique=False)

    op.create_table(
        "mix_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('beds', 'cars', 'tables', 'groups', 'pairs')",
            name=op.f("ck_mix_round_kind_known"),
        ),
        sa.CheckConstraint("size IS NULL OR size > 0", name=op.f("ck_mix_round_size_positive")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_mix_round_weight_positive")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_mix_round_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_round")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_mix_round_event_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_mix_round_uid")),
    )
    op.create_table(
        "mix_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("pools", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_mix_settings_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_settings")),
        sa.UniqueConstraint("event_id", name=op.f("uq_mix_settings_event_id")),
    )
    op.create_table(
        "mix_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mix_absence_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["mix_round.id"],
            name=op.f("fk_mix_absence_round_id_mix_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_absence")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_mix_absence_round_id_person_id")
        ),
    )
    with op.batch_alter_table("mix_absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mix_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mix_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("redoes", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["person.id"],
            name=op.f("fk_mix_change_changed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["mix_id"], ["mix.id"], name=op.f("fk_mix_change_mix_id_mix"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_change")),
        sa.UniqueConstraint("mix_id", "version", name=op.f("uq_mix_change_mix_id_version")),
    )
    with op.batch_alter_table("mix_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mix_change_changed_by_id"), ["changed_by_id"], unique=False
        )

    op.create_table(
        "mix_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("pools", sa.JSON(), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("leaves_from", sa.String(length=100), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_point", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.CheckConstraint("least >= 0", name=op.f("ck_mix_group_least_not_negative")),
        sa.CheckConstraint("most > 0 AND least <= most", name=op.f("ck_mix_group_sizes_in_order")),
        sa.ForeignKeyConstraint(
            ["driver_id"],
            ["person.id"],
            name=op.f("fk_mix_group_driver_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["mix_round.id"],
            name=op.f("fk_mix_group_round_id_mix_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_group")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_mix_group_round_id_name")),
    )
    with op.batch_alter_table("mix_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mix_group_driver_id"), ["driver_id"], unique=False)

    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(length=60), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("rhythm", sa.String(length=5), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("tells_hotel", sa.Boolean(), nullable=False),
        sa.Column("diet", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("journey", sa.String(length=5), nullable=False),
        sa.Column("leaves_from", sa.String(length=100), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_point", sa.String(length=200), nullable=False),
        sa.Column("car_seats", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "journey IN ('', 'ride', 'drive', 'own')", name=op.f("ck_need_journey_known")
        ),
        sa.CheckConstraint("rhythm IN ('', 'early', 'late')", name=op.f("ck_need_rhythm_known")),
        sa.CheckConstraint(
            "car_seats IS NULL OR car_seats > 0", name=op.f("ck_need_car_seats_positive")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_need_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("membership_id", name=op.f("uq_need_membership_id")),
    )
    op.create_table(
        "need_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_need_apart_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_need_apart_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_apart")),
        sa.UniqueConstraint(
            "membership_id", "person_id", name=op.f("uq_need_apart_membership_id_person_id")
        ),
    )
    with op.batch_alter_table("need_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_apart_person_id"), ["person_id"], unique=False)

    op.create_table(
        "published_mix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mix_id", sa.Integer(), nullable=True),
        sa.Column("mix_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("score", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_published_mix_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mix_id"], ["mix.id"], name=op.f("fk_published_mix_mix_id_mix"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["person.id"],
            name=op.f("fk_published_mix_published_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_mix")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_published_mix_event_id_number")),
    )
    with op.batch_alter_table("published_mix", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_mix_mix_id"), ["mix_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_published_mix_published_by_id"), ["published_by_id"], unique=False
        )

    op.create_table(
        "mix_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mix_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["mix_group.id"],
            name=op.f("fk_mix_lock_group_id_mix_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["locked_by_id"],
            ["person.id"],
            name=op.f("fk_mix_lock_locked_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["mix_id"], ["mix.id"], name=op.f("fk_mix_lock_mix_id_mix"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_lock")),
        sa.UniqueConstraint("mix_id", "group_id", name=op.f("uq_mix_lock_mix_id_group_id")),
    )
    with op.batch_alter_table("mix_lock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mix_lock_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mix_lock_locked_by_id"), ["locked_by_id"], unique=False
        )

    op.create_table(
        "mix_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mix_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["mix_group.id"],
            name=op.f("fk_mix_seat_group_id_mix_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mix_id"], ["mix.id"], name=op.f("fk_mix_seat_mix_id_mix"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mix_seat_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["mix_round.id"],
            name=op.f("fk_mix_seat_round_id_mix_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mix_seat")),
        sa.UniqueConstraint(
            "mix_id", "round_id", "person_id", name=op.f("uq_mix_seat_mix_id_round_id_person_id")
        ),
    )
    with op.batch_alter_table("mix_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mix_seat_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mix_seat_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mix_seat_round_id"), ["round_id"], unique=False)

    op.create_table(
        "published_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("round_uid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("round_name", sa.String(length=100), nullable=False),
        sa.Column("round_position", sa.Integer(), nullable=False),
        sa.Column("round_note", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("leaves_from", sa.String(length=100), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_point", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["driver_id"],
            ["person.id"],
            name=op.f("fk_published_group_driver_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["mix_group.id"],
            name=op.f("fk_published_group_group_id_mix_group"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["published_id"],
            ["published_mix.id"],
            name=op.f("fk_published_group_published_id_published_mix"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["mix_round.id"],
            name=op.f("fk_published_group_round_id_mix_round"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_group")),
    )
    with op.batch_alter_table("published_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_group_driver_id"), ["driver_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_published_group_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_published_group_published_id"), ["published_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_published_group_round_id"), ["round_id"], unique=False)

    op.create_table(
        "published_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["published_group.id"],
            name=op.f("fk_published_seat_group_id_published_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_published_seat_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_seat")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_published_seat_group_id_person_id")
        ),
    )
    with op.batch_alter_table("published_seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_seat_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("published_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_seat_person_id"))

    op.drop_table("published_seat")
    with op.batch_alter_table("published_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_group_round_id"))
        batch_op.drop_index(batch_op.f("ix_published_group_published_id"))
        batch_op.drop_index(batch_op.f("ix_published_group_group_id"))
        batch_op.drop_index(batch_op.f("ix_published_group_driver_id"))

    op.drop_table("published_group")
    with op.batch_alter_table("mix_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mix_seat_round_id"))
        batch_op.drop_index(batch_op.f("ix_mix_seat_person_id"))
        batch_op.drop_index(batch_op.f("ix_mix_seat_group_id"))

    op.drop_table("mix_seat")
    with op.batch_alter_table("mix_lock", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mix_lock_locked_by_id"))
        batch_op.drop_index(batch_op.f("ix_mix_lock_group_id"))

    op.drop_table("mix_lock")
    with op.batch_alter_table("published_mix", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_mix_published_by_id"))
        batch_op.drop_index(batch_op.f("ix_published_mix_mix_id"))

    op.drop_table("published_mix")
    with op.batch_alter_table("need_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_apart_person_id"))

    op.drop_table("need_apart")
    op.drop_table("need")
    with op.batch_alter_table("mix_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mix_group_driver_id"))

    op.drop_table("mix_group")
    with op.batch_alter_table("mix_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mix_change_changed_by_id"))

    op.drop_table("mix_change")
    with op.batch_alter_table("mix_absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mix_absence_person_id"))

    op.drop_table("mix_absence")
    op.drop_table("mix_settings")
    op.drop_table("mix_round")
    with op.batch_alter_table("mix", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mix_job_id"))
        batch_op.drop_index(batch_op.f("ix_mix_event_id"))
        batch_op.drop_index(batch_op.f("ix_mix_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_mix_base_id"))

    op.drop_table("mix")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_person_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_other_id"))

    op.drop_table("meeting")
