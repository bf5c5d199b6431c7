"""Registers to measure on: practice databases and crowds, made once for each schema and kept in build/bench.

LPO_DESK_BENCH names another folder; a crowd of a million takes 1.5 GB and a good while to make.

The maker of practice databases is imported only when it is needed: processes whose memory is measured do without.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from lpo_desk.db import schema
from lpo_desk.db.opening import keys_path
from tests.bench.harness import ROOT

FOLDER = Path(os.environ.get("LPO_DESK_BENCH") or ROOT / "build" / "bench")
SMALL, LARGE = 12_000, 100_000
USER = "maija"
CROWD_PASSWORD = "practice-practice"


def register(customers: int) -> Path:
    """The practice database of so many customers. Measurements that write take a `copy` of it."""
    path = FOLDER / f"{schema.HEAD}-{customers}.lpodb"
    if not path.exists():
        from lpo_desk.documents.casework import issue_reply
        from lpo_desk.documents.forms import inspection_form
        from lpo_desk.practice import build

        print(f"Making a register of {customers:,} customers, once ...", file=sys.stderr, flush=True)
        build(path, print_reply=issue_reply, print_form=inspection_form, customers=customers)
    return path


def crowd(customers: int) -> Path:
    """So many customers without a past (crowd.py); signed in to with `CROWD_PASSWORD`."""
    path = FOLDER / f"crowd-{schema.HEAD}-{customers}.lpodb"
    if not path.exists():
        from tests.bench.crowd import build

        print(f"Making a crowd of {customers:,}, once ...", file=sys.stderr, flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        draft = path.with_stem(f"draft-{path.stem}")
        for part in (draft, keys_path(draft)):
            part.unlink(missing_ok=True)
        build(draft, customers, USER, CROWD_PASSWORD)
        keys_path(draft).replace(keys_path(path))
        draft.replace(path)
    return path


def password() -> str:
    """What every user of a practice database signs in with."""
    from lpo_desk.practice import PASSWORD

    return PASSWORD


def copy(customers: int) -> Path:
    """A register to write in, in a folder of its own."""
    original = register(customers)
    place = Path(tempfile.mkdtemp(prefix="copy-", dir=FOLDER)) / original.name
    shutil.copy(original, place)
    shutil.copy(keys_path(original), keys_path(place))
    return place
