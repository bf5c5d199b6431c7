"""Section 7 of the card: one time line of what happened to a customer and to the data held of him.

Changes are told from the audit: with values where the bodies still exist, by field name alone where they were redacted.
A personal identity code is never among the values: no body holds one.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from lpo_desk.db.merged import family
from lpo_desk.db.tables.imports import ImportRun
from lpo_desk.db.tables.papers import CustodyEvent, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.register import Party, ProtectionNote
from lpo_desk.db.tables.relationship import DirectoryListing, Interaction, PermissionEvent, Subscription
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.tables.system import Account, AuditEvent, Office, ReadEvent
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, RevealReason, Ticket
from lpo_desk.domain.card import HistoryKind, HistoryLine
from lpo_desk.domain.custody import CustodyKind
from lpo_desk.domain.entries import EntryLine, HistoryEntry
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.party import InteractionKind
from lpo_desk.formats import helsinki
from lpo_desk.services._changes import changes
from lpo_desk.services._clerks import came, clerks
from lpo_desk.services._entries import is_mine
from lpo_desk.services._held import Held, as_said
from lpo_desk.services._merge_lines import merge_lines
from lpo_desk.services._reveals import CODE, is_masked
from lpo_desk.services.releasing import PAPER
from lpo_desk.terms import Term

LIMIT = 200
ALL = frozenset(HistoryKind)


@requires(Right.OPEN_CUSTOMER)
def lines(
    unit: Unit, ticket: Ticket, kinds: Collection[HistoryKind | InteractionKind] = ALL, limit: int = LIMIT
) -> tuple[HistoryLine, ...]:
    """The newest `limit` lines of the kinds asked for, newest first; undated ones last. Raises NoTicket.

    A kind of interaction asks for those alone, HistoryKind.INTERACTION for all of them.
    Who looked is told to those who may SEE_LOOKUPS. While a protected person is masked, texts and values are left out.
    """
    unit.demand_ticket(ticket)
    masked = is_masked(unit, ticket)
    found = [
        line
        for kind in kinds
        if isinstance(kind, HistoryKind)
        for line in _READERS[kind](unit, ticket.party_id, limit, masked)
    ]
    some = {kind for kind in kinds if isinstance(kind, InteractionKind)}
    if some and HistoryKind.INTERACTION not in kinds:
        found += _interactions(unit, ticket.party_id, limit, masked, some)
    found.sort(key=_newest_first, reverse=True)
    names = clerks(unit)  # initials of the old register stay as they are
    return tuple(replace(line, who=names.get(line.who, line.who)) for line in found[:limit])


def _newest_first(line: HistoryLine) -> tuple[date, datetime]:
    """By Helsinki day; within it an event that somebody entered comes first, then what has an hour, then the rest."""
    match line.at:
        case datetime() as at:
            local = helsinki(at)
            return local.date(), local.replace(tzinfo=None)
        case date() as day:
            return day, datetime.max if line.kind is HistoryKind.INTERACTION else datetime.min
        case None:
            return date.min, datetime.min


def _interactions(
    unit: Unit,
    party_id: int,
    limit: int,
    masked: bool,
    kinds: Collection[InteractionKind] = frozenset(InteractionKind),
) -> list[HistoryLine]:
    newest = (
        select(
            Interaction.__table__, Subscription.number.label("subscription"), Office.name_fi, Office.name_sv
        )
        .outerjoin(Subscription, Subscription.id == Interaction.subscription_id)
        .outerjoin(Office, Office.id == Interaction.office_id)
        .where(Interaction.party_id == party_id, Interaction.kind.in_(kinds))
        .order_by(Interaction.on_date.desc().nulls_last(), Interaction.id.desc())
        .limit(limit)
    )
    found, names = [], clerks(unit)
    for row in unit.connection.execute(newest):
        text, translate = hide_codes(row.text), False
        if masked or not text:
            text, translate = ("history.hidden" if masked else row.kind.term), True
        entry = HistoryEntry(
            row.kind, row.on_date, row.way, row.number, row.subscription or "", hide_codes(row.text)
        )
        mine = is_mine(unit, row) and unit.actor.may(Right.EDIT_CUSTOMER)
        found.append(
            HistoryLine(
                row.on_date,
                HistoryKind.INTERACTION,
                text,
                row.recorded_by,
                translate,
                detail=row.kind.term,
                entry=None if masked else EntryLine(row.id, entry, came(row, names), mine),
                office=(row.name_fi or "", row.name_sv or ""),
            )
        )
    return found


def _changes(unit: Unit, party_id: int, limit: int, masked: bool) -> list[HistoryLine]:
    found = changes(unit, party_id, limit, masked=masked)
    imported = unit.connection.scalar(
        select(ImportRun.at).join(Party, Party.import_run_id == ImportRun.id).where(Party.id == party_id)
    )
    if imported is not None:
        found.append(HistoryLine(imported, HistoryKind.CHANGE, "history.imported", translate=True))
    return found + merge_lines(unit, party_id)


def _lookups(unit: Unit, party_id: int, limit: int, masked: bool) -> list[HistoryLine]:
    """Reveals and openings: when and why, and by whom for those who oversee."""
    oversees = unit.actor.may(Right.SEE_LOOKUPS)
    found = []
    reveals = (
        select(AuditEvent.at, AuditEvent.table_name, AuditEvent.detail, AuditEvent.account_name)
        .where(AuditEvent.party_id.in_(family(party_id)), AuditEvent.kind == AuditKind.REVEAL)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )
    for shown in unit.connection.execute(reveals):
        text = "history.revealed_code" if shown.table_name == CODE else "history.revealed_details"
        who = shown.account_name if oversees else ""
        reason = (("reason", RevealReason(shown.detail)),)
        found.append(HistoryLine(shown.at, HistoryKind.LOOKUP, text, who, True, reason))
    openings = (
        select(ReadEvent.at, ReadEvent.purpose, Account.username, RequestCase.number)
        .outerjoin(Account, Account.id == ReadEvent.account_id)
        .outerjoin(RequestCase, RequestCase.id == ReadEvent.case_id)
        .where(ReadEvent.party_id == party_id)
        .order_by(ReadEvent.at.desc(), ReadEvent.id.desc())
        .limit(limit)
    )
    for row in unit.connection.execute(openings):
        values: tuple[tuple[str, object], ...] = (("purpose", row.purpose),)
        text = "history.looked_up"
        if row.number:
            text, values = "history.looked_up_case", (*values, ("number", row.number))
        who = row.username if oversees else ""
        found.append(HistoryLine(row.at, HistoryKind.LOOKUP, text, who, True, values))
    return found


def _requests(unit: Unit, party_id: int, limit: int, masked: bool) -> list[HistoryLine]:
    """The person's requests, and the papers about the person that left the program."""
    newest = (
        select(RequestCase.received_on, RequestCase.number, RequestCase.status, Account.username)
        .outerjoin(Account, Account.id == RequestCase.entered_by)
        .where(RequestCase.party_id == party_id)
        .order_by(RequestCase.received_on.desc(), RequestCase.id.desc())
        .limit(limit)
    )
    return [
        HistoryLine(
            row.received_on,
            HistoryKind.REQUEST,
            "history.request",
            row.username or "",
            True,
            (("number", row.number), ("status", row.status)),
        )
        for row in unit.connection.execute(newest)
    ] + _released(unit, party_id, limit)


