"""One database thread for the whole window.

Pages hand over a call and get its result back on the GUI thread. The Runner lives as long as the program and owns
the only cross-thread signal: signal objects that die on the worker thread crash PySide (novelWriter #2926,
PYSIDE-3124). For the same reason the worker never holds the last reference to a callback: calls, results and
callbacks lie in dictionaries that only the GUI thread empties.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from threading import Event
from typing import Protocol, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.garbage import GuiGarbage

T = TypeVar("T")


class Progress(Protocol):
    """How a long call tells how far it is. Raises Cancelled when the clerk has pressed Cancel."""

    def __call__(self, done: int, total: int = 0, text: str = "") -> None: ...


class Cancelled(Exception):
    """Unwinds a long call. Its unit rolls back on the way out."""


@dataclass(frozen=True)
class Step:
    """One progress report. A total of 0 means the end is not known."""

    done: int
    total: int
    text: str


@dataclass
class _Call:
    owner: QObject
    call: Callable[[Progress], object]
    done: Callable[[object], object]
    failed: Callable[[Exception], object] | None
    latest: tuple[int, str] | None
    stopped: Event = field(default_factory=Event)
    progress: Callable[[Step], object] | None = None
    cancelled: Callable[[], object] | None = None


@dataclass(frozen=True)
class _Result:
    value: object = None
    error: Exception | None = None


class Job:
    """The handle of a long call."""

    def __init__(self, stopped: Event) -> None:
        self._stopped = stopped

    def cancel(self) -> None:
        """Ask the call to stop at its next progress report. A queued call never begins."""
        self._stopped.set()

    @property
    def cancelled(self) -> bool:
        return self._stopped.is_set()


class Runner(QObject):
    """Runs calls one after another on the database thread; all signals are emitted on the GUI thread.

    `changed` carries what a service says it changed; each open page decides whether to read again.
    `busy` says True when the first call is queued and False after the last answer was delivered.
    """

    changed = Signal(object)
    busy = Signal(bool)

    _finished = Signal(int)
    _progressed = Signal(int, object)
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._calls: dict[int, _Call] = {}
        self._results: dict[int, _Result] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._closed = False
        self._garbage = GuiGarbage(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._finished.connect(self._deliver, queued)
        self._progressed.connect(self._report, queued)
        self._told.connect(self._pass_on, queued)

    def run(
        self,
        owner: QObject,
        call: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        latest: str | None = None,
    ) -> None:
        """Run `call` on the database thread, then `done(result)` on the GUI thread.

        Nothing is delivered once the owner's Qt object is gone. `latest` names a question of this owner of which only
        the newest answer counts: older calls are skipped if still queued, and their answers dropped if not.
        Without `failed`, a UserError is told by the owner's page and anything else goes to `sys.excepthook`.
        """
        key = (id(owner), latest) if latest else None
        self._submit(_Call(owner, lambda _: call(), cast(Callable[[object], object], done), failed, key))

    def run_long(
        self,
        owner: QObject,
        call: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        progress: Callable[[Step], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Like `run` for work that a person waits for: the call reports its progress and can be cancelled."""
        entry = _Call(owner, call, cast(Callable[[object], object], done), failed, None)
        entry.progress, entry.cancelled = progress, cancelled
        self._submit(entry)
        return Job(entry.stopped)

    def tell_changed(self, changes: object) -> None:
        """Say `changed` on the GUI thread, from whichever thread this is called in (`Database.committed`)."""
        if not self._closed:
            self._told.emit(changes)

    @property
    def idle(self) -> bool:
        """Whether every answer has been delivered."""
        return not self._calls

    def close(self) -> None:
        """Wait for the running call, forget the queued ones, deliver nothing more. Call before the database closes."""
        self._closed = True
        for entry in self._calls.values():
            entry.stopped.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._garbage.stop()
        self._calls.clear()
        self._results.clear()
        self._newest.clear()

    def _submit(self, entry: _Call) -> None:
        if self._closed:
            return
        number = next(self._numbers)
        was_idle = self.idle
        self._calls[number] = entry
        if entry.latest:
            self._newest[entry.latest] = number
        if was_idle:
            self.busy.emit(True)
        self._thread.submit(self._work, number)

    def _work(self, number: int) -> None:
        """On the database thread. Leaves no reference of its own behind when the GUI thread is told."""
        self._results[number] = self._call(number)
        if not self._closed:
            self._finished.emit(number)

    def _call(self, number: int) -> _Result:
        entry = self._calls.get(number)
        if entry is None or entry.stopped.is_set() or self._stale(number, entry):
            return _Result(error=Cancelled())
        try:
            return _Result(value=entry.call(partial(self._note, number, entry.stopped)))
        except Exception as error:
            return _Result(error=error)

    def _note(self, number: int, stopped: Event, done: int, total: int = 0, text: str = "") -> None:
        """The Progress of a call, on the database thread."""
        if stopped.is_set():
            raise Cancelled
        self._progressed.emit(number, Step(done, total, text))

    def _stale(self, number: int, entry: _Call) -> bool:
        return entry.latest is not None and self._newest.get(entry.latest, number) != number

    @Slot(object)
    def _pass_on(self, changes: object) -> None:
        self.changed.emit(changes)

    @Slot(int, object)
    def _report(self, number: int, step: Step) -> None:
        entry = self._calls.get(number)
        if entry and entry.progress and shiboken6.isValid(entry.owner) and not entry.stopped.is_set():
            entry.progress(step)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        entry, result = self._calls.get(number), self._results.pop(number, None)
        if entry is None or result is None:
            return
        stale = self._stale(number, entry)
        if entry.latest and not stale:
            del self._newest[entry.latest]
        try:
            if shiboken6.isValid(entry.owner) and not stale:
                _hand_over(entry, result)
        finally:
            # After the callback, so that a callback which asks for more keeps the Runner busy without a flicker.
            self._calls.pop(number, None)
            if self.idle:
                self.busy.emit(False)


def _hand_over(entry: _Call, result: _Result) -> None:
    error = result.error
    if isinstance(error, Cancelled):
        if entry.cancelled:
            entry.cancelled()
    elif error is None:
        entry.done(result.value)
    elif entry.failed:
        entry.failed(error)
    else:
        tell(entry.owner, error)


def tell(owner: QObject, error: Exception) -> None:
    """Tell the clerk: the nearest page or window around `owner` with a `tell_error` method says a UserError's sentence.

    A bug, and a UserError that nobody can tell, go to `sys.excepthook`, the one way bugs take.
    """
    place: QObject | None = owner
    while isinstance(error, UserError) and place is not None:
        say = getattr(place, "tell_error", None)
        if say is not None:
            say(error)
            return
        place = place.parent()
    sys.excepthook(type(error), error, error.__traceback__)
