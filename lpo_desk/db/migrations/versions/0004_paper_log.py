"""The log of paper records: places as a tree, custody as events, scans, inventories, destruction."""

import re

import sqlalchemy as sa
from alembic import op

from lpo_desk.db.tables.base import Instant, Key

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _make_tables()
    for table, column in _COLUMNS:
        op.add_column(table, column)
    _add_references()
    _make_trees()
    _tell_where()
    for name, table, columns, unique in _INDEXES:
        op.create_index(op.f(name), table, columns, unique=unique)
    op.drop_index(op.f("ix_list_entry_place"), "list_entry")
    op.create_index("ix_list_entry_line", "list_entry", _LINE)
    flagged = sa.text("flags <> ''")
    op.create_index(
        "ix_list_entry_flagged", "list_entry", ["flags"], sqlite_where=flagged, postgresql_where=flagged
    )
    op.execute("DELETE FROM search_set")  # so the next sign-in derives everything, the new party_road too
    papers = sa.text("table_name IN ('manual_record', 'manual_record_party')")
    op.create_index(
        "ix_audit_event_paper", "audit_event", ["row_key"], sqlite_where=papers, postgresql_where=papers
    )


def _add_references() -> None:
    """SQLite takes a new foreign key only together with its column."""
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table, column, target in _REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {key} "
            f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
        )


def _make_trees() -> None:
    """The places of the old register are paths, "C/kaappi 1/mappi 20": each part becomes a place in the one before it,
    the last one what the papers lie in. Every place gets the code of its label."""
    connection = op.get_bind()
    offices = {row.id: row.code for row in connection.execute(sa.select(_OFFICE))}
    known = {
        (row.office_id, row.path): row.id
        for row in connection.execute(sa.select(_PLACE).order_by(_PLACE.c.id))
    }
    last = dict.fromkeys(offices, 0)
    for (office, path), key in sorted(known.items(), key=lambda place: place[1]):
        parent = None
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            here = "/".join(parts[:depth])
            values = {
                "parent_id": parent,
                "name": parts[depth - 1],
                "kind": _kind(parts[depth - 1], last=depth == len(parts)),
            }
            if (office, here) not in known:
                last[office] += 1
                added = {"office_id": office, "path": here, "code": f"{offices[office]}-K{last[office]:04}"}
                made = connection.execute(_PLACE.insert().values(**values, **added).returning(_PLACE.c.id))
                known[office, here] = made.scalar_one()
            elif known[office, here] == key:
                last[office] += 1
                values["code"] = f"{offices[office]}-K{last[office]:04}"
                connection.execute(_PLACE.update().where(_PLACE.c.id == key).values(**values))
            parent = known[office, here]
    papers = connection.execute(sa.select(_RECORD.c.office_id, _RECORD.c.paper_number)).all()
    for office, code in offices.items():
        numbers = [
            int(found[1])
            for row in papers
            if row.office_id == office
            and (found := re.fullmatch(rf"{re.escape(code)}-([0-9]+)", row.paper_number))
        ]
        counters = {"office_id": office, "last_paper": max(numbers, default=0), "last_place": last[office]}
        connection.execute(_COUNTER.insert().values(**counters))


def _kind(name: str, *, last: bool) -> str:
    kind = next((kind for word, kind in _WORDS if re.search(word, name.casefold())), "room")
    return kind if not last or kind in ("binder", "box") else "binder"


def _tell_where() -> None:
    """Until now a paper was placed, and perhaps lent after it: nothing else was written of it."""
    op.execute(
        "UPDATE custody_event SET office_id ="
        " (SELECT office_id FROM manual_record WHERE manual_record.id = custody_event.record_id)"
    )
    newest = "SELECT max(id) FROM custody_event WHERE record_id = r.id"
    placed = f"{newest} AND place_id IS NOT NULL"
    op.execute(
        "INSERT INTO custody_now (record_id, state, home_id, place_id, holder, office_id, due_on, since)"  # noqa: S608 - fixed text
        " SELECT r.id,"
        " CASE WHEN n.kind = 'lent' THEN 'out' WHEN n.kind = 'placed' THEN 'in_place' ELSE 'unplaced' END,"
        " p.place_id, CASE WHEN n.kind = 'placed' THEN n.place_id END,"
        " CASE WHEN n.kind = 'lent' THEN n.holder ELSE '' END, n.office_id, NULL, n.at"
        f" FROM manual_record r LEFT JOIN custody_event n ON n.id = ({newest})"
        f" LEFT JOIN custody_event p ON p.id = ({placed})"
    )


