"""Work that takes its time: a strip with a bar, what is being done, and Cancel (ux.md W19)."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.runner import Job, Step

SHOW_AFTER_MS = 400  # shorter work is done before a strip could be read


class BusyStrip(QFrame):
    """Watches one job. `cancelled` comes when the clerk pressed Cancel; the job is told by the strip."""

    cancelled = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._job: Job | None = None
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel_button = QPushButton()
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 5, 5, 5)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self.cancel_button)
        language.bind(self.cancel_button.setText, "common.cancel")
        language.bind(self._bar.setAccessibleName, "ui.progress")
        self._show = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._show.timeout.connect(self.show)
        self.hide()

    def watch(self, job: Job, key: str, **values: object) -> None:
        """Show this job, named by the term, until `finish`."""
        self._job = job
        self._language.bind(self._text.setText, key, **values)
        self.cancel_button.setEnabled(True)
        self._bar.setRange(0, 0)
        self._show.start()

    def report(self, step: Step) -> None:
        """Pass this as `progress` to Runner.run_long."""
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)
        if step.text:
            self._language.unbind(self._text.setText)
            self._text.setText(step.text)

    def finish(self) -> None:
        """Call from `done`, `failed` and `cancelled`."""
        self._show.stop()
        self._job = None
        self.hide()

    def _stop(self) -> None:
        if self._job:
            self._job.cancel()
            self.cancel_button.setEnabled(False)
            self._language.bind(self._text.setText, "ui.stopping")
            self.cancelled.emit()