def _released(unit: Unit, party_id: int, limit: int) -> list[HistoryLine]:
    newest = (
        select(AuditEvent.at, AuditEvent.row_key, AuditEvent.detail, AuditEvent.account_name)
        .where(AuditEvent.party_id.in_(family(party_id)), AuditEvent.table_name == PAPER)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )
    found = []
    for row in unit.connection.execute(newest):
        out, _, paper = row.detail.partition(":")
        text = f"history.paper_{out}_case" if row.row_key else f"history.paper_{out}"
        values: tuple[tuple[str, object], ...] = (("paper", Term(paper)), ("number", row.row_key))
        found.append(HistoryLine(row.at, HistoryKind.REQUEST, text, row.account_name, True, values))
    return found


def _papers(unit: Unit, party_id: int, limit: int, masked: bool) -> list[HistoryLine]:
    """Where papers went; a paper without any event is told by the day it was entered."""
    newest = (
        select(
            ManualRecord.paper_number,
            ManualRecord.kind.label("paper"),
            ManualRecord.source_on,
            CustodyEvent.at,
            CustodyEvent.kind,
            CustodyEvent.holder,
            Place.path,
        )
        .join(ManualRecordParty, ManualRecordParty.record_id == ManualRecord.id)
        .outerjoin(CustodyEvent, CustodyEvent.record_id == ManualRecord.id)
        .outerjoin(Place, Place.id == CustodyEvent.place_id)
        .where(ManualRecordParty.party_id == party_id)
        .order_by(CustodyEvent.at.desc().nulls_last(), ManualRecord.id.desc())
        .limit(limit)
    )
    found = []
    for row in unit.connection.execute(newest):
        text, values = "history.paper", (("number", row.paper_number), ("paper", row.paper))
        if row.kind is CustodyKind.PLACED and row.path:
            text, values = "history.paper_placed", (("number", row.paper_number), ("place", row.path))
        elif row.kind is CustodyKind.LENT:
            text, values = "history.paper_lent", (("number", row.paper_number), ("holder", row.holder))
        elif row.kind is not None:
            text, values = "history.paper_event", (("number", row.paper_number), ("event", row.kind))
        found.append(
            HistoryLine(
                row.at or row.source_on, HistoryKind.PAPER, text, "", True, values, detail=row.paper.term
            )
        )
    return found


