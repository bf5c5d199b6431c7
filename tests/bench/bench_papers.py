"""The log of 100,000 papers: its first page under every filter, and its end, beside one statement written by hand."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from sqlalchemy import text

from lpo_desk.db import bulk
from lpo_desk.db.tables.papers import CustodyEvent, CustodyNow, ManualRecord, ManualRecordParty, Place
from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.paper import PaperFilter, PaperKind, RetentionClass
from lpo_desk.domain.party import Source
from lpo_desk.domain.places import PlaceKind
from lpo_desk.services import accounts, papers
from lpo_desk.services.accounts import SignedIn
from tests.bench.harness import Case, Goal, Group, Sample, latencies
from tests.bench.registers import SMALL, USER, copy, password

PAPERS = 100_000
PAGE = 200
BINDERS = 2_000
ROUNDS_OF_EACH = 40
FLOOR = "one statement by hand"

_NAMED = (
    "EXISTS (SELECT 1 FROM manual_record_party w JOIN search_term s ON s.party_id = w.party_id"
    " WHERE w.record_id = r.id AND s.field IN ('m', 'n') AND s.term >= :word AND s.term < :word || 'zzz')"
)
FILTERS: dict[str, tuple[PaperFilter, int, str, dict[str, object]]] = {
    "all": (PaperFilter(), 0, "1 = 1", {}),
    "the end": (PaperFilter(), PAPERS - PAGE, "1 = 1", {}),
    "lent": (PaperFilter(states=frozenset({PaperState.OUT})), 0, "n.state = 'out'", {}),
    "late": (PaperFilter(late_on=date(2026, 11, 28)), 0, "n.due_on < '2026-11-28'", {}),
    "a kind": (
        PaperFilter(kinds=frozenset({PaperKind.POWER_OF_ATTORNEY})),
        0,
        "r.kind = 'power_of_attorney'",
        {},
    ),
    "time is over": (PaperFilter(due_by=date(2026, 12, 31)), 0, "r.retention_until <= '2026-12-31'", {}),
    "a number": (PaperFilter(text="X-04512"), 0, "r.paper_number LIKE :number", {"number": "X-04512%"}),
    "an office that has nearly all": (PaperFilter(office_id=1), 0, "n.office_id = 1", {}),
    "a word of a title": (PaperFilter(text="77777"), 0, "r.title LIKE :title", {"title": "%77777%"}),
    "a word that all titles have": (
        PaperFilter(text="sopimus"),
        0,
        "r.title LIKE :title",
        {"title": "%sopimus%"},
    ),
    "an office and a word of a title": (
        PaperFilter(office_id=1, text="77777"),
        0,
        "n.office_id = 1 AND r.title LIKE :title",
        {"title": "%77777%"},
    ),
    "an office and a name": (
        PaperFilter(office_id=1, text="virtanen"),
        0,
        f"n.office_id = 1 AND {_NAMED}",
        {"word": "virtanen"},
    ),
    "office, kind, time and a word": (
        PaperFilter(
            office_id=1, kinds=frozenset({PaperKind.CONTRACT}), due_by=date(2028, 12, 31), text="777"
        ),
        0,
        "n.office_id = 1 AND r.kind = 'contract' AND r.retention_until <= '2028-12-31' AND r.title LIKE :title",
        {"title": "%777%"},
    ),
}
"""Name -> what the program is asked, from which line on, and the same as a condition by hand with its values."""
_BY_HAND = (
    "SELECT r.*, n.*, p.path, e.name FROM manual_record r JOIN office o ON o.id = r.office_id"
    " LEFT JOIN custody_now n ON n.record_id = r.id LEFT JOIN place p ON p.id = n.place_id"
    " LEFT JOIN manual_record_party m ON m.record_id = r.id LEFT JOIN list_entry e ON e.party_id = m.party_id"
    " WHERE {condition} ORDER BY r.id DESC LIMIT {count} OFFSET {first}"
)

_COUNTED = (
    "SELECT count(*) FROM manual_record r LEFT JOIN custody_now n ON n.record_id = r.id WHERE {condition}"
)


def fill(signed: SignedIn) -> None:
    """So many papers in so many binders, most of them of one customer, some lent, some late."""
    chance = random.Random(20261128)
    with signed.opened.database.unit(signed.actor) as unit:
        run = unit.connection
        office = unit.actor.office_id or 1
        parties = list(run.execute(text("SELECT party_id FROM list_entry ORDER BY party_id")).scalars())
        paths = [f"X/kaappi {n // 40}/mappi {n}" for n in range(BINDERS)]
        keys = list(unit.numbers(Place.__tablename__, BINDERS))
        places = [
            {"id": key, "office_id": office, "name": path, "code": f"X-K{n}", "path": path}
            for n, (key, path) in enumerate(zip(keys, paths, strict=True))
        ]
        bulk.insert(run, Place, places, {"kind": PlaceKind.BINDER, "access": "", "retired": False})
        kinds, today = list(PaperKind), unit.today
        records, links, events, now = [], [], [], []
        for n, key in enumerate(unit.numbers(ManualRecord.__tablename__, PAPERS)):
            place, out = chance.choice(keys), chance.random() < 0.02
            records.append(
                {
                    "id": key,
                    "paper_number": f"X-{n:05}",
                    "kind": chance.choice(kinds),
                    "title": f"Sopimus {n:05}",
                    "dated_on": today - timedelta(days=chance.randrange(9000)),
                    "retention_until": today + timedelta(days=chance.randrange(-30, 4000)),
                }
            )
            links.append({"record_id": key, "party_id": chance.choice(parties)})
            events.append({"record_id": key, "place_id": place})
            now.append(
                {
                    "record_id": key,
                    "state": PaperState.OUT if out else PaperState.IN_PLACE,
                    "home_id": place,
                    "place_id": None if out else place,
                    "holder": "mv" if out else "",
                    "due_on": today - timedelta(days=1) if out and chance.random() < 0.5 else None,
                }
            )
        came = {"source": Source.OWN_SYSTEMS, "source_on": today, "source_by": ""}
        kept = {"retention": RetentionClass.GENERAL, "hold_reason": "", "office_id": office, "version": 1}
        bulk.insert(run, ManualRecord, records, came | kept)
        bulk.insert(run, ManualRecordParty, links)
        written = {"kind": CustodyKind.PLACED, "holder": "", "reason": "", "at": unit.at, "office_id": office}
        bulk.insert(run, CustodyEvent, events, written)
        bulk.insert(run, CustodyNow, now, {"office_id": office, "since": unit.at})


def desk(signed: SignedIn, name: str) -> Sample:
    """As the page reads it: a reading unit of its own, the count, and the page of the paper that the keyboard was on, the
    newest or (of the end) the oldest; where the filter leaves that out, the first page."""
    wanted, first, _, _ = FILTERS[name]
    with signed.opened.database.reading(signed.actor) as unit:
        (here,) = papers.find(unit, PaperFilter(), first=first and first + PAGE - 1, count=1)

    def read(_: int) -> None:
        with signed.opened.database.reading(signed.actor) as unit:
            assert papers.opening(unit, wanted, PAGE, here.id).rows

    return latencies(read, range(ROUNDS_OF_EACH))


def by_hand(signed: SignedIn, name: str) -> Sample:
    """The driver alone, through SQLAlchemy's text: the count and the lines."""
    _, first, condition, values = FILTERS[name]
    lines = text(_BY_HAND.format(condition=condition, count=PAGE, first=first))
    counted = text(_COUNTED.format(condition=condition))

    def read(_: int) -> None:
        with signed.opened.database.engine.connect() as connection:
            connection.execute(counted, values).scalar_one()
            assert connection.execute(lines, values).all()

    return latencies(read, range(ROUNDS_OF_EACH))


def _case(name: str, run: Callable[[], Sample], floor: str | None = None) -> Case:
    return Case(name, run, floor, [Goal("p95", plus=50.0)] if floor else ())


def cases() -> Iterator[Group]:
    signed = accounts.sign_in(str(copy(SMALL)), USER, password())
    fill(signed)
    for name in FILTERS:
        yield Group(
            f"The log of {PAPERS:,} papers: {name}",
            [
                _case(FLOOR, partial(by_hand, signed, name)),
                _case("LPO Desk", partial(desk, signed, name), FLOOR),
            ],
            note=f"The count and {PAGE} lines. Goal of issue 5: under 50 ms p95.",
        )
    signed.opened.close()
