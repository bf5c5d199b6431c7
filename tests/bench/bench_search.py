"""Searching as the page does it, beside the bare driver on the same file.

Two floors: plain SQL that finds the customers in one statement and sorts all hits by name, as one would write it by hand;
and the very statements of the search. The second leaves out what the program does with the sets, most of its work.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from lpo_desk.db.search_sets import BEYOND
from lpo_desk.db.tables.register import (
    Address,
    ContactPoint,
    CustomerAccount,
    Party,
    PartyName,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import ContactKind, NameKind
from lpo_desk.domain.search import LIMIT, WORD_FIELDS, QueryKind, read_query
from lpo_desk.services import accounts, search
from lpo_desk.services.accounts import SignedIn
from tests.bench.harness import Case, Goal, Group, Sample, apart, latencies, reported
from tests.bench.raw_driver import Transaction
from tests.bench.recording import recording, watched
from tests.bench.registers import CROWD_PASSWORD, FOLDER, USER, crowd

SIZES = (10_000, 100_000, 1_000_000)
SAMPLED = 8
"""Customers whose data is asked for, evenly over the register; each gives one query of every kind."""
FRAME_MS = 1000 / 60
PAINTING = [sys.executable, "-m", "tests.bench.painting"]

Queries = dict[str, list[str]]


def sign_in(path: str) -> SignedIn:
    return accounts.sign_in(path, USER, CROWD_PASSWORD)


def queries(signed: SignedIn) -> Queries:
    """What clerks type, kind by kind, made of what the register holds."""
    made: Queries = defaultdict(list)
    with signed.opened.database.reading(signed.actor) as unit:
        for party_id in _sampled(unit):
            _asked(unit, party_id, made)
        former = select(PartyName.last_name).where(PartyName.kind == NameKind.FORMER).limit(SAMPLED)
        made["former name"] = list(unit.session.scalars(former))
    return dict(made)


def _sampled(unit: Unit) -> Iterator[int]:
    """Persons with a code whom lists name, evenly over the register."""
    total = unit.session.scalar(select(func.max(Party.id))) or 0
    person = (
        select(ListEntry.party_id)
        .join(PersonalIdentityCode, PersonalIdentityCode.party_id == ListEntry.party_id)
        .join(PartyName, PartyName.party_id == ListEntry.party_id)
        .where(ListEntry.name != "", PartyName.first_names != "", PartyName.kind == NameKind.CURRENT)
        .order_by(ListEntry.party_id)
        .limit(1)
    )
    for n in range(SAMPLED):
        yield unit.session.scalars(person.where(ListEntry.party_id > total * n // SAMPLED)).one()


def _asked(unit: Unit, party_id: int, made: Queries) -> None:
    current = select(PartyName).where(PartyName.party_id == party_id, PartyName.kind == NameKind.CURRENT)
    name = unit.session.scalars(current).one()
    last, first = name.last_name, name.first_names.split()[0]
    street, town = unit.session.execute(
        select(Address.street, Address.town).where(Address.party_id == party_id)
    ).first() or ("", "")
    number = unit.session.scalars(
        select(CustomerAccount.number).where(CustomerAccount.party_id == party_id)
    ).one()
    made["one letter"].append(last[0])
    made["first three letters"].append(last[:3])
    made["whole name"].append(last)
    made["two words"] += [f"{last} {first}", f"{first[:3]} {last[:4]}"]
    made["two common words"].append(f"{town} {first}")
    made["street and number"].append(street)
    made["customer number"] += [number, number[:3]]
    made["nobody"] += ["xq" + last[:3], f"{last} xq"]
    points = select(ContactPoint.kind, ContactPoint.value).where(ContactPoint.party_id == party_id)
    for kind, value in unit.session.execute(points):
        if kind is ContactKind.PHONE:
            made["phone, whole and tail"] += ["0" + value.removeprefix("+358"), value[-4:]]
        else:
            made["e-mail"] += [value, value.partition("@")[0] + "@"]
    code = select(PersonalIdentityCode.value).where(PersonalIdentityCode.party_id == party_id)
    made["identity code"].append(unit.session.scalars(code.limit(1)).one())


def find(signed: SignedIn, text: str) -> search.SearchResult:
    """A search as `Context.read` makes it: a reading unit of its own."""
    with signed.opened.database.reading(signed.actor) as unit:
        return search.find(unit, text)


def record(signed: SignedIn, kinds: Queries, file: Path) -> None:
    """Have the program search everything once, and keep its statements for the floor."""
    seen: dict[str, list[list[Transaction]]] = {kind: [] for kind in kinds}
    by_hand: dict[str, list[list[Transaction]]] = {kind: [] for kind in kinds}
    for kind, texts in kinds.items():
        for text in texts:
            with watched(signed.opened.database.engine) as statements:
                find(signed, text)
            done = Transaction(list(statements))
            seen[kind].append([done])
            by_hand[kind].append([_by_hand(text) or done])
    recording(signed.opened, seen).save(file)
    recording(signed.opened, by_hand).save(_hand(file))


def _hand(file: Path) -> Path:
    return file.with_suffix(".hand")


_LIST = "SELECT party_id, number, name, town, kind, types, flags FROM list_entry"
_HAVING = "party_id IN (SELECT party_id FROM search_term WHERE field IN (FIELDS) AND term >= ? AND term < ?)"


def _by_hand(text: str) -> Transaction | None:
    """One statement that finds by words and sorts all hits by name; None where what is typed is no words."""
    query = read_query(text)
    if query.kind is not QueryKind.WORDS:
        return None
    fields = sorted(WORD_FIELDS)
    marks = ", ".join("?" * len(fields))
    having = " AND ".join([_HAVING.replace("FIELDS", marks)] * len(query.terms))
    values = [value for term in query.terms for value in (*fields, term, term + BEYOND)]
    sql = f"{_LIST} WHERE {having} ORDER BY sort_key, number, party_id LIMIT {LIMIT + 1}"
    return Transaction([("BEGIN", []), (sql, values)])


# Processes of their own


def desk(path: str, file: str) -> Sample:
    """Every query of the file three times, after one pass that warms the register's pages."""
    signed = sign_in(path)
    kinds: Queries = json.loads(Path(file).read_text(encoding="utf-8"))
    texts = [text for found in kinds.values() for text in found]
    latencies(partial(find, signed), texts)
    sample = latencies(partial(find, signed), texts * 3)
    signed.opened.close()
    return sample


