"""A thousand look-alikes with a mark of their own in every field: what fifty of them are given holds no foreign mark and
misses none of their own."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from lpo_desk.db import declared
from lpo_desk.documents import extract as print_extract
from lpo_desk.documents.wording import shown
from lpo_desk.domain.case import IdentityMethod
from lpo_desk.domain.claims import CopyFormat
from lpo_desk.domain.extract import Extract, Facts
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.portability import PortableCopy
from lpo_desk.exports import portability as files
from lpo_desk.services import (
    cases,
    casework,
    deciding,
    evidence,
    extract,
    gathering,
    letters,
    portability,
)
from lpo_desk.terms import Lang
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk
from tests.services.canaries import Canaries
from tests.services.case_steps import FULFILLED, opened
from tests.services.case_steps import register as take_in

CROWD, CHOSEN, PRINTED = 1000, 50, 2
_MARK = re.compile(r"P\d+KAN\d+Q")
_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def hetu(number: int) -> str:
    """An artificial code, of a birthday that nobody else in the crowd has."""
    born, of_day = date(1950, 1, 1) + timedelta(days=number), 900 + number % 100
    beginning = f"{born:%d%m%y}"
    return f"{beginning}-{of_day}{_CHECKS[int(f'{beginning}{of_day}') % 31]}"


def crowd(desk: Desk) -> Canaries:
    owners = [f"P{number}" for number in range(CROWD)]
    with desk.database.unit(desk["maija"]) as unit:
        birds = Canaries(
            unit, owners, date(1600, 1, 1), {owner: hetu(number) for number, owner in enumerate(owners)}
        )
        birds.fill()
    return birds


def cells(content: Extract) -> Iterator[str]:
    for section in content.sections:
        for block in section.blocks:
            assert not isinstance(block, Facts)
            for row in block.rows:
                yield from (shown(cell, Lang.FI) for cell in (*row.cells, row.on))


def portable(copy: PortableCopy) -> str:
    """Everything that both files hold."""
    packed = zipfile.ZipFile(io.BytesIO(files.make(copy, CopyFormat.CSV, Lang.FI).content))
    sheets = "".join(packed.read(name).decode("utf-8-sig") for name in packed.namelist())
    whole = files.make(copy, CopyFormat.JSON, Lang.FI).content.decode()
    assert _MARK.findall(whole)
    assert set(_MARK.findall(whole)) == set(_MARK.findall(sheets))
    return whole + sheets


def marks_of(birds: Canaries, owner: str) -> set[str]:
    """Marks in words: dates and numbers are no marks by themselves."""
    return {mark for value in birds.told[owner].values() for mark in _MARK.findall(value)}


def given(birds: Canaries, owner: str) -> set[str]:
    """Marks that the person gave and that name nobody else: a copy must hold them."""
    wanted = set()
    for table, end, _ in declared.roads():
        if end.shows is None:
            for column, personal in portability.portable_columns(table):
                value = birds.told[owner].get(f"{table.name}.{column.name}", "")
                if not personal.others and _MARK.fullmatch(value):
                    wanted.add(value)
    return wanted


def answered(desk: Desk, case_id: int) -> None:
    """As far as the reply: something found everywhere, nothing left out, all given."""
    with desk.database.unit(desk["jani"]) as unit:
        for line in cases.read(unit, case_id).gather:
            gathering.answer(unit, case_id, line.id, 1)
        casework.finish_gathering(unit, case_id)
    with desk.database.unit(desk["jani"]) as unit:
        casework.finish_review(unit, case_id, ())
        deciding.decide(unit, case_id, FULFILLED)


def test_nothing_is_missing_and_nothing_is_another_persons(local_desk: Desk) -> None:
    desk = local_desk
    assert parse_hetu(hetu(0))
    birds = crowd(desk)
    whose: dict[str, set[str]] = defaultdict(set)
    for owner, told in birds.told.items():
        for value in told.values():
            whose[value].add(owner)
    for number in range(0, CROWD, CROWD // CHOSEN):
        owner = f"P{number}"
        party, own = birds.parties[owner], marks_of(birds, owner)
        case = take_in(desk, party, identity=IdentityMethod.PASSPORT, identity_matches=True).case_id
        ticket = opened(desk, party)
        with desk.database.reading(desk["jani"]) as unit:
            content = extract.build(unit, ticket, case)
            copy = portability.build(unit, ticket, case)
            receipt, _ = letters.receipt(unit, case, ticket)
        printed = set(cells(content))
        joined = "\n".join(printed)
        assert not {name for name, value in birds.told[owner].items() if value not in joined}
        assert not {value for value in printed if value in whose and owner not in whose[value]}
        assert not set(_MARK.findall(joined)) - own
        handed = portable(copy)
        assert given(birds, owner) <= set(_MARK.findall(handed)) <= own
        assert birds.codes[owner] not in handed
        assert {*_MARK.findall(str(receipt))} <= own
        assert birds.told[owner]["party_name.organisation_name"] in str(receipt)
        answered(desk, case)
        with desk.database.reading(desk["jani"]) as unit:
            letter, _ = letters.reply(unit, case, ticket, 3)
            pack = evidence.build(unit, case, ticket)
        for paper in (str(letter), str(pack)):
            assert {*_MARK.findall(paper)} <= own
            assert birds.told[owner]["party_name.organisation_name"] in paper
        if number < PRINTED * (CROWD // CHOSEN):
            pages = squeezed(text(print_extract(content, Lang.FI)))
            assert own == set(_MARK.findall(pages))
