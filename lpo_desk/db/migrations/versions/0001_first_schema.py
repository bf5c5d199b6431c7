"""The first schema."""

import sqlalchemy as sa
from alembic import op

from lpo_desk.db.tables.base import Instant, Key, SearchText

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("party_id", Key, nullable=True),
        sa.Column("case_id", Key, nullable=True),
        sa.Column("purpose", sa.String(40), nullable=True),
        sa.Column("save_id", sa.Uuid(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_party_id_at"), ["party_id", "at"], unique=False)

    op.create_table(
        "audit_seal",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("last_event_id", Key, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "import_row",
        sa.Column("sheet", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("occurrence", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("sheet", "digest", "occurrence", name=op.f("pk_import_row")),
    )
    op.create_table(
        "office",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=False),
        sa.Column("name_sv", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("town_fi", sa.Text(), nullable=False),
        sa.Column("town_sv", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "account",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("office_id", Key, nullable=True),
        sa.Column("lang", sa.String(40), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("preferences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_account_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "audit_body",
        sa.Column("event_id", Key, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["audit_event.id"], name=op.f("fk_audit_body_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_body")),
    )
    op.create_table(
        "case_counter",
        sa.Column("office_id", Key, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_case_counter_office_id")),
        sa.PrimaryKeyConstraint("office_id", "year", name=op.f("pk_case_counter")),
    )
    op.create_table(
        "place",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_place_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_office_id_path"), ["office_id", "path"], unique=True)

    op.create_table(
        "account_role",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("file_digest", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_import_run_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "save",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_save_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_save")),
    )
    op.create_table(
        "party",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("lang", sa.String(40), nullable=True),
        sa.Column("language_note", sa.Text(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("date_of_death", sa.Date(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_run_id", Key, nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_party_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_table(
        "address",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("co", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_address_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_party_id"), ["party_id"], unique=False)

    op.create_table(
        "billing_profile",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("method", sa.String(40), nullable=True),
        sa.Column("einvoice_address", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_profile_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_profile")),
        sa.UniqueConstraint("party_id", name=op.f("uq_billing_profile_party_id")),
    )
    op.create_table(
        "business_id",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_business_id_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_id")),
    )
    with op.batch_alter_table("business_id", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_business_id_party_id"), ["party_id"], unique=False)

    op.create_table(
        "collection_case",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_collection_case_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_case")),
    )
    with op.batch_alter_table("collection_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_case_party_id"), ["party_id"], unique=False)

    op.create_table(
        "contact_point",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contact_point_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
    )
    with op.batch_alter_table("contact_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_point_party_id"), ["party_id"], unique=False)

    op.create_table(
        "customer_account",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.Column("member_number", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_customer_account_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_account")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_account_number")),
    )
    with op.batch_alter_table("customer_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_account_party_id"), ["party_id"], unique=False)

    op.create_table(
        "customer_note",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_customer_note_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_note")),
    )
    with op.batch_alter_table("customer_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_note_party_id"), ["party_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("draft_key", sa.Uuid(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("party_id", Key, nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_draft_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_draft_draft_key")),
    )
    op.create_table(
        "import_warning",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("run_id", Key, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_import_warning_party_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_warning_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_warning")),
    )
    with op.batch_alter_table("import_warning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_warning_party_id"), ["party_id"], unique=False)

    op.create_table(
        "interaction",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_interaction_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
    )
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interaction_party_id_on_date"), ["party_id", "on_date"], unique=False
        )

    op.create_table(
        "list_entry",
        sa.Column("party_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("sort_key", SearchText, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_list_entry_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_list_entry")),
    )
    with op.batch_alter_table("list_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_entry_sort_key_party_id"), ["sort_key", "party_id"], unique=False
        )

    op.create_table(
        "party_name",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_names", sa.Text(), nullable=False),
        sa.Column("calling_name", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_name_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_name")),
    )
    with op.batch_alter_table("party_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_name_party_id"), ["party_id"], unique=False)

    op.create_table(
        "party_type",
        sa.Column("party_id", Key, nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_type_party_id")),
        sa.PrimaryKeyConstraint("party_id", "type", name=op.f("pk_party_type")),
    )
    op.create_table(
        "permission_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("sender", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_permission_event_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission_event")),
    )
    with op.batch_alter_table("permission_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permission_event_party_id"), ["party_id"], unique=False)

    op.create_table(
        "personal_identity_code",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("lookup_hash", sa.LargeBinary(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_personal_identity_code_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_identity_code")),
    )
    with op.batch_alter_table("personal_identity_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_personal_identity_code_lookup_hash"), ["lookup_hash"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_personal_identity_code_party_id"), ["party_id"], unique=False)

    op.create_table(
        "protection_note",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_protection_note_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_note")),
    )
    with op.batch_alter_table("protection_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protection_note_party_id"), ["party_id"], unique=False)

    op.create_table(
        "read_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=True),
        sa.Column("save_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_read_event_account_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_read_event_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_event")),
    )
    with op.batch_alter_table("read_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_event_party_id_at"), ["party_id", "at"], unique=False)

    op.create_table(
        "request_case",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("party_id", Key, nullable=True),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("requester", sa.String(40), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("entered_by", Key, nullable=False),
        sa.Column("handler_id", Key, nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("names_register", sa.Boolean(), nullable=False),
        sa.Column("delivered_to_office", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("reply_form", sa.String(40), nullable=False),
        sa.Column("reply_lang", sa.String(40), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("late_reason", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_request_case_entered_by")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_request_case_handler_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_request_case_office_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_request_case_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_case")),
        sa.UniqueConstraint("number", name=op.f("uq_request_case_number")),
    )
    with op.batch_alter_table("request_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_case_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_case_status"), ["status"], unique=False)

    op.create_table(
        "search_term",
        sa.Column("term", SearchText, nullable=False),
        sa.Column("field", SearchText, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_search_term_party_id")),
        sa.PrimaryKeyConstraint("term", "field", "party_id", name=op.f("pk_search_term")),
    )
    with op.batch_alter_table("search_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_term_party_id_term"), ["party_id", "term"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("monthly_fee", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_subscription_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("number", name=op.f("uq_subscription_number")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscription_party_id"), ["party_id"], unique=False)

    op.create_table(
        "authority",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_authority_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_authority_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
    )
    with op.batch_alter_table("authority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authority_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_event_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_event_case_id_at"), ["case_id", "at"], unique=False)

    op.create_table(
        "clock_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_clock_event_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_clock_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_event")),
    )
    with op.batch_alter_table("clock_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_event_case_id"), ["case_id"], unique=False)

    op.create_table(
        "directory_listing",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("subscription_id", Key, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_directory_listing_party_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_directory_listing_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_listing")),
    )
    with op.batch_alter_table("directory_listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_listing_party_id"), ["party_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("lang", sa.String(40), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_document_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_document_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_case_id"), ["case_id"], unique=False)

    op.create_table(
        "gather_task",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answered_by", Key, nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_gather_task_answered_by")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_gather_task_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gather_task")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_gather_task_case_id_place")),
    )
    op.create_table(
        "identity_check",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("matches", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.Column("at_handover", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_identity_check_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_identity_check_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
    )
    with op.batch_alter_table("identity_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_check_case_id"), ["case_id"], unique=False)

    op.create_table(
        "manual_record",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("paper_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_manual_record_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_manual_record_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_record")),
        sa.UniqueConstraint("paper_number", name=op.f("uq_manual_record_paper_number")),
    )
    op.create_table(
        "party_relation",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("other_id", Key, nullable=False),
        sa.Column("subscription_id", Key, nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("source_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["party.id"], name=op.f("fk_party_relation_other_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_relation_party_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscription.id"], name=op.f("fk_party_relation_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_relation")),
    )
    with op.batch_alter_table("party_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_relation_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_relation_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_party_relation_subscription_id"), ["subscription_id"], unique=False
        )

    op.create_table(
        "request_claim",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("right", sa.String(40), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("resolution", sa.String(40), nullable=True),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("reviewed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", Key, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_request_claim_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_request_claim_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_claim")),
    )
    with op.batch_alter_table("request_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_claim_case_id"), ["case_id"], unique=False)

    op.create_table(
        "custody_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("record_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("place_id", Key, nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_custody_event_place_id")),
        sa.ForeignKeyConstraint(["record_id"], ["manual_record.id"], name=op.f("fk_custody_event_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_event")),
    )
    with op.batch_alter_table("custody_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_event_record_id"), ["record_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("identity_check_id", Key, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_handover_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_handover_case_id")),
        sa.ForeignKeyConstraint(
            ["identity_check_id"], ["identity_check.id"], name=op.f("fk_handover_identity_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_case_id"), ["case_id"], unique=False)

    op.create_table(
        "manual_record_party",
        sa.Column("record_id", Key, nullable=False),
        sa.Column("party_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_manual_record_party_party_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["manual_record.id"], name=op.f("fk_manual_record_party_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "party_id", name=op.f("pk_manual_record_party")),
    )
    with op.batch_alter_table("manual_record_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manual_record_party_party_id"), ["party_id"], unique=False)
