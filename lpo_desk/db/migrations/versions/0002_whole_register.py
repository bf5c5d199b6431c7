"""The whole register of the privacy notice: products, connections, numbers, collection, restrictions, merges.

Columns are added one by one: SQLite would rebuild a table for anything more, and other tables point at these.
"""

import sqlalchemy as sa
from alembic import op

from lpo_desk.db import restriction_triggers
from lpo_desk.db.tables.base import Instant, Key, SearchText

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _add_references()
    op.create_index(op.f("ix_party_replaced_by_id"), "party", ["replaced_by_id"])
    _move_collection()
    restriction_triggers.install(op.get_bind())
    _make_search_anew()


def _make_search_anew() -> None:
    """Derived tables change their shape; what they hold is derived again at the next sign-in."""
    op.drop_table("search_term")
    op.drop_table("list_entry")
    op.create_table(
        "list_entry",
        sa.Column("party_id", Key, nullable=False),
        sa.Column("number", SearchText, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("sort_key", SearchText, nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_list_entry_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_list_entry")),
    )
    op.create_index(
        op.f("ix_list_entry_sort_key_number_party_id"), "list_entry", ["sort_key", "number", "party_id"]
    )
    op.create_index(op.f("ix_list_entry_place"), "list_entry", ["place"])
    op.create_table(
        "search_term",
        sa.Column("field", SearchText, nullable=False),
        sa.Column("term", SearchText, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.PrimaryKeyConstraint("field", "term", "party_id", name=op.f("pk_search_term")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_set",
        sa.Column("key", SearchText, nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_set")),
    )
    op.create_table(
        "search_gap",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_search_gap")),
    )


def _make_tables() -> None:
    op.create_table(
        "product",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=False),
        sa.Column("name_sv", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    op.create_table(
        "suppression_entry",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sender", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression_entry")),
    )
    op.create_index(op.f("ix_suppression_entry_digest"), "suppression_entry", ["digest"], unique=False)
    op.create_table(
        "account_party",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("tie", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_party_account_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_account_party_party_id")),
        sa.PrimaryKeyConstraint("account_id", "party_id", name=op.f("pk_account_party")),
    )
    op.create_index(op.f("ix_account_party_party_id"), "account_party", ["party_id"], unique=False)
    op.create_table(
        "connection",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("owner_id", Key, nullable=True),
        sa.Column("consent", sa.String(40), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["party.id"], name=op.f("fk_connection_owner_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_connection_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("number", name=op.f("uq_connection_number")),
    )
    op.create_index(op.f("ix_connection_owner_id"), "connection", ["owner_id"], unique=False)
    op.create_index(op.f("ix_connection_party_id"), "connection", ["party_id"], unique=False)
    op.create_table(
        "field_source",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_field_source_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_source")),
        sa.UniqueConstraint("party_id", "field", name=op.f("uq_field_source_party_id_field")),
    )
    op.create_table(
        "foreign_id",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_foreign_id_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_id")),
    )
    op.create_index(op.f("ix_foreign_id_party_id"), "foreign_id", ["party_id"], unique=False)
    op.create_table(
        "not_same",
        sa.Column("first_id", Key, nullable=False),
        sa.Column("second_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_not_same_account_id")),
        sa.ForeignKeyConstraint(["first_id"], ["party.id"], name=op.f("fk_not_same_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["party.id"], name=op.f("fk_not_same_second_id")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_not_same")),
    )
    op.create_table(
        "party_merge",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("survivor_id", Key, nullable=False),
        sa.Column("merged_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("survivor_version", sa.Integer(), nullable=False),
        sa.Column("merged_version", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", Key, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_party_merge_account_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["party.id"], name=op.f("fk_party_merge_merged_id")),
        sa.ForeignKeyConstraint(["survivor_id"], ["party.id"], name=op.f("fk_party_merge_survivor_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_party_merge_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_merge")),
    )
    op.create_index(op.f("ix_party_merge_merged_id"), "party_merge", ["merged_id"], unique=False)
    op.create_index(op.f("ix_party_merge_survivor_id"), "party_merge", ["survivor_id"], unique=False)
    op.create_table(
        "payment_reference",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_payment_reference_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_reference")),
    )
    op.create_index(op.f("ix_payment_reference_party_id"), "payment_reference", ["party_id"], unique=False)
    op.create_table(
        "collection_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("collection_case_id", Key, nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_case_id"],
            ["collection_case.id"],
            name=op.f("fk_collection_event_collection_case_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_collection_event_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_event")),
    )
    op.create_index(
        op.f("ix_collection_event_collection_case_id"),
        "collection_event",
        ["collection_case_id"],
        unique=False,
    )
    op.create_index(op.f("ix_collection_event_party_id"), "collection_event", ["party_id"], unique=False)
    op.create_table(
        "processing_restriction",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("case_id", Key, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["request_case.id"], name=op.f("fk_processing_restriction_case_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_processing_restriction_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processing_restriction")),
    )
    op.create_index(
        op.f("ix_processing_restriction_party_id"), "processing_restriction", ["party_id"], unique=False
    )
    op.create_table(
        "service_number",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("subscription_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_digest", sa.LargeBinary(length=16), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_service_number_party_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_service_number_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_number")),
    )
    op.create_index(op.f("ix_service_number_party_id"), "service_number", ["party_id"], unique=False)
    op.create_index(
        op.f("ix_service_number_subscription_id"), "service_number", ["subscription_id"], unique=False
    )


def _add_columns() -> None:
    for table, column in _COLUMNS:
        op.add_column(table, column)
    # A customer type came with its party; the defaults above are there only so that the columns can be added.
    for name in ("source", "source_on", "source_by"):
        op.execute(
            f"UPDATE party_type SET {name} = (SELECT {name} FROM party WHERE party.id = party_type.party_id)"  # noqa: S608 - names from the code
        )


def _move_collection() -> None:
    """How far a case has come becomes the first of its events."""
    op.execute(
        "INSERT INTO collection_event"
        " (party_id, collection_case_id, stage, note, source, source_on, source_by)"
        " SELECT party_id, id, state, '', source, source_on, source_by FROM collection_case ORDER BY id"
    )
    op.drop_column("collection_case", "state")


def _add_references() -> None:
    """SQLite takes a new foreign key only together with its column."""
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, column, target in _REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {key} "
            f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
        )


_COLUMNS: tuple[tuple[str, "sa.Column[object]"], ...] = (
    ("billing_profile", sa.Column("email", sa.Text(), nullable=False, server_default="")),
    ("billing_profile", sa.Column("iban", sa.Text(), nullable=False, server_default="")),
    ("collection_case", sa.Column("agency", sa.Text(), nullable=False, server_default="")),
    ("collection_case", sa.Column("opened_on", sa.Date(), nullable=True)),
    ("interaction", sa.Column("number", sa.Text(), nullable=False, server_default="")),
    ("interaction", sa.Column("way", sa.String(40), nullable=True)),
    ("party", sa.Column("preferred_channel", sa.String(40), nullable=True)),
    ("party_relation", sa.Column("authority", sa.String(40), nullable=True)),
    ("party_relation", sa.Column("authority_on", sa.Date(), nullable=True)),
    ("party_relation", sa.Column("confirmed_on", sa.Date(), nullable=True)),
    ("party_relation", sa.Column("scope", sa.String(40), nullable=True)),
    ("party_relation", sa.Column("scope_note", sa.Text(), nullable=False, server_default="")),
    ("party_relation", sa.Column("seen_on", sa.Date(), nullable=True)),
    ("party_relation", sa.Column("seen_by", sa.Text(), nullable=False, server_default="")),
    ("party_type", sa.Column("source", sa.String(40), nullable=False, server_default="own_systems")),
    ("party_type", sa.Column("source_on", sa.Date(), nullable=False, server_default="1970-01-01")),
    ("party_type", sa.Column("source_by", sa.Text(), nullable=False, server_default="")),
    ("permission_event", sa.Column("basis", sa.String(40), nullable=True)),
    ("permission_event", sa.Column("way", sa.String(40), nullable=True)),
    ("permission_event", sa.Column("text_version", sa.Text(), nullable=False, server_default="")),
    ("subscription", sa.Column("contract_number", sa.Text(), nullable=False, server_default="")),
)

_REFERENCES = (
    ("directory_listing", "service_number_id", "service_number"),
    ("interaction", "office_id", "office"),
    ("interaction", "subscription_id", "subscription"),
    ("party", "replaced_by_id", "party"),
    ("permission_event", "office_id", "office"),
    ("subscription", "connection_id", "connection"),
    ("subscription", "product_id", "product"),
)
