"""Looks into the scan folder every two seconds, on a thread of its own, and has what lies there taken in.

No signal crosses threads here: the window asks whether the look has ended (see runner.py on signals that die on a
worker thread). Reading the folder and its files never holds up the window or the database.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lpo_desk.domain.accounts import Office, Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.runner import tell

if TYPE_CHECKING:
    from lpo_desk.domain.scans import ScanRow
    from lpo_desk.scanning.folder import Arrival, Look, ScanFolder

LOOK_MS = 2000
_ASK_MS = 50
_SECONDS = 8


class WatchState(Labelled):
    """OFF: this machine watches no folder. STUCK: a file in it cannot be taken."""

    OFF = "off"
    WATCHING = "watching"
    GONE = "gone"
    STUCK = "stuck"


class ScanWatch(QObject):
    """`told` comes when the state is another. Watches for users who file papers, where the machine has a folder."""

    told = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.state = WatchState.OFF
        self._offices: dict[str, int] = {}
        self._folder: ScanFolder | None = None
        self._look: Future[Look] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.tick)
        self.begin()

    def begin(self) -> None:
        """Watch the folder of the settings, from now on."""
        from lpo_desk.services import accounts

        self._timer.stop()
        self._folder = None
        if self._context.settings.scan_folder and self._context.may(Right.MOVE_PAPERS):
            self._context.read(self, accounts.offices, self._begin, latest="scan_offices")
        else:
            self._show(WatchState.OFF)

    def stop(self) -> None:
        """Look no more. A file that is being read is taken in at the next start."""
        self._timer.stop()
        self._folder = None
        if self._thread is not None:
            self._thread.shutdown(wait=False)

    def tick(self) -> None:
        """Begin a look, or see whether the one that was begun has ended."""
        if self._folder is None or self._thread is None:
            return
        if self._look is None:
            self._look = self._thread.submit(self._folder.look)
            self._timer.setInterval(_ASK_MS)
        elif self._look.done():
            look, self._look = self._look, None
            self._timer.setInterval(LOOK_MS)
            self._take(look)

    def _begin(self, offices: tuple[Office, ...]) -> None:
        from lpo_desk.scanning.folder import ScanFolder

        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scans")
            self.destroyed.connect(partial(self._thread.shutdown, wait=False))
        self._offices = {office.code: office.id for office in offices}
        own = self._context.account.office
        root = Path(self._context.settings.scan_folder)
        self._look = None
        self._folder = ScanFolder(root, own.code if own else "", frozenset(self._offices))
        self._show(WatchState.WATCHING)
        self._timer.start(LOOK_MS)
        self.tick()

    def _take(self, ended: "Future[Look]") -> None:
        error = ended.exception()
        if isinstance(error, OSError):
            self._show(WatchState.GONE)
        elif isinstance(error, Exception):
            tell(self, error)
        else:
            look = ended.result()
            self._show(WatchState.STUCK if look.stuck else WatchState.WATCHING)
            if look.arrival is not None:
                self._keep(look.arrival)

    def _keep(self, arrival: "Arrival") -> None:
        """Take the file in, unless a killed program did already; then let it be removed and look for the next."""
        database, actor = self._context.database, self._context.actor
        office_id = self._offices[arrival.office]

        def call() -> "ScanRow | None":
            from lpo_desk.services import scans

            if database.was_saved(arrival.save_id):
                return None
            with database.unit(actor, save_id=arrival.save_id) as unit:
                return scans.take_in(unit, office_id, arrival.file, arrival.reading)

        self._timer.stop()
        self._context.runner.run(self, call, partial(self._kept, arrival), self._not_kept)

    def _kept(self, arrival: "Arrival", row: "ScanRow | None") -> None:
        if self._folder is None or self._thread is None:
            return  # the next watch finds the file and removes it
        self._thread.submit(self._folder.keep, arrival)
        if row is not None and row.home:
            self._context.message(Kind.SUCCESS, "scan.filed_itself", seconds=_SECONDS, number=row.home)
        self._timer.start(LOOK_MS)
        self.tick()

    def _not_kept(self, error: Exception) -> None:
        """The file lies there still, and is tried again after a while."""
        self._show(WatchState.STUCK)
        self._timer.start(LOOK_MS)
        if not isinstance(error, UserError):
            tell(self, error)

    def _show(self, state: WatchState) -> None:
        if state is not self.state:
            self.state = state
            self.told.emit()