_OFFICE = sa.table("office", sa.column("id"), sa.column("code"))
_PLACE = sa.table(
    "place",
    *map(sa.column, ("id", "office_id", "parent_id", "kind", "name", "code", "path")),
)
_RECORD = sa.table("manual_record", sa.column("office_id"), sa.column("paper_number"))
_COUNTER = sa.table("paper_counter", *map(sa.column, ("office_id", "last_paper", "last_place")))
_WORDS = (
    ("kaappi|skåp", "cabinet"),
    ("hylly|hylla", "shelf"),
    ("laatikko|låda", "box"),
    ("mappi|kansio|pärm|mapp", "binder"),
)


def _make_tables() -> None:
    op.create_table(
        "party_road",
        sa.Column("party_id", Key, nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_road_party_id")),
        sa.PrimaryKeyConstraint("party_id", "digest", name=op.f("pk_party_road")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_party_road_digest"), "party_road", ["digest"], unique=False)
    op.create_table(
        "paper_counter",
        sa.Column("office_id", Key, nullable=False),
        sa.Column("last_paper", sa.Integer(), nullable=False),
        sa.Column("last_place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_counter_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_paper_counter")),
    )
    op.create_table(
        "destruction_list",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("proposed_by", Key, nullable=False),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("approved_by", Key, nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_by", Key, nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("executed_by", Key, nullable=True),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("method", sa.String(40), nullable=True),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["account.id"], name=op.f("fk_destruction_list_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["account.id"], name=op.f("fk_destruction_list_cancelled_by")
        ),
        sa.ForeignKeyConstraint(
            ["executed_by"], ["account.id"], name=op.f("fk_destruction_list_executed_by")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_destruction_list_office_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_destruction_list_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_list")),
    )
    op.create_table(
        "inventory_round",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("started_by", Key, nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_inventory_round_place_id")),
        sa.ForeignKeyConstraint(["started_by"], ["account.id"], name=op.f("fk_inventory_round_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_round")),
    )
    op.create_index(op.f("ix_inventory_round_place_id"), "inventory_round", ["place_id"], unique=False)
    op.create_table(
        "place_event",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("from_path", sa.Text(), nullable=False),
        sa.Column("to_path", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_place_event_account_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_event_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_event")),
    )
    op.create_index(op.f("ix_place_event_place_id"), "place_event", ["place_id"], unique=False)
    op.create_table(
        "custody_now",
        sa.Column("record_id", Key, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("home_id", Key, nullable=True),
        sa.Column("place_id", Key, nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("office_id", Key, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("since", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_custody_now_home_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_custody_now_office_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_custody_now_place_id")),
        sa.ForeignKeyConstraint(["record_id"], ["manual_record.id"], name=op.f("fk_custody_now_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_custody_now")),
    )
    op.create_index(op.f("ix_custody_now_place_id"), "custody_now", ["place_id"], unique=False)
    op.create_index(op.f("ix_custody_now_state"), "custody_now", ["state"], unique=False)
    op.create_index(op.f("ix_custody_now_office_id"), "custody_now", ["office_id"], unique=False)
    op.create_table(
        "destruction_item",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("list_id", Key, nullable=False),
        sa.Column("record_id", Key, nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["destruction_list.id"], name=op.f("fk_destruction_item_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["manual_record.id"], name=op.f("fk_destruction_item_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_item")),
        sa.UniqueConstraint("list_id", "record_id", name=op.f("uq_destruction_item_list_id_record_id")),
    )
    op.create_index(op.f("ix_destruction_item_record_id"), "destruction_item", ["record_id"], unique=False)
    op.create_table(
        "inventory_finding",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("round_id", Key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("record_id", Key, nullable=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("believed_id", Key, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("settled", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["believed_id"], ["place.id"], name=op.f("fk_inventory_finding_believed_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["manual_record.id"], name=op.f("fk_inventory_finding_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["inventory_round.id"], name=op.f("fk_inventory_finding_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory_finding")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_inventory_finding_round_id_number")),
    )
    op.create_table(
        "paper_task",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("record_id", Key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("account_id", Key, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_paper_task_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_paper_task_case_id")),
        sa.ForeignKeyConstraint(["record_id"], ["manual_record.id"], name=op.f("fk_paper_task_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_task")),
        sa.UniqueConstraint(
            "case_id", "record_id", "kind", name=op.f("uq_paper_task_case_id_record_id_kind")
        ),
    )
    op.create_index(op.f("ix_paper_task_record_id"), "paper_task", ["record_id"], unique=False)
    op.create_table(
        "scan",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("office_id", Key, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("media", sa.String(40), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("case_id", Key, nullable=True),
        sa.Column("record_id", Key, nullable=True),
        sa.Column("duplicate_of_id", Key, nullable=True),
        sa.Column("filed_at", Instant(), nullable=True),
        sa.Column("filed_by", Key, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["request_case.id"], name=op.f("fk_scan_case_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["scan.id"], name=op.f("fk_scan_duplicate_of_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name=op.f("fk_scan_filed_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_scan_office_id")),
        sa.ForeignKeyConstraint(["record_id"], ["manual_record.id"], name=op.f("fk_scan_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_index(op.f("ix_scan_case_id"), "scan", ["case_id"], unique=False)
    op.create_index(op.f("ix_scan_digest"), "scan", ["digest"], unique=False)
    op.create_index(op.f("ix_scan_record_id"), "scan", ["record_id"], unique=False)
    op.create_index(op.f("ix_scan_state"), "scan", ["state"], unique=False)


_COLUMNS: tuple[tuple[str, "sa.Column[object]"], ...] = (
    ("custody_event", sa.Column("due_on", sa.Date(), nullable=True)),
    ("custody_event", sa.Column("reason", sa.Text(), nullable=False, server_default="")),
    ("manual_record", sa.Column("title", sa.Text(), nullable=False, server_default="")),
    ("manual_record", sa.Column("dated_on", sa.Date(), nullable=True)),
    ("manual_record", sa.Column("pages", sa.Integer(), nullable=True)),
    ("manual_record", sa.Column("retention", sa.String(40), nullable=False, server_default="old_register")),
    ("manual_record", sa.Column("retained_from", sa.Date(), nullable=True)),
    ("manual_record", sa.Column("hold_reason", sa.Text(), nullable=False, server_default="")),
    ("manual_record", sa.Column("hold_on", sa.Date(), nullable=True)),
    ("manual_record", sa.Column("version", sa.Integer(), nullable=False, server_default="1")),
    ("place", sa.Column("kind", sa.String(40), nullable=False, server_default="binder")),
    ("place", sa.Column("name", sa.Text(), nullable=False, server_default="")),
    ("place", sa.Column("code", sa.Text(), nullable=False, server_default="")),
    ("place", sa.Column("access", sa.Text(), nullable=False, server_default="")),
    ("place", sa.Column("retired", sa.Boolean(), nullable=False, server_default=sa.false())),
    ("handover", sa.Column("medium", sa.String(40), nullable=True)),
    ("handover", sa.Column("files", sa.JSON(), nullable=False, server_default="[]")),
    ("document", sa.Column("printed_at", Instant(), nullable=True)),
    ("document", sa.Column("saved_at", Instant(), nullable=True)),
    ("processing_restriction", sa.Column("lifting_on", sa.Date(), nullable=True)),
)

_REFERENCES = (
    ("custody_event", "office_id", "office"),
    ("custody_event", "case_id", "request_case"),
    ("custody_event", "account_id", "account"),
    ("manual_record", "hold_by", "account"),
    ("manual_record", "subscription_id", "subscription"),
    ("manual_record", "relation_id", "party_relation"),
    ("place", "parent_id", "place"),
)

_LINE = ["place", "party_id", "number", "name", "town", "kind", "types", "flags", "sort_key"]
_INDEXES = (
    ("ix_custody_event_place_id", "custody_event", ["place_id"], False),
    ("ix_manual_record_case_id", "manual_record", ["case_id"], False),
    ("ix_manual_record_retention_until", "manual_record", ["retention_until"], False),
    ("ix_manual_record_title", "manual_record", ["title"], False),
    ("ix_place_code", "place", ["code"], True),
)
