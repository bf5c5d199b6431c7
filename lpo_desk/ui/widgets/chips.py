"""Several states in one cell of a list, each as a chip."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Mark, Role, Status
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.status import StatusDelegate, draw_mark

_INDENT = 8
_GAP = 5
_PADDING = 8
_SHAPE = 8
_HEIGHT = 22


class ChipsDelegate(StatusDelegate):
    """Paints the chips of a row; those that find no room are counted ("+2") and told by the cell's tooltip."""

    def __init__(
        self, language: Language, chips: Callable[[Any], Sequence[Status]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._language, self._chips = language, chips

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        styled = QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        styled.text = ""
        style = styled.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, styled, painter, styled.widget)
        row = index.data(Role.ROW)
        chips = self._chips(row) if row is not None else ()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_small(painter.font()))
        area = QRectF(styled.rect).adjusted(_INDENT, 0, -_INDENT, 0)
        left = area.left()
        for number, chip in enumerate(chips):
            words = self._language.text(chip.word, **dict(chip.values))
            width = self._width(painter, words)
            rest = len(chips) - number
            if left + width > area.right() and number:
                painter.setPen(QColor(theme().palette.muted))
                painter.drawText(area.adjusted(left - area.left(), 0, 0, 0), _MIDDLE, f"+{rest}")
                break
            self._paint_chip(
                painter, chip, words, QRectF(left, area.center().y() - _HEIGHT / 2, width, _HEIGHT)
            )
            left += width + _GAP
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _HEIGHT + 6)

    def _width(self, painter: QPainter, words: str) -> float:
        return painter.fontMetrics().horizontalAdvance(words) + 2 * _PADDING + _SHAPE + 5

    def _paint_chip(self, painter: QPainter, chip: Status, words: str, area: QRectF) -> None:
        colours = theme().palette
        tone = QColor(colours.tone(chip.tone))
        painter.setPen(QPen(tone, 1))
        painter.setBrush(QColor(colours.tint(chip.tone)))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), _HEIGHT / 2, _HEIGHT / 2)
        left = area.left() + _PADDING
        if chip.mark is not Mark.NONE:
            draw_mark(painter, chip.mark, QRectF(left, area.center().y() - _SHAPE / 2, _SHAPE, _SHAPE), tone)
        painter.setPen(QColor(colours.text))
        painter.drawText(area.adjusted(_PADDING + _SHAPE + 5, 0, 0, 0), _MIDDLE, words)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.92)
    return smaller
