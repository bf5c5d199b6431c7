"""The line at the bottom: whose desk, which database, its last backup, the scans. Nothing crucial (ux.md W15)."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QLabel, QStatusBar

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.changes import Changes
from lpo_desk.ui.context import Context
from lpo_desk.ui.scan_watch import ScanWatch, WatchState
from lpo_desk.ui.widgets.inputs import role_label


class StatusLine(QStatusBar):
    """Reads the time of the last backup at the start and whenever a backup was made; so too how many scans wait.

    That the scan folder is out of reach stays red until it is back (ux.md, point 13).
    """

    def __init__(self, context: Context, watch: ScanWatch) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._context = context
        self._backup: datetime | None = None
        self._read = False
        self._watch, self._waiting = watch, 0
        self.user, self.database, self.backup, self.scans = (role_label("small") for _ in range(4))
        self.scan_trouble = role_label("error")
        for label in (self.user, self.database, self.backup, self.scans, self.scan_trouble):
            label.setContentsMargins(7, 0, 14, 0)
            self.addWidget(label)
        watch.told.connect(self._reword)
        context.language.follow(self, self._reword)
        self._ask()
        self._count()

    def changed(self, changes: Changes) -> None:
        if "setting" in changes.tables:
            self._ask()
        if "scan" in changes.tables:
            self._count()

    def _count(self) -> None:
        from lpo_desk.services import scans

        if self._context.may(Right.SEE_PAPERS):
            self._context.read(self, lambda unit: len(scans.inbox(unit)), self._take_count, latest="scans")

    def _take_count(self, waiting: int) -> None:
        self._waiting = waiting
        self._reword()

    def _ask(self) -> None:
        from lpo_desk.services import upkeep

        self._context.read(self, upkeep.last_backup, self._take, latest="backup")

    def _take(self, at: datetime | None) -> None:
        self._backup, self._read = at, True
        self._reword()

    def _reword(self) -> None:
        text, account = self._context.language.text, self._context.account
        office = account.office.name(self._context.lang) if account.office else ""
        self._say(self.user, " · ".join(filter(None, (office, account.display_name))))
        location = self._context.signed.opened.location
        name = location.rpartition("/")[2] if "://" in location else Path(location).name
        self._say(self.database, text("main.status_database", database=name))
        if not self._read:
            self._say(self.backup, "")
        elif self._backup is None:
            self._say(self.backup, text("main.status_no_backup"))
        else:
            self._say(self.backup, text("main.status_backup", at=self._backup))
        self._say(self.scans, text("main.status_scans", count=self._waiting) if self._waiting else "")
        trouble = self._watch.state in (WatchState.GONE, WatchState.STUCK)
        self._say(self.scan_trouble, text(self._watch.state.term) if trouble else "")

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))
