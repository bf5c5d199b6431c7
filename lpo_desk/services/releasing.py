"""Papers and files about a person on their way out: printed, saved. Each leaves a row in the audit before it goes.

Of a person with a non-disclosure nothing goes before the clerk was told what it gives away and to whom, and said yes to
just that (law.md section 5). What was confirmed is compared with how things stand at the moment of going.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from sqlalchemy import select

from lpo_desk.db.merged import survivor_of
from lpo_desk.db.tables.register import Address, ContactPoint
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.requests import Document, RequestCase
from lpo_desk.db.tables.services import Connection
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.case import CaseDiary, ReplyForm, Requester
from lpo_desk.domain.leaving import (
    OF_KIND,
    Caution,
    Destination,
    Exit,
    Exposed,
    Leaving,
    NotConfirmed,
    Values,
    exposed,
)
from lpo_desk.domain.party import AddressKind, ContactKind
from lpo_desk.domain.phones import PhoneRefused, parse_phone
from lpo_desk.services import _archive, _post, cases, diary
from lpo_desk.services._held import Held
from lpo_desk.terms import Term

PAPER = "paper"
"""What the audit calls the thing that went, where a table's name stands otherwise."""

_KINDS = {AuditKind.PRINT: Exit.PRINTED, AuditKind.EXPORT: Exit.SAVED}
_DIARY = {Exit.PRINTED: CaseDiary.PRINTED, Exit.SAVED: CaseDiary.SAVED}
_BY_REPLY = {
    ReplyForm.PAPER_POST: Destination.CONTACT_ADDRESS,
    ReplyForm.SECURE_MAIL: Destination.SECURE_MAIL,
}


@requires(Right.TAKE_REQUEST)
def caution(unit: Unit, leaving: Leaving) -> Caution | None:
    """What must be told before these papers go; None where their person has no non-disclosure, or is not known."""
    case = _case(unit, leaving)
    party_id = _whose(unit, leaving, case)
    if party_id is None or not _post.protected(unit, party_id):
        return None
    told = exposed(leaving.words, _held(unit, party_id))
    to = _destination(unit, leaving, case, party_id)
    name = case.requester_name if case is not None and to is Destination.REPRESENTATIVE else ""
    return Caution(told, to, name)


@requires(Right.TAKE_REQUEST)
def release(unit: Unit, leaving: Leaving, out: Exit, confirmed: Caution | None = None) -> None:
    """Log that each of the papers goes, by whom and how; the caller lets them out once this has committed. A case tells
    it in its diary, the papers named in the language of the reply.

    confirmed: the caution that the clerk said yes to. Raises NotConfirmed unless it is the one that holds now.
    """
    case = _case(unit, leaving)
    _demand(unit, leaving, confirmed)
    kind = next(kind for kind, each in _KINDS.items() if each is out)
    for paper in leaving.papers:
        unit.log(
            kind,
            table=PAPER,
            key=leaving.number,
            party_id=_whose(unit, leaving, case),
            case_id=case.id if case is not None else None,
            detail=f"{out.value}:{paper}",
        )
    if case is not None:
        names = ", ".join(Term(paper).text(case.reply_lang) for paper in leaving.papers)
        diary.note(unit, case.id, _DIARY[out], names)


@requires(Right.TAKE_REQUEST)
def take_files(
    unit: Unit, case_id: int, document_ids: Sequence[int], confirmed: Caution | None = None
) -> tuple[bytes, ...]:
    """Archived papers and files of a case, to be saved where they go on from: a folder, a memory stick.

    Raises NotConfirmed as `release` does.
    """
    case = unit.session.get_one(RequestCase, case_id)
    cases.demand_office(unit, case)
    mine = select(Document).where(Document.case_id == case_id, Document.id.in_(document_ids))
    rows = {row.id: row for row in unit.session.scalars(mine)}
    files = [rows[key] for key in document_ids]
    release(unit, Leaving(tuple(row.kind.term for row in files), case.number), Exit.SAVED, confirmed)
    return tuple(_archive.take(unit, row, case) for row in files)


@requires(Right.TAKE_REQUEST)
def went(unit: Unit, number: str, digests: Sequence[bytes], out: Exit) -> None:
    """What was let go has gone: the printer or the disk has taken it. Nothing of a paper that no case has archived.

    digests: SHA-256 of the bytes. Whoever hands the answer over is asked for this, for `release` is logged before.
    """
    case = _case(unit, Leaving((), number))
    if case is None:
        return
    mine = select(Document).where(Document.case_id == case.id, Document.digest.in_(digests))
    for row in unit.session.scalars(mine):
        if out is Exit.SAVED:
            row.saved_at = unit.at
        else:
            row.printed_at = unit.at


def _demand(unit: Unit, leaving: Leaving, confirmed: Caution | None) -> None:
    now = caution(unit, leaving)
    if now is not None and now != confirmed:
        raise NotConfirmed(now)


def _case(unit: Unit, leaving: Leaving) -> RequestCase | None:
    """Raises Forbidden for a clerk of another office than the case's."""
    if not leaving.number:
        return None
    case = unit.session.scalar(select(RequestCase).where(RequestCase.number == leaving.number))
    if case is not None:
        cases.demand_office(unit, case)
    return case


def _whose(unit: Unit, leaving: Leaving, case: RequestCase | None) -> int | None:
    party_id = case.party_id if case is not None else leaving.party_id
    return survivor_of(unit, party_id) if party_id is not None else None


def _destination(unit: Unit, leaving: Leaving, case: RequestCase | None, party_id: int) -> Destination:
    told = leaving.to or next((OF_KIND[paper] for paper in leaving.papers if paper in OF_KIND), None)
    if told is not None:
        return told
    if case is None:
        return Destination.COUNTER
    if case.requester is not Requester.SELF and case.requester_name:
        return Destination.REPRESENTATIVE
    to = _BY_REPLY.get(case.reply_form, Destination.COUNTER)
    if to is Destination.CONTACT_ADDRESS and not _post.lines(unit, party_id, case.reply_lang):
        return Destination.COUNTER
    return to


def _held(unit: Unit, party_id: int) -> Values:
    """What the register holds of the person that a non-disclosure protects, as papers write it."""
    held = Held(unit, party_id)
    homes = [row for kind in AddressKind if kind is not AddressKind.CONTACT for row in held.addresses(kind)]
    at_home = {row.street.casefold() for row in homes}
    places: list[Subscription | Connection] = [*held.of(Subscription), *held.of(Connection)]
    points = held.of(ContactPoint)
    mails = [row.value for row in points if row.kind is ContactKind.EMAIL]
    if held.profile is not None and held.profile.email:
        mails.append(held.profile.email)
    return {
        Exposed.HOME: [*_written(homes)],
        Exposed.CONTACT_ADDRESS: [*_written(held.addresses(AddressKind.CONTACT))],
        Exposed.SERVICE_PLACE: [*_written([row for row in places if row.street.casefold() not in at_home])],
        Exposed.PHONE: [*_phones(row.value for row in points if row.kind is ContactKind.PHONE)],
        Exposed.EMAIL: [(value,) for value in mails],
    }


def _written(rows: Iterable[Address | Subscription | Connection]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        parts = tuple(part for part in (row.street, row.postcode) if part)
        if parts:
            yield parts


def _phones(values: Iterator[str]) -> Iterator[tuple[str, ...]]:
    """Each as it is kept and as it is printed."""
    for value in values:
        yield (value,)
        with suppress(PhoneRefused):
            yield (parse_phone(value).national,)
