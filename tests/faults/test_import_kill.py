"""The import killed at random moments: the database holds the whole old register, or nothing of it."""

import pickle
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lpo_desk.db.backup import check_integrity
from lpo_desk.db.opening import keys_path
from lpo_desk.domain.legacy import LegacySheet
from lpo_desk.imports.register import read_register
from lpo_desk.services import accounts
from tests.conftest import ROOT
from tests.fixtures_db import CHEAP, PASSWORD
from tests.registers import sizes

KILLS = 10
CUSTOMERS = 4000

# Reads what the workbook gave instead of the workbook itself, so that every kill falls into the writing.
WRITER = """
import pickle, sys
from lpo_desk.services import accounts, importing

parsed = pickle.load(open(sys.argv[2], "rb"))
signed = accounts.sign_in(sys.argv[1], "admin", sys.argv[3])
print("writing", flush=True)
with signed.opened.database.unit(signed.actor) as unit:
    importing.write(unit, parsed, b"file")
print("written", flush=True)
"""


@pytest.fixture(scope="module")
def parsed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the real workbook, read once: every kind of row is in it, and time enough to be killed in."""
    whole = read_register(shared / "data" / "legacy_customers.xlsx", today=date(2026, 11, 23))
    customers = whole.customers[:CUSTOMERS]
    numbers = {customer.number for customer in customers}
    subscriptions = tuple(line for line in whole.subscriptions if line.customer_number in numbers)
    events = tuple(event for event in whole.events if event.customer_number in numbers)
    papers = tuple(paper for paper in whole.papers if paper.customer_number in numbers)
    rows = (customers, subscriptions, events, papers)
    part = replace(
        whole,
        customers=customers,
        subscriptions=subscriptions,
        events=events,
        papers=papers,
        refused=(),
        rows=len(customers),
        blank=0,
        sheet_rows={sheet: len(lines) for sheet, lines in zip(LegacySheet, rows, strict=True)},
    )
    path = tmp_path_factory.mktemp("parsed") / "parsed.pickle"
    path.write_bytes(pickle.dumps(part))
    return path


def start(database: Path, parsed: Path) -> subprocess.Popen[str]:
    """A writer that has just begun."""
    command = [sys.executable, "-c", WRITER, str(database), str(parsed), PASSWORD]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    return writer


def held(database: Path) -> dict[str, int]:
    """The size of every table; the file must be whole."""
    signed = accounts.sign_in(str(database), "admin", PASSWORD, cost=CHEAP)
    try:
        with signed.opened.database.reading(signed.actor) as unit:
            assert check_integrity(unit.connection)
            return sizes(unit)
    finally:
        signed.opened.close()


def copy(template: Path, folder: Path) -> Path:
    folder.mkdir()
    for file in (template, keys_path(template)):
        shutil.copy(file, folder / file.name)
    return folder / template.name


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_all_or_nothing(
    local_template: Path, parsed: Path, tmp_path: Path
) -> None:
    whole_file = copy(local_template, tmp_path / "whole")
    nothing = held(whole_file)
    writer = start(whole_file, parsed)
    began = time.perf_counter()
    assert writer.communicate()[0] == "written\n"
    seconds = time.perf_counter() - began
    everything = held(whole_file)
    assert (nothing["party"], everything["customer_account"]) == (0, CUSTOMERS)

    moments = random.Random()
    database = copy(local_template, tmp_path / "killed")
    cut_short = 0
    for number in range(KILLS):
        began = time.perf_counter()
        writer = start(database, parsed)
        time.sleep(seconds * (number + moments.random()) / KILLS)  # one moment in each tenth of the writing
        writer.kill()
        written = "written" in writer.communicate()[0]
        found = held(database)
        assert found == everything if written else found in (nothing, everything)
        if found == everything:
            seconds = min(seconds, time.perf_counter() - began)  # the first may have had less of the machine
            database = copy(local_template, tmp_path / f"again{number}")
        else:
            cut_short += 1
    assert cut_short >= KILLS // 2

    writer = start(database, parsed)
    assert writer.communicate()[0] == "written\n"
    assert held(database) == everything
