"""Making the practice database: whole under another name first, so that no half of one can ever be opened."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from lpo_desk.db import erasure_ledger
from lpo_desk.db.errors import DatabaseDamaged, DatabaseExists, DatabaseInUse, KeysMissing, WrongPassword
from lpo_desk.db.files import WriterLock, refuse_shared_folder, sync_folder
from lpo_desk.db.keys import KdfCost, KeyFile
from lpo_desk.db.local import hurry
from lpo_desk.db.opening import Clock, keys_path, utc_now
from lpo_desk.domain.accounts import Actor, actor_of
from lpo_desk.domain.legacy import LegacyCustomer, ParsedRegister
from lpo_desk.domain.paper import PaperFilter
from lpo_desk.domain.party import PartyKind
from lpo_desk.practice import askers, destroyed, given_out, requests, scanned, showcase
from lpo_desk.practice.askers import Asker
from lpo_desk.practice.counter import NEW_CUSTOMERS, Counter
from lpo_desk.practice.old_register import old_register
from lpo_desk.practice.ordered import Ordered
from lpo_desk.practice.people import People
from lpo_desk.practice.showcase import NUMBER, ORGANISATIONS, Showcase
from lpo_desk.practice.staff import ADMIN, COLLEAGUES, PASSWORD, USERS
from lpo_desk.practice.story import HELSINKI, PastClock, PrintForm, PrintReply, Story
from lpo_desk.practice.ties import Ties
from lpo_desk.services import accounts, importing, papers
from lpo_desk.services.accounts import SignedIn

CUSTOMERS = 350
"""About 300 persons and 40 organisations."""
_PAST = timedelta(days=400)
"""How long ago the old register was taken in."""
_CHEAP = KdfCost(1, 8 * 1024, 1)
"""The password is public: making it slow to guess would only make signing in slow."""
_WORKSHOP = ".practice-"
_OLD_PART = 50
"""Percent of the work that the old register is, for progress."""
PERSONS, SERVICES = showcase.PERSONS + askers.PERSONS, showcase.SERVICES + askers.SERVICES
"""What is told beside the old register and the counter."""
_ACTIVE = 200
"""How many customers the counters had to do with during the year."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What a new practice database holds; `customers` counts customer numbers."""

    path: Path
    customers: int
    persons: int
    organisations: int
    subscriptions: int
    events: int
    papers: int
    cases: int
    users: tuple[str, ...]


