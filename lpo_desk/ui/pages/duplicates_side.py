"""Two records side by side, and how their values are written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.merge import Comparison, Record, Value
from lpo_desk.domain.party import ListRow
from lpo_desk.terms import has
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar

_HELD = {
    "manual_record_party": "table.manual_record",
    "read_event": "category.lookup",
    "draft": "today.drafts",
    "connection": "table.connection",
}
"""Tables whose rows are called otherwise in a sentence about what moves."""


def written(value: Value, language: Language) -> str:
    return ", ".join(language.show(part) for part in value) or "–"


def named(row: ListRow, language: Language) -> str:
    """Whom a list row is of: the name and number, of a protected person the number alone."""
    words = language.text
    number = words("card.number", number=row.number) if row.number else ""
    return " · ".join(part for part in (row.name, number, row.town) if part) or words(row.kind.term)


def held(record: Record, language: Language) -> str:
    """What a record holds, in a line: `Osoitteet 2, Muistiinpanot 1`."""
    parts = []
    for table, count in record.holds:
        term = _HELD.get(table, f"table.{table}")
        if has(term):
            parts.append(f"{language.text(term)} {language.show(count)}")
    return ", ".join(parts)


class Side(QFrame):
    """A table of the two records: what differs is marked by a sign and set in bold."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._comparison: Comparison | None = None
        self.setProperty("surface", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 11, 14, 14)
        self._labels: list[QLabel] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(7)
        for column, share in enumerate((2, 3, 3)):
            self._grid.setColumnStretch(column, share)
        self._column.addLayout(self._grid)
        language.follow(self, self._draw)
        self.hide()

    def show_comparison(self, comparison: Comparison | None) -> None:
        self._comparison = comparison
        self._draw()
        self.setVisible(comparison is not None)

    def _draw(self) -> None:
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        comparison, language = self._comparison, self._language
        if comparison is None:
            return
        records = comparison.first, comparison.second
        self._row(0, "", [named(record.row, language) for record in records], heading=True)
        line = 1
        for field in comparison.fields:
            differs = comparison.differs(field)
            mark = "≠ " if differs else ""
            values = [written(record.values.get(field, ()), language) for record in records]
            self._row(line, mark + language.text(field.term), values, differs=differs)
            line += 1
        self._row(line, language.text("duplicates.holds"), [held(record, language) for record in records])
        self.setAccessibleName(" / ".join(named(record.row, language) for record in records))

    def _row(
        self, line: int, name: str, values: list[str], *, heading: bool = False, differs: bool = False
    ) -> None:
        for column, text in enumerate((name, *values)):
            label = role_label("heading" if heading else "label" if column == 0 else "value")
            label.setText(text)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            if differs and column:
                font = label.font()
                font.setBold(True)
                label.setFont(font)
            self._grid.addWidget(label, line, column)
            self._labels.append(label)


class SidePane(QWidget):
    """The verbs above, what stands in their way, and the two records below."""

    def __init__(self, buttons: Sequence[QPushButton], bar: MessageBar, side: Side) -> None:
        super().__init__()
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        area, inside = QScrollArea(), QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(side)
        below.addStretch(1)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(bar)
        column.addWidget(area, 1)
