"""Cases brought to any state through the services themselves, for tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.tables import Base, requests
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import (
    CaseEvent,
    CaseStatus,
    DocumentKind,
    GatherPlace,
    HandoverMethod,
    IdentityMethod,
    Intake,
    Registered,
)
from lpo_desk.domain.claims import Asked, Decision, RefusalGround, Resolution
from lpo_desk.domain.leaving import Exit
from lpo_desk.services import cases, casework, closing, customers, deciding, gathering, intake, releasing
from lpo_desk.terms import Lang
from tests.db.people import Someone, add
from tests.fixtures_db import Desk

ON_THE_FILE = pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
"""For tests of guards in Python alone, that no database can make a difference to: run on the local file only."""

TODAY = date(2026, 11, 23)
MATTI = Someone(
    "Virtanen", "Matti Juhani", "10042", address=("Mannerheiminkatu 4", "06100", "Porvoo"), hetu="010190-999P"
)
FULFILLED = Decision(Resolution.FULFILLED)
REFUSED = Decision(Resolution.REFUSED, (RefusalGround.UNFOUNDED,), "Sama pyyntö toistuu viikoittain.")

CASE_TABLES: tuple[type[Base], ...] = (
    requests.RequestCase,
    requests.RequestClaim,
    requests.IdentityCheck,
    requests.Authority,
    requests.ClockEventRow,
    requests.GatherTask,
    requests.Document,
    requests.Handover,
    requests.CaseEventRow,
    requests.CaseCounter,
)


def customer(desk: Desk, someone: Someone = MATTI) -> int:
    with desk.database.unit(desk["maija"]) as unit:
        return add(unit, someone)


def opened(desk: Desk, party_id: int, who: str = "jani") -> Ticket:
    """A committed ticket."""
    with desk.database.unit(desk[who]) as unit:
        return customers.open(unit, party_id, Purpose.REQUEST)


def asked(party_id: int | None, **changes: Any) -> Intake:  # noqa: ANN401 - fields of Intake, arguments of a step
    if "scope" in changes:
        changes["claims"] = (Asked(scope=changes.pop("scope")),)
    return Intake(party_id, **{"received_on": TODAY, **changes})


def register(desk: Desk, party_id: int | None, who: str = "maija", **changes: Any) -> Registered:  # noqa: ANN401 - fields of Intake, arguments of a step
    """A case taken in over the counter, identity not looked at unless asked for."""
    ticket = opened(desk, party_id, who) if party_id is not None else None
    with desk.database.unit(desk[who]) as unit:
        return intake.register(unit, asked(party_id, **changes), ticket)


def do(desk: Desk, step: Callable[..., Any], *args: Any, who: str = "jani", **keywords: Any) -> Any:  # noqa: ANN401 - fields of Intake, arguments of a step
    """One step in a unit of its own."""
    with desk.database.unit(desk[who]) as unit:
        return step(unit, *args, **keywords)


def answer_all(desk: Desk, case_id: int, found: int = 1) -> None:
    for place in GatherPlace:
        do(desk, answer_place, case_id, place, found)


def answer_place(unit: Unit, case_id: int, place: GatherPlace, found: int, note: str = "") -> None:
    """Of a case whose processors are one place."""
    mine = (requests.GatherTask.case_id == case_id, requests.GatherTask.place == place)
    task = unit.session.scalars(select(requests.GatherTask.id).where(*mine)).one()
    gathering.answer(unit, case_id, task, found, note)


def archive_reply(desk: Desk, case_id: int) -> None:
    """The papers of a reply, as bytes that no Typst made."""
    for kind in (DocumentKind.EXTRACT, DocumentKind.REPLY):
        do(desk, cases.archive, case_id, kind, Lang.FI, b"%PDF-" + kind.value.encode())


def save_files(desk: Desk, case_id: int) -> None:
    """Everything that the case has archived stands in files outside."""
    with desk.database.reading(desk["jani"]) as unit:
        case = cases.read(unit, case_id)
    digests = [bytes.fromhex(line.sha256) for line in case.documents]
    do(desk, releasing.went, case.row.number, digests, Exit.SAVED)


def bring(desk: Desk, case_id: int, status: CaseStatus, *, proven: bool = True, found: int = 1) -> None:
    """Take a RECEIVED case to the status. `proven=False`: to decision, after no proof of identity came."""
    if status is CaseStatus.RECEIVED:
        return
    if status is CaseStatus.IDENTITY or not proven:
        do(desk, casework.doubt_identity, case_id, "Asiakirja oli vanhentunut.")
        if not proven:
            do(desk, casework.no_proof, case_id, "Selvitystä ei tullut.")
        return
    do(desk, casework.confirm_identity, case_id, IdentityMethod.PASSPORT)
    if status is CaseStatus.GATHER:
        return
    if status is CaseStatus.CLARIFY:
        do(desk, casework.ask_to_specify, case_id, "Miltä ajalta?")
        return
    answer_all(desk, case_id, found)
    do(desk, casework.finish_gathering, case_id)
    if status is CaseStatus.REVIEW:
        return
    do(desk, casework.finish_review, case_id, ())
    if status is CaseStatus.DECIDE:
        return
    do(desk, deciding.decide, case_id, FULFILLED)
    if status is CaseStatus.CLOSED:
        archive_reply(desk, case_id)
        hand_over(desk, case_id)


def hand_over(desk: Desk, case_id: int, **changes: Any) -> None:  # noqa: ANN401 - fields of Intake, arguments of a step
    today = desk.clock().date()
    arguments = {"on": today, "identity": IdentityMethod.PASSPORT, **changes}
    method = arguments.pop("method", HandoverMethod.COUNTER)
    do(desk, closing.hand_over, case_id, method, **arguments)


STEPS: dict[str, tuple[frozenset[CaseEvent], Callable[[Unit, int], None]]] = {
    "confirm_identity": (
        frozenset({CaseEvent.IDENTITY_OK, CaseEvent.PROOF_ARRIVED}),
        lambda unit, case: casework.confirm_identity(unit, case, IdentityMethod.PASSPORT),
    ),
    "doubt_identity": (
        frozenset({CaseEvent.IDENTITY_DOUBTED}),
        lambda unit, case: casework.doubt_identity(unit, case, "Kuva ei muistuta."),
    ),
    "no_proof": (
        frozenset({CaseEvent.NO_PROOF}),
        lambda unit, case: casework.no_proof(unit, case, "Ei vastausta."),
    ),
    "ask_to_specify": (
        frozenset({CaseEvent.ASK_TO_SPECIFY}),
        lambda unit, case: casework.ask_to_specify(unit, case, "Miltä vuosilta?"),
    ),
    "specified": (
        frozenset({CaseEvent.ANSWERED}),
        lambda unit, case: casework.specified(unit, case, "Vuosilta 2020-2024."),
    ),
    "finish_gathering": (frozenset({CaseEvent.GATHERED}), casework.finish_gathering),
    "finish_review": (
        frozenset({CaseEvent.REVIEWED}),
        lambda unit, case: casework.finish_review(unit, case, ()),
    ),
    "send_back": (
        frozenset({CaseEvent.SEND_BACK}),
        lambda unit, case: casework.send_back(unit, case, "Jotain puuttuu."),
    ),
    "decide": (frozenset({CaseEvent.DECIDED}), lambda unit, case: deciding.decide(unit, case, REFUSED)),
    "hand_over": (
        frozenset({CaseEvent.HANDED_OVER}),
        lambda unit, case: closing.hand_over(
            unit, case, HandoverMethod.COUNTER, on=unit.today, identity=IdentityMethod.PASSPORT
        ),
    ),
    "withdraw": (
        frozenset({CaseEvent.WITHDRAWN}),
        lambda unit, case: closing.withdraw(unit, case, "Asiakas perui."),
    ),
    "mark_duplicate": (
        frozenset({CaseEvent.MARKED_DUPLICATE}),
        lambda unit, case: closing.mark_duplicate(unit, case, _twin_of(unit, case)),
    ),
    "move": (
        frozenset({CaseEvent.MOVED}),
        lambda unit, case: closing.move(unit, case, "Osoite muutettiin kassalla."),
    ),
    "reopen": (
        frozenset({CaseEvent.REOPENED}),
        lambda unit, case: closing.reopen(unit, case, "Löytyi uusi mappi."),
    ),
}
"""Every service that is an event of the case, with the events it can be; arguments are in order."""


def twin(desk: Desk, party_id: int) -> int:
    """Another case of the same person who asks the same and is identified, for a duplicate to point at."""
    case = register(desk, party_id).case_id
    bring(desk, case, CaseStatus.GATHER)
    return case


def _twin_of(unit: Unit, case_id: int) -> str:
    case = unit.session.get_one(requests.RequestCase, case_id)
    others = select(requests.RequestCase.number).where(
        requests.RequestCase.party_id == case.party_id,
        requests.RequestCase.id != case_id,
        requests.RequestCase.status == CaseStatus.GATHER,
    )
    return unit.session.scalars(others.order_by(requests.RequestCase.id)).first() or ""


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the case book."""
    with desk.database.reading(desk["jani"]) as unit:
        return {
            model.__tablename__: [
                tuple(row)
                for row in unit.connection.execute(
                    select(model.__table__).order_by(*model.__table__.primary_key)
                )
            ]
            for model in CASE_TABLES
        }