def _permissions(unit: Unit, party_id: int, limit: int, masked: bool) -> list[HistoryLine]:
    """Permission events, directory listings and non-disclosure notes: few for anybody, so all are read."""
    held = Held(unit, party_id)
    found = []

    def tell(day: date | None, key: str, who: str, detail: str = "", **values: object) -> None:
        told = HistoryLine(day, HistoryKind.PERMISSION, key, who, True, tuple(values.items()), detail=detail)
        found.append(told)

    for event in held.of(PermissionEvent):
        key = f"history.permission_{event.sender.value}"
        way, state = event.way.term if event.way else "", as_said(event).standing
        tell(event.on_date, key, event.source_by, way, channel=event.channel, state=state)
    for listing in held.of(DirectoryListing):
        tell(listing.on_date, "history.directory", listing.source_by, state=listing.state)
    for note in held.of(ProtectionNote):
        told = note.told_on or note.source_on
        if note.until is None:
            tell(told, "history.protected", note.source_by)
        else:
            tell(told, "history.protected_until", note.source_by, until=note.until)
        if note.ended_on is not None:
            tell(note.ended_on, "history.protection_ended", "")
    found.sort(key=_newest_first, reverse=True)
    return found[:limit]


def _disclosures(unit: Unit, party_id: int, limit: int, masked: bool) -> list[HistoryLine]:
    """What was given out, to whom and on what basis."""
    newest = (
        select(Disclosure.__table__)
        .where(Disclosure.party_id.in_(family(party_id)))
        .order_by(Disclosure.on_date.desc(), Disclosure.id.desc())
        .limit(limit)
    )
    found = []
    for row in unit.connection.execute(newest):
        text = "history.disclosed" if row.basis else "history.disclosed_no_basis"
        values = tuple((name, hide_codes(getattr(row, name))) for name in ("recipient", "what", "basis"))
        if masked:
            text, values = "history.hidden", ()
        found.append(HistoryLine(row.on_date, HistoryKind.DISCLOSURE, text, row.source_by, True, values))
    return found


_READERS: dict[HistoryKind, Callable[[Unit, int, int, bool], list[HistoryLine]]] = {
    HistoryKind.INTERACTION: _interactions,
    HistoryKind.CHANGE: _changes,
    HistoryKind.LOOKUP: _lookups,
    HistoryKind.REQUEST: _requests,
    HistoryKind.PAPER: _papers,
    HistoryKind.PERMISSION: _permissions,
    HistoryKind.DISCLOSURE: _disclosures,
}
