"""Ctrl+K: every command by any of its names in any language, with its keys and where it lies (ux.md 1.3)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from lpo_desk.ui.actions import Actions, Entry
from lpo_desk.ui.language import Language
from lpo_desk.ui.theme import theme

_LEAST = 55  # of 100: what is less alike was not meant
_ENTRY = int(Qt.ItemDataRole.UserRole)


def ranked(entries: list[Entry], text: str) -> list[Entry]:
    """The entries that the text may mean, the likeliest first; all of them for no text."""
    from rapidfuzz import fuzz, utils

    if not text.strip():
        return entries
    scores = [
        max(fuzz.WRatio(text, word, processor=utils.default_process) for word in entry.words)
        for entry in entries
    ]
    likely = [(score, entry) for score, entry in zip(scores, entries, strict=True) if score >= _LEAST]
    return [entry for _, entry in sorted(likely, key=lambda pair: (-pair[0], pair[1].reason is not None))]


def _blank(size: int) -> QIcon:
    """Nothing to see, so that names without an icon stand below those with one."""
    nothing = QPixmap(max(size, 16), 1)
    nothing.fill(Qt.GlobalColor.transparent)
    return QIcon(nothing)


class CommandPalette(QDialog):
    """Enter does the chosen command; one that cannot be done now says why."""

    def __init__(self, actions: Actions, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions, self._language = actions, language
        self._entries = [
            entry
            for entry in actions.entries()
            if actions.action(entry.command.id).isVisible() and entry.command.id != "palette"
        ]
        self.line = QLineEdit()
        self.line.textChanged.connect(self._show)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows in the line move in the list
        self.list.itemActivated.connect(lambda _: self._do())
        self.list.itemClicked.connect(lambda _: self._do())
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 11, 11, 11)
        column.addWidget(self.line)
        column.addWidget(self.list)
        language.bind(self.setWindowTitle, "ui_command.palette")
        language.bind(self.line.setPlaceholderText, "main.palette_prompt")
        language.bind(self.line.setAccessibleName, "main.palette_prompt")
        language.bind(self.list.setAccessibleName, "ui_command.palette")
        self.resize(560, 420)
        self._show("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        key = Qt.Key(event.key())
        if key in steps:
            row = self.list.currentRow() + steps[key]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do()
        else:
            super().keyPressEvent(event)

    def _show(self, text: str) -> None:
        self.list.clear()
        blank = _blank(self.list.iconSize().width())
        for entry in ranked(self._entries, text):
            keys = "   ".join(entry.keys[:1])
            line = f"{entry.name}   ({entry.menu})" + (f"   {keys}" if keys else "")
            item = QListWidgetItem(line)
            item.setData(_ENTRY, entry)
            item.setIcon(theme().icon(entry.command.icon) if entry.command.icon else blank)
            if entry.reason:
                item.setText(f"{line}\n{entry.reason}")
                item.setForeground(QColor(theme().palette.muted))
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(self._language.text("main.palette_nothing"), self.list)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        entry: Entry | None = item.data(_ENTRY) if item else None
        if entry is None or entry.reason:
            return
        self.accept()
        self._actions.action(entry.command.id).trigger()
