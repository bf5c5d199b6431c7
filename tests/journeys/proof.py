"""What a journey leaves behind: rows, papers, audit, Excel; each read as somebody would who looks into it later."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import or_, select

from lpo_desk.db import audit
from lpo_desk.db.tables import Base, requests
from lpo_desk.db.tables.requests import Document
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperKind, RetentionClass, kept
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.pages.reports import ReportsPage
from tests.documents.reading import catalog, dictionary, squeezed, tags, text, xmp
from tests.fixtures_db import Desk
from tests.journeys.deeds import Deed
from tests.journeys.office import MANAGER, MONDAY, NUMBER, PAPER, Office
from tests.journeys.people import HETU
from tests.registers import LOGS
from tests.ui.case_hands import ask

_CASE_BOOK = frozenset(
    kind.__tablename__
    for kind in vars(requests).values()
    if isinstance(kind, type) and issubclass(kind, Base) and kind is not Base
)
_APART = LOGS | _CASE_BOOK
_APART |= {"account", "draft", "list_entry", "search_term", "search_set", "search_gap", "party_road"}
"""Tables that a journey fills by its nature: logs, the case book, the users' screens, what search derives."""

_TOLD = (
    AuditEvent.account_name,
    AuditEvent.save_id,
    AuditEvent.kind,
    AuditEvent.table_name,
    AuditEvent.fields,
    AuditEvent.purpose,
)
Rows = dict[tuple[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Paper:
    lang: Lang
    content: bytes

    @property
    def words(self) -> str:
        return _words(self.content)


@cache
def _words(pdf: bytes) -> str:
    return squeezed(text(pdf))


def assert_says(paper: Paper, *sentences: str) -> None:
    words = paper.words
    for sentence in sentences:
        assert squeezed(sentence) in words, sentence


def assert_silent(paper: Paper, *sentences: str) -> None:
    words = paper.words
    for sentence in sentences:
        assert squeezed(sentence) not in words, sentence


@dataclass
class Proof:
    """Made before the journey, asked after it."""

    office: Office
    _before: Rows = field(init=False)
    _since: int = field(init=False)
    """Key of the last audit row."""

    def __post_init__(self) -> None:
        self._before = register(self.office.desk)
        newest = select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)
        self._since = ask(self.office.desk, lambda unit: unit.session.scalars(newest).one())

    def changes(self) -> list[str]:
        """Everything in the register that is another than before: `address.street` for a value, `+address` for a row that
        came, `-address` for one that went."""
        before, after = self._before, register(self.office.desk)
        told = [f"-{table}" for table, _ in before.keys() - after.keys()]
        told += [f"+{table}" for table, _ in after.keys() - before.keys()]
        for table, key in before.keys() & after.keys():
            was, now = before[table, key], after[table, key]
            told += [f"{table}.{name}" for name in was if was[name] != now[name] and name != "version"]
        return sorted(told)

    def came(self, table: str) -> list[dict[str, Any]]:
        """The rows that came to a table, oldest first; each is of the customer."""
        after = register(self.office.desk)
        rows = [after[place] for place in sorted(after.keys() - self._before.keys()) if place[0] == table]
        assert all(row.get("party_id", self.office.party_id) == self.office.party_id for row in rows)
        return rows

    def filed(self, kind: PaperKind, closed: date, *, dated: date = MONDAY, known: bool = True) -> list[str]:
        """The changes by which the signed form came into the log: one paper of the customer's and the case's with the
        office's first number, whose time is counted from the day that the case was closed."""
        (paper,) = self.came("manual_record")
        wanted = {
            "paper_number": PAPER,
            "kind": kind,
            "dated_on": dated,
            "case_id": 1,
            "retention": RetentionClass.CASE,
            "retained_from": closed,
            "retention_until": kept(RetentionClass.CASE, closed, None).until,
            "hold_reason": "",
        }
        assert wanted.items() <= paper.items()
        (now,) = self.came("custody_now")
        assert (now["state"], now["office_id"]) == (PaperState.UNPLACED, paper["office_id"])
        people = [link["record_id"] for link in self.came("manual_record_party")]
        assert people == [paper["id"]] * known, "came() looked whose"
        tables = ("custody_event", "custody_now", "manual_record", "paper_counter")
        return sorted([*(f"+{table}" for table in tables), *["+manual_record_party"] * known])

    def papers(self) -> dict[DocumentKind, Paper]:
        """All that was archived. Whatever it is, it is in the customer's language, names no clerk and no identity code,
        and is marked for a screen reader."""

        def read(unit: Unit) -> dict[DocumentKind, Paper]:
            rows = unit.session.scalars(select(Document).order_by(Document.id))
            return {row.kind: Paper(row.lang, row.content) for row in rows}

        found = ask(self.office.desk, read)
        for kind, paper in found.items():
            assert paper.lang is self.office.customer.lang
            if kind in (DocumentKind.PORTABLE_JSON, DocumentKind.PORTABLE_CSV):
                continue
            assert_accessible(paper.content, paper.lang)
            assert_says(paper, NUMBER)
            assert_silent(paper, HETU, "Virtanen")
        return found

    def story(self) -> list[Deed]:
        """The audit of the case and the customer, one deed after another: who, what, which table, of an update which
        fields. All of it was done for the request, and the chain of seals holds."""
        desk = self.office.desk
        assert_chain(desk)
        told: list[Deed] = []
        for (who, _), rows in groupby(
            ask(desk, self._events), key=lambda row: (row.account_name, row.save_id)
        ):
            deed = set()
            for row in rows:
                assert row.purpose is Purpose.REQUEST or row.table_name == "document"
                fields = row.fields if row.kind is AuditKind.UPDATE else []
                deed.add(" ".join((row.kind.value, row.table_name, *fields)))
            told.append((who, frozenset(deed)))
        return told

    def _events(self, unit: Unit) -> Sequence[Any]:
        mine = or_(AuditEvent.case_id.is_not(None), AuditEvent.party_id == self.office.party_id)
        done = AuditEvent.kind != AuditKind.SEARCH
        rows = select(*_TOLD).where(mine, done, AuditEvent.id > self._since).order_by(AuditEvent.id)
        return unit.connection.execute(rows).all()

    def booked(self, folder: Path) -> dict[str, Any]:
        """The case in the running month's workbook, made by the manager with his keys; by the key of the heading."""
        office = self.office
        with office.sits(MANAGER) as manager:
            manager.robot.press("Ctrl+Shift+E")
            page = manager.window.tabs.current
            assert isinstance(page, ReportsPage)
            page.folder.setText(str(folder))
            page.focus_first()
            manager.robot.press("Up", "Ctrl+Return")
            manager.robot.wait_for(lambda: bool(list(folder.glob("*.xlsx"))))
        (file,) = folder.glob("*.xlsx")
        sheet = load_workbook(file)[terms("report.case_book", lang=office.lang)]
        heads, *rows = sheet.iter_rows(values_only=True)
        (row,) = [row for row in rows if row[0] == NUMBER]
        cells = dict(zip(heads, row, strict=True))
        return {name: cells[terms(f"report.{name}", lang=office.lang)] for name in _COLUMNS}

    def expected(
        self,
        closed: date,
        rights: list[RequestRight],
        resolution: Resolution,
        **more: Any,  # noqa: ANN401 - cells
    ) -> dict[str, Any]:
        """The row of a case received and identified on the Monday, in time unless told otherwise."""
        lang = self.office.lang
        return {
            "right": ", ".join(terms(right.term, lang=lang) for right in rights),
            "language": terms(f"language.{self.office.customer.lang.value}", lang=lang),
            "received_on": datetime.combine(MONDAY, datetime.min.time()),
            "due_on": datetime(2026, 12, 23),
            "closed_on": datetime.combine(closed, datetime.min.time()),
            "resolution": terms(resolution.term, lang=lang),
            "days": (closed - MONDAY).days,
            "is_late": terms("export.no", lang=lang),
            "late_reason": None,
            **more,
        }


_COLUMNS = (
    "right", "language", "received_on", "due_on", "closed_on", "resolution", "days", "is_late", "late_reason"
)  # fmt: skip


def register(desk: Desk) -> Rows:
    """Every row of every table but those apart, by table and key."""

    def read(unit: Unit) -> Rows:
        found: Rows = {}
        for table in Base.metadata.sorted_tables:
            keys = [column.name for column in table.primary_key]
            if table.name not in _APART:
                for row in unit.connection.execute(select(table)).mappings():
                    found[table.name, tuple(row[key] for key in keys)] = dict(row)
        return found

    return ask(desk, read)


def assert_accessible(pdf: bytes, lang: Lang) -> None:
    """Marked as PDF/UA in the reader's language, with one heading over the others and a title in its window."""
    root = catalog(pdf)
    assert str(root["/Lang"]) == lang.value
    assert bool(dictionary(root["/MarkInfo"])["/Marked"])
    assert re.search(r"pdfuaid:part>1<", xmp(pdf))
    structure = tags(pdf)
    assert structure.count("H1") == 1
    assert "P" in structure
    assert bool(dictionary(root["/ViewerPreferences"])["/DisplayDocTitle"])


def assert_chain(desk: Desk) -> None:
    """Sealed to its last row, the audit is whole."""
    with desk.database.unit(desk["admin"]) as unit:
        audit.seal(unit)
    report = ask(desk, audit.verify, "admin")
    assert report.ok
    assert report.sealed == report.events
