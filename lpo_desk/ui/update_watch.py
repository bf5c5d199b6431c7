"""Tells administrators of a newer version, where the computer's settings name a place to look.

The place may be a share that is away: it is read once after the sign-in, on a thread that nothing waits for and that the
end of the program does not wait for either. No signal crosses threads: the window asks whether there is an answer.
"""

import enum
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Term
from lpo_desk.settings import version
from lpo_desk.ui.context import Context
from lpo_desk.ui.runner import tell

if TYPE_CHECKING:
    from lpo_desk.updates.notice import Notice

    Answer = Notice | Exception | None

_ASK_MS = 100
_PATIENCE_MS = 25_000  # somewhat longer than reading may take (updates/reading.py)


class UpdateState(enum.Enum):
    """OFF: no place is configured, or the user is no administrator. AWAY: the place could not be read."""

    OFF = "off"
    LOOKING = "looking"
    NEWEST = "newest"
    NEWER = "newer"
    REFUSED = "refused"
    AWAY = "away"


_SAID = {
    UpdateState.OFF: "update.off",
    UpdateState.LOOKING: "update.looking",
    UpdateState.NEWEST: "update.newest",
    UpdateState.AWAY: "update.away",
}


class UpdateWatch(QObject):
    """`told` comes when the state is another. `notice` belongs to NEWER, `error` to REFUSED.

    concerns: whether this user is told at all.
    """

    told = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.state = UpdateState.OFF
        self.concerns = context.may(Right.CONFIGURE) and not context.database.practice
        self.place = context.settings.update_place
        self.notice: Notice | None = None
        self.error: UserError | None = None
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._asks = 0
        self._timer = QTimer(self, interval=_ASK_MS)
        self._timer.timeout.connect(self._ask)
        if self.place and self.concerns:
            self.state = UpdateState.LOOKING
            words = (self.place, context.settings.update_key, version(), self._answers)
            Thread(target=_look, args=words, name="updates", daemon=True).start()
            self._timer.start()

    @property
    def sentence(self) -> Term:
        """How it stands, in one sentence."""
        if self.notice is not None:
            return Term("update.newer", {"version": self.notice.version, "released": self.notice.released})
        if self.error is not None:
            return Term(self.error.key, self.error.values)
        return Term(_SAID[self.state])

    def stop(self) -> None:
        """Ask no more; an answer that comes is not heard."""
        self._timer.stop()

    def _ask(self) -> None:
        try:
            answer = self._answers.get_nowait()
        except Empty:
            self._asks += 1
            if self._asks * _ASK_MS > _PATIENCE_MS:
                self._take(UpdateState.AWAY)
            return
        if isinstance(answer, UserError):
            self.error = None if answer.key == _SAID[UpdateState.AWAY] else answer
            self._take(UpdateState.REFUSED if self.error else UpdateState.AWAY)
        elif isinstance(answer, Exception):
            self._take(UpdateState.AWAY)
            tell(self, answer)
        else:
            self.notice = answer
            self._take(UpdateState.NEWER if answer else UpdateState.NEWEST)

    def _take(self, state: UpdateState) -> None:
        self._timer.stop()
        self.state = state
        self.told.emit()


def _look(place: str, key: str, ours: str, answers: "SimpleQueue[Answer]") -> None:
    """On the thread: nothing of Qt is in its hands."""
    try:
        from lpo_desk.updates import reading

        answers.put(reading.look(place, key, ours))
    except Exception as error:  # the window's thread tells it, a bug too
        answers.put(error)
