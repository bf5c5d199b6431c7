"""Searching as the page does it, beside the bare driver running the same statements on the same file."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from lpo_desk.db.tables.register import ContactPoint, CustomerAccount, PartyName, PersonalIdentityCode
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.domain.party import ContactKind, NameKind
from lpo_desk.services import accounts, search
from lpo_desk.services.accounts import SignedIn
from tests.bench.harness import Case, Goal, Group, Sample, apart, latencies, reported
from tests.bench.raw_driver import Transaction
from tests.bench.recording import recording, watched
from tests.bench.registers import FOLDER, LARGE, SMALL, USER, password, register

SAMPLED = 8
"""Customers whose data is asked for, evenly over the register; each gives one query of every kind."""
FLOOR = "driver alone, same statements"
DESK = "LPO Desk"
FRAME_MS = 1000 / 60
PAINTING = [sys.executable, "-m", "tests.bench.painting"]

Queries = dict[str, list[str]]


def sign_in(path: str, secret: str) -> SignedIn:
    return accounts.sign_in(path, USER, secret)


def queries(signed: SignedIn) -> Queries:
    """What clerks type, kind by kind, made of what the register holds."""
    made: Queries = defaultdict(list)
    with signed.opened.database.reading(signed.actor) as unit:
        named = (
            select(PartyName, ListEntry.town, CustomerAccount.number)
            .join(ListEntry, ListEntry.party_id == PartyName.party_id)
            .join(CustomerAccount, CustomerAccount.party_id == PartyName.party_id)
            .where(PartyName.kind == NameKind.CURRENT, PartyName.first_names != "", ListEntry.name != "")
            .where(PartyName.party_id.in_(select(PersonalIdentityCode.party_id)))
        )
        total = unit.session.scalar(select(func.count()).select_from(named.subquery())) or 0
        step = total // SAMPLED
        for name, town, number in unit.session.execute(named.order_by(CustomerAccount.number)).all()[::step][
            :SAMPLED
        ]:
            last, first = name.last_name, name.first_names.split()[0]
            made["one letter"].append(last[0])
            made["first three letters"].append(last[:3])
            made["whole name"].append(last)
            made["two words"] += [f"{last} {first}", f"{first[:3]} {last[:4]}"]
            made["two common words"].append(f"{town} {first}")
            made["customer number"] += [number, number[:3]]
            made["nobody"] += ["xq" + last[:3], f"{last} xq"]
            points = select(ContactPoint.kind, ContactPoint.value).where(
                ContactPoint.party_id == name.party_id
            )
            for kind, value in unit.session.execute(points):
                if kind is ContactKind.PHONE:
                    made["phone, whole and tail"] += ["0" + value.removeprefix("+358"), value[-4:]]
                else:
                    made["e-mail"] += [value, value.partition("@")[0] + "@"]
            code = select(PersonalIdentityCode.value).where(PersonalIdentityCode.party_id == name.party_id)
            made["identity code"].append(unit.session.scalars(code.limit(1)).one())
    return dict(made)


def find(signed: SignedIn, text: str) -> search.SearchResult:
    """A search as `Context.read` makes it: a reading unit of its own."""
    with signed.opened.database.reading(signed.actor) as unit:
        return search.find(unit, text)


def record(signed: SignedIn, kinds: Queries, file: Path) -> None:
    """Have the program search everything once, and keep its statements for the floor."""
    seen: dict[str, list[list[Transaction]]] = {kind: [] for kind in kinds}
    for kind, texts in kinds.items():
        for text in texts:
            with watched(signed.opened.database.engine) as statements:
                find(signed, text)
            seen[kind].append([Transaction(list(statements))])
    recording(signed.opened, seen).save(file)


# Processes of their own


def desk(path: str, secret: str, file: str) -> Sample:
    """Every query of the file three times, after one pass that warms the register's pages."""
    signed = sign_in(path, secret)
    kinds: Queries = json.loads(Path(file).read_text(encoding="utf-8"))
    texts = [text for found in kinds.values() for text in found]
    latencies(partial(find, signed), texts)
    sample = latencies(partial(find, signed), texts * 3)
    signed.opened.close()
    return sample


def of_size(customers: int) -> tuple[Path, Path, Queries]:
    """The register, the recorded statements, and the queries that were recorded."""
    path = register(customers)
    file = FOLDER / f"search-{customers}.json"
    signed = sign_in(str(path), password())
    kinds = queries(signed)
    record(signed, kinds, file)
    file.with_suffix(".texts").write_text(json.dumps(kinds), encoding="utf-8")
    signed.opened.close()
    return path, file, kinds


def cases() -> Iterator[Group]:
    for customers in (SMALL, LARGE):
        path, file, kinds = of_size(customers)
        yield _mixed(customers, path, file, kinds)
    yield _by_kind(LARGE, path, file, kinds)
    yield _painted(path, file.with_suffix(".texts"))


def _mixed(customers: int, path: Path, file: Path, kinds: Queries) -> Group:
    number = sum(len(texts) for texts in kinds.values())
    return Group(
        f"Search, {customers:,} customers, all kinds",
        [
            Case(FLOOR, lambda: apart("tests.bench.raw_driver:replay", str(file))),
            Case(
                DESK,
                lambda: apart(
                    "tests.bench.bench_search:desk", str(path), password(), str(file.with_suffix(".texts"))
                ),
                floor=FLOOR,
                goals=[Goal("p95", times=1.5), Goal("p95", plus=round(FRAME_MS, 1))],
            ),
        ],
        note=f"{number} queries of {len(kinds)} kinds, three times each. The floor begins, runs the statements of "
        "the search and fetches their rows; LPO Desk also reads what was typed, checks the right and makes the rows "
        "of the list. Each in a process of its own.",
    )


def _by_kind(customers: int, path: Path, file: Path, kinds: Queries) -> Group:
    from tests.bench.raw_driver import Recording

    replayed = Recording.load(file)
    connection = replayed.connect()
    signed = sign_in(str(path), password())

    def driver(kind: str) -> Sample:
        return latencies(lambda operation: operation[0].run(connection), replayed.operations(kind) * 3)

    def program(kind: str) -> Sample:
        return latencies(partial(find, signed), kinds[kind] * 3)

    def close() -> None:
        connection.close()
        signed.opened.close()

    pairs = []
    for kind in kinds:
        floor = f"{kind}: driver"
        pairs += [
            Case(floor, partial(driver, kind)),
            Case(f"{kind}: LPO Desk", partial(program, kind), floor=floor),
        ]
    return Group(
        f"Search, {customers:,} customers, kind by kind",
        pairs,
        note="All in one process. Where a query takes the driver a few hundredths of a millisecond, what the unit of "
        "work costs (0.1 to 0.3 ms) is most of the time.",
        close=close,
    )


def _painted(path: Path, texts: Path) -> Group:
    from lpo_desk.ui.widgets.search_box import DEBOUNCE_MS  # Qt would weigh on the processes measured above

    def run(what: str) -> Sample:
        return reported([*PAINTING, what, str(path), password(), str(texts)])[0]

    floor = "fifty constant rows in a bare QTableView"
    return Group(
        f"Key press to painted rows, {LARGE:,} customers",
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
        ],
        note=f"The real window with its real search page, off screen. The search box waits {DEBOUNCE_MS} ms for another "
        "letter before it asks; that pause is in the last row.",
        rounds=5,
    )
