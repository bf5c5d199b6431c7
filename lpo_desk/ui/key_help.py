"""F1: the keys that are valid here, and what the program is."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.settings import version
from lpo_desk.ui.actions import Actions
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.keymap import COMMANDS, WIDGET_KEYS
from lpo_desk.ui.language import Language
from lpo_desk.ui.update_watch import UpdateWatch
from lpo_desk.ui.widgets.inputs import make_room, role_label


class _Sheet(Dialog):
    """A dialog that is only read."""

    def __init__(self, title: str, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self.column = QVBoxLayout()
        self.column.setSpacing(11)
        close = QPushButton()
        close.setDefault(True)
        close.clicked.connect(self.accept)
        box = QDialogButtonBox()
        box.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 18, 18, 18)
        outer.setSpacing(14)
        outer.addLayout(self.column, 1)
        outer.addWidget(box)
        language.bind(self.setWindowTitle, title)
        language.bind(close.setText, "common.close")


class KeyHelp(_Sheet):
    """What can be done now, by its key; then what fields and lists do with theirs."""

    def __init__(self, actions: Actions, language: Language, parent: QWidget) -> None:
        super().__init__("main.keys_title", language, parent)
        usable = [
            entry
            for entry in sorted(actions.entries(), key=lambda entry: COMMANDS.index(entry.command))
            if entry.keys and entry.reason is None and actions.action(entry.command.id).isVisible()
        ]
        rows = [(", ".join(entry.keys), entry.name) for entry in usable]
        for key in WIDGET_KEYS:
            written = (
                QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in key.keys
            )
            rows.append((", ".join(written), language.text(key.term)))
        self.table = QTableWidget(len(rows), 2)
        self.table.setHorizontalHeaderLabels([language.text("main.key"), language.text("main.key_does")])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
        language.bind(self.table.setAccessibleName, "main.keys_title")
        self.column.addWidget(self.table)
        self.resize(560, 520)


class About(_Sheet):
    """Which version, and what a database on one computer cannot promise (docs/security.md).

    An administrator is told whether there is a newer version.
    """

    def __init__(self, language: Language, updates: UpdateWatch, parent: QWidget) -> None:
        super().__init__("ui_command.about", language, parent)
        heading, release = role_label("title"), role_label("muted")
        language.bind(heading.setText, "app.name")
        language.bind(release.setText, "main.version", version=version())
        self.column.addWidget(heading)
        self.column.addWidget(release)
        for key in ("main.about_purpose", "main.about_promise", "main.about_limits", "main.about_quiet"):
            text = role_label("")
            text.setWordWrap(True)
            language.bind(text.setText, key)
            self.column.addWidget(text)
        self._updates = updates
        self.newer = role_label("")
        self.newer.setWordWrap(True)
        self.newer.setVisible(updates.concerns)
        self.details = QPushButton()
        self.details.setAutoDefault(False)
        self.details.clicked.connect(lambda: UpdateSheet(language, updates, self).open())
        language.bind(self.details.setText, "update.show")
        row = QHBoxLayout()
        row.addWidget(self.details)
        row.addStretch(1)
        self.column.insertWidget(2, self.newer)
        self.column.insertLayout(3, row)
        self.setFixedWidth(520)
        language.follow(self, self._tell_of_update)
        updates.told.connect(self._tell_of_update)

    def _tell_of_update(self) -> None:
        self.newer.setText(self._updates.sentence.text(self._language.lang))
        self.details.setVisible(self._updates.notice is not None)
        QTimer.singleShot(0, self, lambda: make_room(self))  # once the layout knows of the sentence


class UpdateSheet(_Sheet):
    """What a newer version brings, where it lies and how to know its files. Its lines can be copied."""

    def __init__(self, language: Language, updates: UpdateWatch, parent: QWidget) -> None:
        super().__init__("update.title", language, parent)
        self._updates = updates
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        language.bind(self.text.setAccessibleName, "update.title")
        self.column.addWidget(self.text)
        language.follow(self, self._tell)
        self.resize(660, 460)

    def _tell(self) -> None:
        from lpo_desk.db.schema import HEAD

        notice, language = self._updates.notice, self._language
        if notice is None:
            return
        said = [self._updates.sentence.text(language.lang), notice.note[language.lang]]
        if notice.minimal_schema > HEAD:
            said.append(language.text("update.too_far", ours=HEAD, theirs=notice.minimal_schema))
        elif notice.schema != HEAD:
            said.append(language.text("update.changes_database"))
        said.append(language.text("update.files", place=self._updates.place))
        said += [f"{name}\n{digest}" for name, digest in notice.files.items()]
        self.text.setPlainText("\n\n".join(said))
