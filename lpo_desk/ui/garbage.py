"""Keeps Python's cycle collector off the database thread.

The collector runs on whichever thread happens to allocate. On the database thread it would destroy widgets and timers
that lie in reference cycles there ("Timers cannot be stopped from another thread", then a crash): seen with PySide
6.11. So it is switched off, and the GUI thread collects by the same thresholds, as calibre and Anki do.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GuiGarbage(QObject):
    """Collects on the thread it lives on, from its making until `stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the collector back. Only once the other thread is done."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
