"""What a scan can be filed with: cases and papers by number, by what is written of them, and by whose they are."""

from sqlalchemy import ColumnElement, and_, or_, select

from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.search import ListEntry, SearchTerm
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.labels import Term
from lpo_desk.domain.paper import PaperFilter, PaperRow
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.scans import Target
from lpo_desk.domain.search import NAME_FIELDS
from lpo_desk.domain.text import scrub, words
from lpo_desk.services import papers

MOST = 20
_LONGEST = 100
_LAST = "\U0010ffff"


@requires(Right.MOVE_PAPERS)
def find(unit: Unit, text: str) -> tuple[Target, ...]:
    """The cases and papers that a typed text or a code from a hand scanner can mean, the cases first. A clerk is shown
    the cases of the own office alone."""
    typed, _ = scrub(text, limit=_LONGEST)
    typed = parse_qr_text(typed) or typed
    if not typed:
        return ()
    found = _cases(unit, typed)
    if len(found) < MOST:
        rows = papers.find(unit, PaperFilter(text=typed), count=MOST - len(found))
        found += [_paper(row) for row in rows]
    return tuple(found)


def _cases(unit: Unit, typed: str) -> list[Target]:
    ways: ColumnElement[bool] = RequestCase.number.startswith(typed.upper(), autoescape=True)
    named = [
        select(SearchTerm.party_id).where(
            SearchTerm.field.in_(NAME_FIELDS), SearchTerm.term >= word, SearchTerm.term < word + _LAST
        )
        for word in words(typed)
    ]
    wanted = select(
        RequestCase.id,
        RequestCase.number,
        RequestCase.requester_name,
        ListEntry.name,
        ListEntry.number.label("customer"),
    ).outerjoin(ListEntry, ListEntry.party_id == RequestCase.party_id)
    if named:
        people = and_(*(RequestCase.party_id.in_(word) for word in named))
        ways = or_(ways, people, ListEntry.number == typed)
    wanted = wanted.where(ways)
    if not unit.actor.may(Right.HANDLE_REQUEST):
        wanted = wanted.where(RequestCase.office_id == unit.actor.office_id)
    rows = unit.connection.execute(wanted.order_by(RequestCase.id.desc()).limit(MOST))
    return [
        Target(
            row.number,
            Term("scan.target_case"),
            person=row.name or row.customer or row.requester_name,
            case_id=row.id,
        )
        for row in rows
    ]


def _paper(row: PaperRow) -> Target:
    return Target(row.number, Term(row.kind.term), row.title, row.person, record_id=row.id)
