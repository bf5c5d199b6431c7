"""Children that take scans in from a folder until they are killed, and a parent that counts what the database holds.

Run as a program: `scanner.py FILE PASSWORD FOLDER KILLS SEED`. What it saw is printed as JSON at the end.
"""

import json
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from PIL import Image
from sqlalchemy import func, select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.scanning.folder import Arrival, ScanFolder
from lpo_desk.services import accounts, scans
from lpo_desk.services.accounts import SignedIn
from tests.faults.killing import killed
from tests.fixtures_db import CHEAP

LIFE = (0.0, 0.04)
FILES = 120
_DAWDLES = 0.3


@dataclass
class Seen:
    """twice: scans more than files came; lost: files that are nowhere; left: files in the folder at the end."""

    kills: int = 0
    between: int = 0
    """Lives that ended with a scan kept and its file not yet removed."""
    twice: int = 0
    lost: int = 0
    left: int = 0


def files(folder: Path) -> None:
    """Small pages, each other than the others."""
    for number in range(FILES):
        Image.new("L", (8, 8 + number), 255).save(folder / f"{number}.png")


def watch(folder: Path) -> ScanFolder:
    """One to whose clock every file has lain still for long."""
    ticks = count(0, 1000)
    return ScanFolder(folder, "L", frozenset({"L", "P"}), lambda: float(next(ticks)))


def take(signed: SignedIn, arrival: Arrival) -> None:
    """As ui/scan_watch.py does on the database thread."""
    database = signed.opened.database
    if not database.was_saved(arrival.save_id):
        with database.unit(signed.actor, save_id=arrival.save_id) as unit:
            scans.take_in(unit, unit.actor.office_id or 0, arrival.file, arrival.reading)


def live(path: str, password: str, folder: Path, told: int) -> None:
    """The child."""
    random.seed(os.getpid())
    signed, watched = accounts.sign_in(path, "maija", password, cost=CHEAP), watch(folder)
    watched.look()  # the first sees what there is
    while True:
        arrival = watched.look().arrival
        if arrival is not None:
            take(signed, arrival)
            os.write(told, f"{arrival.save_id}\n".encode())
            if random.random() < _DAWDLES:
                signal.pause()  # kept, and not removed yet: killed here for certain
            watched.keep(arrival)
        else:
            os.write(told, b"none\n")


def main(path: str, password: str, folder: Path, kills: int, seed: int) -> Seen:
    random.seed(seed)
    files(folder)
    seen = Seen()
    for _ in range(kills):
        told, by_kill = killed(lambda pipe: live(path, password, folder, pipe), random.uniform(*LIFE))
        seen.kills += by_kill
        seen.between += any(told[-1] in file.name for file in folder.iterdir())
    signed, watched = accounts.sign_in(path, "maija", password, cost=CHEAP), watch(folder)
    for _ in range(2 * FILES):
        arrival = watched.look().arrival
        if arrival is not None:
            take(signed, arrival)
            watched.keep(arrival)
    with signed.opened.database.reading(signed.actor) as unit:
        digests = Counter(unit.connection.scalars(select(Scan.digest)))
        assert unit.connection.scalar(select(func.count(Scan.duplicate_of_id))) == 0
    seen.twice = digests.total() - len(digests)
    seen.lost = FILES - len(digests)
    seen.left = len(list(folder.iterdir()))
    signed.opened.close()
    return seen


if __name__ == "__main__":
    place, password, folder, kills, seed = sys.argv[1:]
    print(json.dumps(asdict(main(place, password, Path(folder), int(kills), int(seed)))))