def build(
    path: Path,
    *,
    print_reply: PrintReply,
    print_form: PrintForm,
    customers: int = CUSTOMERS,
    seed: int = 1,
    clock: Clock = utc_now,
    replace: bool = False,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Made:
    """Make a practice database of so many customers at `path`, and close it. One seed makes the same people each time.

    print_reply: documents.casework.issue_reply. print_form: documents.forms.inspection_form. replace: take the place of
    a practice database that stands there; any other file is never touched.

    Raises DatabaseExists, DatabaseInUse, FolderRefused, PracticeCancelled, ImportCancelled.
    """
    refuse_shared_folder(path)
    _demand_place(path, replace=replace)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(path.parent) as folder:
        draft = folder / path.name
        made = _make(draft, path, print_reply, print_form, customers, seed, clock(), progress, cancelled)
        _put_in_place(draft, path)
    return made


def _make(
    draft: Path,
    path: Path,
    print_reply: PrintReply,
    print_form: PrintForm,
    count: int,
    seed: int,
    now: datetime,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Made:
    clock = PastClock(now - _PAST)
    signed = accounts.found(str(draft), ADMIN, PASSWORD, cost=_CHEAP, clock=clock, practice=True)
    try:
        hurry(signed.opened.database.engine)
        for colleague in COLLEAGUES:
            accounts.add_user(signed, colleague, PASSWORD)
        people = People(Random(seed), clock.now.astimezone(HELSINKI).date())
        new = min(NEW_CUSTOMERS, count // 10)
        register = old_register(people, max(count - new - PERSONS - ORGANISATIONS, 0))
        with signed.opened.database.unit(signed.actor) as unit:
            importing.write(
                unit, register, b"practice", progress=_part(progress, 0, _OLD_PART), cancelled=cancelled
            )
        story = Story(signed.opened.database, clock, _actors(signed), now)
        usual = [customer for customer in register.customers if _usual(customer)]
        Counter(story, people, usual[:_ACTIVE]).tell(new)
        Ordered(story, people.rng, usual).tell()
        Showcase(story, people).tell()
        askers.tell(story, people)
        Ties(story, people, usual[:_ACTIVE]).tell()
        given_out.tell(story, NUMBER, usual[-2:])
        destroyed.tell(story)
        asking = [
            Asker(customer.number, customer.language, customer.street)
            for customer in usual
            if customer.kind is PartyKind.PERSON
        ]
        cases = requests.tell(story, asking[: len(requests.PLOTS)], _offices(signed), print_reply)
        scanned.tell(story, (asking[len(requests.PLOTS) :] or asking)[:1], print_form)
        story.play(_part(progress, _OLD_PART, 100), cancelled)
        with story.database.reading(story.actors[requests.OFFICER]) as unit:
            filed = papers.number_of(unit, PaperFilter())
    finally:
        signed.opened.close()
    progress(100, 100)
    return _made(path, register, new, cases, filed)


def _usual(customer: LegacyCustomer) -> bool:
    """Somebody whom every clerk may open and change."""
    return not (customer.protected or customer.deceased)


def _made(path: Path, register: ParsedRegister, new: int, cases: int, filed: int) -> Made:
    persons = sum(customer.kind is PartyKind.PERSON for customer in register.customers)
    return Made(
        path,
        customers=len(register.customers) + new + PERSONS + ORGANISATIONS,
        persons=persons + new + PERSONS,
        organisations=len(register.customers) - persons + ORGANISATIONS,
        subscriptions=len(register.subscriptions) + new + SERVICES,
        events=len(register.events) + new,
        papers=filed,
        cases=cases,
        users=tuple(user.username for user in USERS),
    )


def _actors(signed: SignedIn) -> dict[str, Actor]:
    with signed.opened.database.reading(signed.actor) as unit:
        return {user.username: actor_of(accounts.named(unit, user.username)) for user in USERS}


def _offices(signed: SignedIn) -> dict[str, int]:
    with signed.opened.database.reading(signed.actor) as unit:
        return {office.code: office.id for office in accounts.offices(unit)}


def _part(progress: Progress, first: int, last: int) -> Progress:
    """Progress of a part of the work that goes from `first` to `last` percent of the whole."""
    return lambda done, total: progress(first + (last - first) * done // max(total, 1), 100)


# The place


def _demand_place(path: Path, *, replace: bool) -> None:
    """Nothing stands there, or what the maker of a practice database left behind, or one that may be replaced."""
    keys = keys_path(path)
    if not path.exists() and not keys.exists():
        return
    if not path.exists() and _is_practice_key(keys):
        return  # killed between the two moves of _put_in_place
    if not replace or not _is_practice_key(keys):
        raise DatabaseExists(file=path.name)
    signed = accounts.sign_in(str(path), ADMIN.username, PASSWORD)
    signed.opened.close()
    if not signed.opened.database.practice:
        raise DatabaseExists(file=path.name)


def _is_practice_key(keys: Path) -> bool:
    """Whether the public password opens it: then no secret is lost with it."""
    try:
        KeyFile.load(keys).unlock(ADMIN.username, PASSWORD)
    except (WrongPassword, KeysMissing, DatabaseDamaged):
        return False
    return True


@contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """A folder beside the place to be, gone afterwards. Those of makers that were killed are swept away."""
    for folder in parent.glob(f"{_WORKSHOP}*"):
        _sweep(folder)
    with tempfile.TemporaryDirectory(prefix=_WORKSHOP, dir=parent, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _sweep(folder: Path) -> None:
    for lock_file in folder.glob("*.lock"):
        lock = WriterLock(lock_file.with_suffix(""))
        try:
            lock.acquire()
        except DatabaseInUse:
            return  # another maker is at work
        lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(draft: Path, path: Path) -> None:
    """Keys first: whatever stops us between the moves, what stands there does not open as half a database."""
    for part in (draft, keys_path(draft), erasure_ledger.beside(draft)):
        with part.open("r+b") as file:
            os.fsync(file.fileno())
    lock = WriterLock(path)
    lock.acquire()
    try:
        path.unlink(missing_ok=True)
        keys_path(draft).replace(keys_path(path))
        erasure_ledger.beside(draft).replace(erasure_ledger.beside(path))
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        lock.release()
