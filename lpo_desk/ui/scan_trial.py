"""Trying the scan folder of the settings: a button, and what it came to. A share may take its time, so a thread looks."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.scans import FolderTrial, TrialState
from lpo_desk.services import accounts
from lpo_desk.ui.focus import rest
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import role_label

if TYPE_CHECKING:
    from lpo_desk.ui.context import Context

_ASK_MS = 50
_NAMED = 5


class ScanTrial(QWidget):
    """folder: gives the path as it stands in the field."""

    def __init__(self, context: "Context", folder: Callable[[], str]) -> None:
        super().__init__()
        self._context, self._folder = context, folder
        self._asked: Future[FolderTrial] | None = None
        self._offices: dict[str, Office] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scan trial")
        self.destroyed.connect(partial(self._thread.shutdown, wait=False))
        self._timer = QTimer(self, interval=_ASK_MS)
        self._timer.timeout.connect(self._look)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.begin)
        self.told = role_label("muted", self)
        self.told.setWordWrap(True)
        self.told.hide()
        context.language.bind(self.button.setText, "scan_trial.try")
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.told)

    def begin(self) -> None:
        rest(self.button, True)
        self._say(self._context.language.text("scan_trial.trying"))
        self._context.read(self, accounts.offices, self._try, self._not_asked)

    def clear(self) -> None:
        """Another folder is typed: what was told is of the one before."""
        self._say("")

    def _try(self, offices: tuple[Office, ...]) -> None:
        from lpo_desk.scanning.trial import try_folder

        self._offices = {office.code: office for office in offices}
        own = self._context.account.office
        root = Path(self._folder().strip())
        self._asked = self._thread.submit(try_folder, root, own.code if own else "", frozenset(self._offices))
        self._timer.start()

    def _look(self) -> None:
        if self._asked is None or not self._asked.done():
            return
        trial, self._asked = self._asked.result(), None
        self._timer.stop()
        rest(self.button, False)
        self._say("\n".join(self._sentences(trial)))

    def _sentences(self, trial: FolderTrial) -> list[str]:
        words, lang = self._context.language.text, self._context.language.lang
        said = [words(trial.state.term)]
        if trial.state not in (TrialState.WORKS, TrialState.READ_ONLY):
            return said
        for code, office in self._offices.items():
            names = [file.name for file in trial.taken if file.office == code]
            if names:
                more = ", …" if len(names) > _NAMED else ""
                shown = ", ".join(names[:_NAMED]) + more
                said.append(
                    words("scan_trial.taken", office=office.name(lang), count=len(names), names=shown)
                )
        others = [file.name for file in trial.files if file not in trial.taken]
        if others:
            said.append(words("scan_trial.not_taken", count=len(others), names=", ".join(others[:_NAMED])))
        if not trial.files:
            said.append(words("scan_trial.empty"))
        return said

    def _not_asked(self, error: Exception) -> None:
        rest(self.button, False)
        self.clear()
        tell(self, error)

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.told.setMinimumHeight(self.told.heightForWidth(self.width()) if text else 0)  # the dialog grows
        self.told.setVisible(bool(text))
        announce(self.told, text)