def of_size(customers: int) -> tuple[Path, Path, Queries]:
    """The register, the recorded statements, and the queries that were recorded."""
    path = crowd(customers)
    file = FOLDER / f"search-{customers}.json"
    signed = sign_in(str(path))
    kinds = queries(signed)
    record(signed, kinds, file)
    file.with_suffix(".texts").write_text(json.dumps(kinds), encoding="utf-8")
    signed.opened.close()
    return path, file, kinds


def cases() -> Iterator[Group]:
    made = {customers: of_size(customers) for customers in SIZES}
    kinds = made[SIZES[0]][2]
    number = sum(len(texts) for texts in kinds.values())
    yield Group(
        "Search, all kinds",
        [case for customers, (path, file, _) in made.items() for case in _mixed(customers, path, file)],
        note=f"About {number} queries of {len(kinds)} kinds, three times each, by the bare driver: for words one plain "
        "statement over the word index that sorts all hits by name and does not rank them; for the other kinds what the "
        "program runs. LPO Desk also reads what was typed, checks the right, counts the sets, ranks, and makes the rows "
        "of the list. Each in a process of its own, its pages warmed by one pass.",
    )
    for customers in (SIZES[0], SIZES[-1]):
        yield _by_kind(customers, *made[customers])
    path, file, _ = made[SIZES[-1]]
    yield _painted(SIZES[-1], path, file.with_suffix(".texts"))


def _mixed(customers: int, path: Path, file: Path) -> list[Case]:
    floor, program = f"plain SQL, {customers:,}", f"LPO Desk, {customers:,}"
    goals = [Goal("p95", times=1.5), Goal("p95", plus=round(FRAME_MS, 1))]
    if customers != SIZES[0]:
        smallest = f"LPO Desk, {SIZES[0]:,}"
        goals += [Goal("p50", times=2, than=smallest), Goal("p95", times=2, than=smallest)]
    return [
        Case(floor, lambda: apart("tests.bench.raw_driver:replay", str(_hand(file)))),
        Case(
            f"the program's statements alone, {customers:,}",
            lambda: apart("tests.bench.raw_driver:replay", str(file)),
            floor=floor,
        ),
        Case(
            program,
            lambda: apart("tests.bench.bench_search:desk", str(path), str(file.with_suffix(".texts"))),
            floor=floor,
            goals=goals,
        ),
    ]


def _by_kind(customers: int, path: Path, file: Path, kinds: Queries) -> Group:
    from tests.bench.raw_driver import Recording

    plain, same = Recording.load(_hand(file)), Recording.load(file)
    connection = same.connect()
    signed = sign_in(str(path))

    def driver(replayed: Recording, kind: str) -> Sample:
        return latencies(lambda operation: operation[0].run(connection), replayed.operations(kind) * 3)

    def program(kind: str) -> Sample:
        return latencies(partial(find, signed), kinds[kind] * 3)

    def close() -> None:
        connection.close()
        signed.opened.close()

    found: list[Case] = []
    for kind in kinds:
        floor = f"{kind}: plain SQL"
        found += [
            Case(floor, partial(driver, plain, kind)),
            Case(f"{kind}: the program's statements", partial(driver, same, kind), floor=floor),
            Case(
                f"{kind}: LPO Desk",
                partial(program, kind),
                floor=floor,
                goals=[Goal("p95", plus=round(FRAME_MS, 1))],
            ),
        ]
    return Group(
        f"Search, {customers:,} customers, kind by kind",
        found,
        note="All in one process. Where a query takes the driver a few hundredths of a millisecond, what the unit of "
        "work costs (0.1 to 0.3 ms) is most of the time.",
        close=close,
    )


def _painted(customers: int, path: Path, texts: Path) -> Group:
    from lpo_desk.ui.widgets.search_box import DEBOUNCE_MS  # Qt would weigh on the processes measured above

    def run(what: str) -> Sample:
        return reported([*PAINTING, what, str(path), CROWD_PASSWORD, str(texts)])[0]

    floor = "fifty constant rows in a bare QTableView"
    return Group(
        f"Key press to painted rows, {customers:,} customers",
        [
            Case(floor, partial(run, "constant")),
            Case(
                "question asked to rows painted",
                partial(run, "asked"),
                floor=floor,
                goals=[Goal("p95", plus=33)],
            ),
            Case(
                "key pressed to rows painted", partial(run, "key"), floor=floor, goals=[Goal("p95", plus=50)]
            ),
            Case(
                "longest gap of the event loop while typing",
                partial(run, "gaps"),
                goals=[Goal("max", plus=50)],
            ),
        ],
        note=f"The real window with its real search page, off screen. The search box waits {DEBOUNCE_MS} ms for another "
        "letter before it asks; that pause is in the third row. The last: names typed letter by letter, ten a second, "
        "with a timer of 1 ms beside; for each letter the longest time that the timer was kept from ticking.",
        rounds=5,
    )
