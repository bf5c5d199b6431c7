"""What the program ships, and everything that needs no window: database, papers, workbook, scans, backup."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from lpo_desk.db import backup, schema
from lpo_desk.db.errors import WrongPassword
from lpo_desk.db.keys import KdfCost, KeyFile
from lpo_desk.db.local import local_engine
from lpo_desk.db.opening import keys_path, open_local
from lpo_desk.documents.counter import counter_paper
from lpo_desk.documents.labels import Label, labels
from lpo_desk.domain.accounts import Role
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.forms import CounterPaper
from lpo_desk.domain.new_customer import NewPerson
from lpo_desk.domain.reports import Month
from lpo_desk.exports.catalogue import EXPORTS
from lpo_desk.paths import resources
from lpo_desk.scanning.reader import read
from lpo_desk.selftest.record import PASSWORD, USER, Facts, Place, demand
from lpo_desk.services import accounts, customers, new_customers, reports, search, upkeep
from lpo_desk.services.accounts import NewAccount, SignedIn
from lpo_desk.settings import version
from lpo_desk.terms import Lang, terms

SURNAME = "Öhman"
NUMBER = "L-2026-0042"
"""A case number as it stands in the codes of papers; no case of this number exists."""
_PLAIN_SQLITE = b"SQLite format 3\0"
_CHEAP = KdfCost(passes=1, memory=8 * 1024, lanes=1)


@contextmanager
def _signed_in(place: Place) -> Iterator[SignedIn]:
    signed = accounts.sign_in(str(place.database), USER, PASSWORD)
    try:
        yield signed
    finally:
        signed.opened.close()


def shipped(place: Place) -> Facts:
    """The program's own files, each kind of them."""
    folder = resources()
    wanted = {
        "terms": "*.toml",
        "fonts": "*.ttf",
        "documents": "*.typ",
        "icons": "*.svg",
        "notice": "*.toml",
        "reference": "*.csv",
    }
    counts = {name: len(list((folder / name).glob(pattern))) for name, pattern in wanted.items()}
    for name, count in counts.items():
        demand(count > 0, f"resources/{name} is empty")
    said = {terms("app.name", lang=lang) for lang in Lang}
    demand(all(said), "a catalogue of terms is empty")
    revisions = len(list((Path(schema.__file__).parent / "migrations" / "versions").glob("0*.py")))
    demand(revisions == len(schema.KNOWN), f"{revisions} revisions of the schema, not {len(schema.KNOWN)}")
    return {**counts, "revisions": revisions}


def database(place: Place) -> Facts:
    """A new encrypted file opens with its user's password and with no other; its bytes tell nothing."""
    account = NewAccount(USER, "Tarkastus", frozenset(Role) - {Role.MANAGER}, "L", Lang.FI)
    accounts.found(str(place.database), account, PASSWORD).opened.close()
    content = place.database.read_bytes()
    demand(not content.startswith(_PLAIN_SQLITE), "the file is not encrypted")
    demand(USER.encode() not in content, "a user's name can be read in the file")
    try:
        accounts.sign_in(str(place.database), USER, "väärä").opened.close()
    except WrongPassword:
        pass
    else:
        demand(False, "a wrong password opens the file")
    with _signed_in(place) as signed, signed.opened.database.engine.connect() as connection:
        answered = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        cipher = connection.exec_driver_sql("PRAGMA cipher_version").scalar_one()
        revision = schema.current(connection)
    demand(revision == schema.HEAD, f"the schema is {revision}")
    return {"sqlite": answered, "sqlcipher": cipher, "schema": revision, "bytes": len(content)}


def migration(place: Place) -> Facts:
    """A file of the first schema is backed up and brought to the newest."""
    path = place.work / "vanha.lpodb"
    keys, key, _ = KeyFile.create(keys_path(path), USER, PASSWORD, _CHEAP)
    engine = local_engine(path, key, create=True)
    first = min(schema.KNOWN)
    schema.migrate(engine, first)
    engine.dispose()
    keys.save()
    opened = open_local(path, USER, PASSWORD)
    try:
        with opened.database.engine.connect() as connection:
            revision = schema.current(connection)
            whole = backup.check_integrity(connection)
    finally:
        opened.close()
    demand(revision == schema.HEAD, f"the schema stayed {revision}")
    demand(whole, "the file is damaged")
    copies = len(list(place.work.glob("vanha-before-*.lpodb")))
    demand(copies == 1, f"{copies} backups were made before")
    return {"from": first, "to": revision}


def customer(place: Place) -> Facts:
    """A customer is saved, found without the dots of ö, and opened."""
    person = NewPerson(
        SURNAME, "Maija Åsa", language=Lang.SV, street="Puistokatu 5", postcode="07900", town="Loviisa"
    )
    with _signed_in(place) as signed:
        base, actor = signed.opened.database, signed.actor
        with base.unit(actor) as unit:
            ticket = new_customers.add(unit, person, Purpose.COUNTER)
        with base.reading(actor) as unit:
            found = search.find(unit, "ohman").rows
        demand(len(found) == 1, f"{len(found)} customers were found")
        with base.unit(actor) as unit:
            again = customers.open(unit, ticket.party_id, Purpose.COUNTER)
    demand(again.party_id == ticket.party_id, "another customer was opened")
    return {"number": found[0].number}


def papers(place: Place) -> Facts:
    """Forms, notice and labels; the code of a label is read back from its picture, as from a scan."""
    sizes = {}
    with _signed_in(place) as signed:
        for kind in CounterPaper:
            for lang in (Lang.FI, Lang.SV):
                pdf = counter_paper(signed.opened.database, signed.actor, kind, lang)
                demand(pdf.startswith(b"%PDF-"), f"{kind.value} is no PDF")
                name = f"{kind.value}-{lang.value}.pdf"
                (place.out / name).write_bytes(pdf)
                sizes[name] = len(pdf)
    sheet = labels([Label(NUMBER, SURNAME)], Lang.SV, date(2026, 11, 28))
    (place.out / "labels.pdf").write_bytes(sheet)
    reading = read(sheet)
    demand(reading.failure is None, f"the sheet cannot be read: {reading.failure}")
    demand(reading.numbers == (NUMBER,), f"the code says {reading.numbers}")
    return sizes


def workbook(place: Place) -> Facts:
    """The monthly report in both languages, opened again by the reader of imports."""
    calamine = importlib.import_module("python_calamine").CalamineWorkbook
    sheets = {}
    with _signed_in(place) as signed, signed.opened.database.reading(signed.actor) as unit:
        report = reports.monthly(unit, Month.of(unit.today).plus(-1), version=version())
    for lang in (Lang.FI, Lang.SV):
        file = place.out / f"monthly-{lang.value}.xlsx"
        file.unlink(missing_ok=True)
        EXPORTS["monthly"].write(report, lang, file, None)
        book = calamine.from_path(file)
        sheets[file.name] = list(book.sheet_names)
        book.close()
        demand(len(sheets[file.name]) > 1, f"{file.name} has no sheets")
    return sheets


def kept(place: Place) -> Facts:
    """The database is in order, its backup is made and restored elsewhere."""
    with _signed_in(place) as signed:
        with signed.opened.database.reading(signed.actor) as unit:
            report = upkeep.verify(unit)
        demand(report.ok, f"the database is not in order: {', '.join(report.faults)}")
        copy = upkeep.backup(signed, place.work / "varmuuskopio.lpodb")
    again = upkeep.restore(copy.file, str(place.work / "palautettu.lpodb"), USER, PASSWORD)
    demand(again.rows == copy.rows, f"{again.rows} rows came back of {copy.rows}")
    return {"rows": copy.rows}
