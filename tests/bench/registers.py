"""Registers to measure on: practice databases, made once for each schema and kept in build/bench."""

import shutil
import sys
import tempfile
from pathlib import Path

from lpo_desk.db import schema
from lpo_desk.db.opening import keys_path
from lpo_desk.documents.casework import issue_reply
from lpo_desk.practice import build
from tests.bench.harness import ROOT

FOLDER = ROOT / "build" / "bench"
SMALL, LARGE = 12_000, 100_000
USER = "maija"


def register(customers: int) -> Path:
    """The practice database of so many customers. Measurements that write take a `copy` of it."""
    path = FOLDER / f"{schema.HEAD}-{customers}.lpodb"
    if not path.exists():
        print(f"Making a register of {customers:,} customers, once ...", file=sys.stderr, flush=True)
        build(path, print_reply=issue_reply, customers=customers)
    return path


def copy(customers: int) -> Path:
    """A register to write in, in a folder of its own."""
    original = register(customers)
    place = Path(tempfile.mkdtemp(prefix="copy-", dir=FOLDER)) / original.name
    shutil.copy(original, place)
    shutil.copy(keys_path(original), keys_path(place))
    return place
