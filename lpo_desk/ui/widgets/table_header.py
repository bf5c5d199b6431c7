"""Headings of a list: what is shown, in which order and how wide, by mouse and by menu, kept for each person."""

import json
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.models.row_model import RowModel

_NARROWEST = 40
_STEP = 24
_SAVE_AFTER_MS = 400


class Memory(Protocol):
    """Where a person's columns are kept. Names are those of the lists."""

    def load(self, name: str) -> str | None: ...

    def save(self, name: str, state: str) -> None: ...


class TableHeader(QHeaderView):
    """Everything dragging does can be done from the menu too (WCAG 2.2, 2.5.7)."""

    def __init__(self, model: RowModel[Any], language: Language, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = model
        self._language = language
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_NARROWEST)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self, parent: QWidget) -> QMenu:
        """For each column a menu: shown or hidden, left, right, wider, narrower."""
        menu = QMenu(self._language.text("ui.columns"), parent)
        for section, column in enumerate(self._cells.columns):
            below = menu.addMenu(self._language.text(column.term))
            shown = below.addAction(self._language.text("ui.column_shown"))
            shown.setCheckable(True)
            shown.setChecked(not self.isSectionHidden(section))
            shown.setEnabled(self.isSectionHidden(section) or self.count() - self.hiddenSectionCount() > 1)
            shown.toggled.connect(lambda on, s=section: self.setSectionHidden(s, not on))
            for term, change in (
                ("ui.column_left", lambda s=section: self.shift(s, -1)),
                ("ui.column_right", lambda s=section: self.shift(s, 1)),
                ("ui.column_wider", lambda s=section: self.widen(s, _STEP)),
                ("ui.column_narrower", lambda s=section: self.widen(s, -_STEP)),
            ):
                below.addAction(self._language.text(term), change)
        return menu

    def shift(self, section: int, places: int) -> None:
        """Move a column so many places to the right, as far as there are places."""
        start = self.visualIndex(section)
        self.moveSection(start, min(max(start + places, 0), self.count() - 1))

    def widen(self, section: int, pixels: int) -> None:
        self.resizeSection(section, max(self.sectionSize(section) + pixels, _NARROWEST))


class ColumnMemory(QObject):
    """Gives a header its widths, none narrower than its heading, and writes down what the clerk makes of them."""

    def __init__(self, header: TableHeader, model: RowModel[Any], name: str, memory: Memory | None) -> None:
        super().__init__(header)
        self._header = header
        self._cells = model
        self._name = name
        self._memory = memory
        header.ensurePolished()  # the style sheet's font and padding count in what a heading needs
        for section, column in enumerate(model.columns):
            header.resizeSection(section, max(column.width, header.sectionSizeHint(section)))
            if column.stretch:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self._restore()
        self._later = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._later.timeout.connect(self.save)
        for changed in (header.sectionResized, header.sectionMoved):
            changed.connect(lambda *_: self._later.start())

    def save(self) -> None:
        """Columns by their keys, so that a release with other columns still finds the ones it knows."""
        if self._memory is None:
            return
        header = self._header
        state = [
            {
                "column": self._cells.columns[section].key,
                "width": header.sectionSize(section),
                "hidden": header.isSectionHidden(section),
            }
            for section in sorted(range(header.count()), key=header.visualIndex)
        ]
        self._memory.save(self._name, json.dumps(state))

    def _restore(self) -> None:
        text = self._memory.load(self._name) if self._memory else None
        if not text:
            return
        known = {column.key: section for section, column in enumerate(self._cells.columns)}
        try:
            entries = [
                (known[e["column"]], int(e["width"]), bool(e["hidden"]))
                for e in json.loads(text)
                if e["column"] in known
            ]
        except (ValueError, TypeError, KeyError):
            return  # written by another release: the widths of the columns' own will do
        for place, (section, width, hidden) in enumerate(entries):
            self._header.moveSection(self._header.visualIndex(section), place)
            self._header.setSectionHidden(section, hidden)
            if width >= _NARROWEST:
                self._header.resizeSection(section, width)
