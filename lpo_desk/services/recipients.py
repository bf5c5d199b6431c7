"""Recipients told of a correction, an erasure or a restriction (GDPR art. 19): the list from the log of disclosures, and
what came of each."""

from datetime import date

from sqlalchemy import func, select

from lpo_desk.db.merged import family
from lpo_desk.db.tables.requests import Document, RecipientNotice, RequestCase, RequestClaim
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.claims import RecipientState, RequestRight, Resolution
from lpo_desk.domain.disclosing import last_days
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.recipients import NoticeLine, ToTell
from lpo_desk.formats import helsinki
from lpo_desk.services import _ties, diary

TOLD_TO_RECIPIENTS = frozenset({RequestRight.RECTIFICATION, RequestRight.ERASURE, RequestRight.RESTRICTION})
_EFFECTED = frozenset({Resolution.FULFILLED, Resolution.PARTLY})


class NoticeRefused(UserError):
    """The list cannot be made, or a notice not be settled so; `key` says which."""

    key = "recipient.not_effected"


@requires(Right.HANDLE_REQUEST)
def list_for(unit: Unit, case_id: int, claim_id: int) -> tuple[NoticeLine, ...]:
    """The recipients to be told of a claim that was fulfilled, wholly or in part: each once, with the last day of data.

    Safe to call again: who is on the list stays as he is. For an erasure it is called in the unit that erases, before
    the log of disclosures goes. Raises NoticeRefused where the claim is of another kind, or was not fulfilled.
    """
    case, claim = _case(unit, case_id), unit.session.get_one(RequestClaim, claim_id)
    if claim.case_id != case_id or claim.right not in TOLD_TO_RECIPIENTS or claim.resolution not in _EFFECTED:
        raise NoticeRefused
    if case.party_id is not None:
        log = select(Disclosure.recipient, Disclosure.on_date).where(
            Disclosure.party_id.in_(family(case.party_id))
        )
        found = [(row.recipient, row.on_date) for row in unit.connection.execute(log.order_by(Disclosure.id))]
        listed = {row.recipient for row in _rows(unit, case_id) if row.claim_id == claim_id}
        unit.session.add_all(
            RecipientNotice(
                case_id=case_id,
                claim_id=claim_id,
                recipient=recipient,
                disclosed_on=day,
                state=RecipientState.OPEN,
            )
            for recipient, day in last_days(found).items()
            if recipient not in listed
        )
        unit.session.flush()
    return tuple(line for line in of_case(unit, case_id) if line.claim_id == claim_id)


@requires(Right.HANDLE_REQUEST)
def settle(
    unit: Unit, notice_id: int, state: RecipientState, on: date | None = None, reason: str = ""
) -> NoticeLine:
    """Say what was done about a recipient.

    TOLD needs the day (neither to come nor before the case), and the recipient's own letter made by that day or words
    on how it was told; IMPOSSIBLE and DISPROPORTIONATE need their reason. Raises NoticeRefused.
    """
    row = _open(unit, notice_id)
    case = unit.session.get_one(RequestCase, row.case_id)
    words = diary.words(reason)
    if state is RecipientState.OPEN:
        raise NoticeRefused("recipient.settled")
    if state is RecipientState.TOLD:
        if on is None or not case.received_on <= on <= unit.today:
            raise NoticeRefused("recipient.day_wrong")
        letter = _letter_on(unit, row)
        if not words and (letter is None or letter > on):
            raise NoticeRefused("recipient.letter_missing")
    elif not words:
        raise NoticeRefused("recipient.reason_missing")
    row.state, row.on_date, row.reason = state, on or unit.today, words
    row.account_id = unit.actor.account_id
    unit.session.flush()
    return _line(unit, row)


@requires(Right.HANDLE_REQUEST)
def keep_letter(unit: Unit, notice_id: int, document_id: int) -> None:
    """The archived letter to a recipient who is still to be told. Raises NoticeRefused for another."""
    _open(unit, notice_id).document_id = document_id


@requires(Right.TAKE_REQUEST)
def of_case(unit: Unit, case_id: int) -> tuple[NoticeLine, ...]:
    """Every recipient of the case's claims, in the order they were listed."""
    return tuple(_line(unit, row) for row in _rows(unit, case_id))


@requires(Right.HANDLE_REQUEST)
def outstanding(unit: Unit) -> tuple[ToTell, ...]:
    """The cases with somebody still to be told, closed ones too: a closed case does not hide them. The oldest first."""
    rows = unit.connection.execute(
        select(RequestCase.id, RequestCase.number, func.count())
        .join(RecipientNotice, RecipientNotice.case_id == RequestCase.id)
        .where(RecipientNotice.state == RecipientState.OPEN)
        .group_by(RequestCase.id, RequestCase.number)
        .order_by(RequestCase.id)
    )
    return tuple(ToTell(*row) for row in rows)


def _open(unit: Unit, notice_id: int) -> RecipientNotice:
    """A recipient still to be told, the row locked. Raises NoticeRefused, OwnCase."""
    row = unit.session.get(RecipientNotice, notice_id, with_for_update=True)
    if row is None:
        raise NoticeRefused("recipient.settled")
    _case(unit, row.case_id)
    if row.state is not RecipientState.OPEN:
        raise NoticeRefused("recipient.settled")
    return row


def _case(unit: Unit, case_id: int) -> RequestCase:
    case = unit.session.get_one(RequestCase, case_id)
    _ties.demand_stranger(unit, case.party_id)
    return case


def _rows(unit: Unit, case_id: int) -> list[RecipientNotice]:
    rows = select(RecipientNotice).where(RecipientNotice.case_id == case_id).order_by(RecipientNotice.id)
    return list(unit.session.scalars(rows))


def _letter_on(unit: Unit, row: RecipientNotice) -> date | None:
    """The day the recipient's letter was archived."""
    made = unit.connection.scalar(select(Document.made_at).where(Document.id == row.document_id))
    return helsinki(made).date() if made else None


def _line(unit: Unit, row: RecipientNotice) -> NoticeLine:
    return NoticeLine(
        row.id,
        row.case_id,
        row.claim_id,
        row.recipient,
        row.disclosed_on,
        row.state,
        row.on_date,
        row.reason,
        unit.session.get_one(RequestClaim, row.claim_id).right,
        _letter_on(unit, row),
    )
