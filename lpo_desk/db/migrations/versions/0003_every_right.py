"""Every right of the notice: claims with what they are about, recipients, processors, disclosures, the erasure ledger."""

import sqlalchemy as sa
from alembic import op

from lpo_desk.db import restriction_triggers
from lpo_desk.db.tables.base import Instant, Key

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _make_tables()
    for table, column in _COLUMNS:
        op.add_column(table, column)
    _add_references()
    _let_places_repeat()
    restriction_triggers.install(op.get_bind())


def _let_places_repeat() -> None:
    """A case asks every processor, so a place may be asked more than once: its uniqueness goes.

    SQLite drops a constraint only with its table; nothing points at this one.
    """
    with op.batch_alter_table("gather_task") as batch:
        batch.drop_constraint(op.f("uq_gather_task_case_id_place"), type_="unique")
    op.create_index(op.f("ix_gather_task_case_id"), "gather_task", ["case_id"])


def _add_references() -> None:
    """SQLite takes a new foreign key only together with its column."""
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, column, target in _REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {key} "
            f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
        )


def _make_tables() -> None:
    op.create_table(
        "processor",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processor")),
    )
    op.create_table(
        "claim_item",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("claim_id", Key, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("applied_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_claim_item_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["request_claim.id"], name=op.f("fk_claim_item_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_item")),
    )
    op.create_index(op.f("ix_claim_item_claim_id"), "claim_item", ["claim_id"], unique=False)
    op.create_table(
        "recipient_notice",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("claim_id", Key, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("disclosed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", Key, nullable=True),
        sa.Column("document_id", Key, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recipient_notice_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_recipient_notice_case_id")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["request_claim.id"], name=op.f("fk_recipient_notice_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_recipient_notice_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_notice")),
    )
    op.create_index(op.f("ix_recipient_notice_case_id"), "recipient_notice", ["case_id"], unique=False)
    op.create_table(
        "disclosure",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_disclosure_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_party_id"), "disclosure", ["party_id"], unique=False)
    op.create_table(
        "erasure_entry",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("party_key", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("second_id", Key, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_erasure_entry_account_id")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_erasure_entry_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_entry")),
    )
    op.create_table(
        "letter_text",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_letter_text_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_text")),
        sa.UniqueConstraint("name", "lang", "version", name=op.f("uq_letter_text_name_lang_version")),
    )


_COLUMNS: tuple[tuple[str, "sa.Column[object]"], ...] = (
    ("document", sa.Column("text_version", sa.Integer(), nullable=True)),
    ("gather_task", sa.Column("asked_at", Instant(), nullable=True)),
    ("gather_task", sa.Column("chased_at", Instant(), nullable=True)),
    ("handover", sa.Column("signed", sa.Boolean(), nullable=False, server_default=sa.false())),
    ("party", sa.Column("erased_on", sa.Date(), nullable=True)),
    ("handover", sa.Column("returned_on", sa.Date(), nullable=True)),
    ("request_case", sa.Column("reply_address", sa.Text(), nullable=False, server_default="")),
    ("request_claim", sa.Column("restriction_ground", sa.String(40), nullable=True)),
    ("request_claim", sa.Column("erasure_ground", sa.String(40), nullable=True)),
    ("request_claim", sa.Column("copy_format", sa.String(40), nullable=True)),
    ("request_claim", sa.Column("plan", sa.LargeBinary(), nullable=True)),
    ("request_claim", sa.Column("effected_at", Instant(), nullable=True)),
)

_REFERENCES = (
    ("gather_task", "processor_id", "processor"),
    ("request_case", "duplicate_of_id", "request_case"),
    ("request_claim", "prepared_by", "account"),
    ("request_claim", "reviewed_by", "account"),
)
