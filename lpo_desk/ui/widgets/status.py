"""States and flags: always a word, a shape and a colour together (WCAG 2.2, 1.4.1)."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Mark, Role, Status
from lpo_desk.ui.theme import theme

_SHAPE = 10.0
_SPACE = 8
_INDENT = 11  # where the text of other cells begins


class StatusDelegate(QStyledItemDelegate):
    """Paints the shape before the word of a status cell; other cells as Qt does."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        # The row is what has the focus; a frame around one of its cells would say otherwise.
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        status = index.data(Role.STATUS)
        if not isinstance(status, Status):
            super().paint(painter, option, index)
            return
        styled = QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        text: str = styled.text
        styled.text = ""
        style = styled.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, styled, painter, styled.widget)
        area = QRectF(styled.rect).adjusted(_INDENT, 0, -_INDENT, 0)
        shape = QRectF(area.left(), area.center().y() - _SHAPE / 2 + 0.5, _SHAPE, _SHAPE)
        draw_mark(painter, status.mark, shape, QColor(theme().palette.tone(status.tone)))
        words = area.adjusted(_SHAPE + _SPACE if status.mark is not Mark.NONE else 0, 0, 0, 0)
        painter.setPen(QColor(theme().palette.text))
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        status = index.data(Role.STATUS)
        wider = int(_SHAPE) + _SPACE if isinstance(status, Status) and status.mark is not Mark.NONE else 0
        return QSize(size.width() + wider, size.height())


class Chip(QWidget):
    """A small label for a flag of a customer or the state of a case."""

    def __init__(self, language: Language, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = status
        self._text = ""
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.92)
        self.setFont(font)
        self._language = language
        language.follow(self, self._reword)
        theme().follow(self, self.update)

    @property
    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        shape = int(_SHAPE) + 6 if self._status.mark is not Mark.NONE else 0
        return QSize(metrics.horizontalAdvance(self._text) + shape + 20, max(metrics.height() + 6, 24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().palette
        tone = QColor(colours.tone(self._status.tone))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tone, 1))
        painter.setBrush(QColor(colours.tint(self._status.tone)))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        left = 10.0
        if self._status.mark is not Mark.NONE:
            draw_mark(painter, self._status.mark, QRectF(left, area.center().y() - 4.5, 9, 9), tone)
            left += _SHAPE + 6
        painter.setPen(QColor(colours.text))
        painter.drawText(
            area.adjusted(left, 0, -8, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self._text,
        )

    def _reword(self) -> None:
        self._text = self._language.text(self._status.word, **dict(self._status.values))
        self.setAccessibleName(self._text)
        self.setToolTip(self._text)
        self.updateGeometry()
        self.update()


class ChipRow(QFrame):
    """Chips beside each other."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._chips: list[Chip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)

    @property
    def chips(self) -> Sequence[Chip]:
        return tuple(self._chips)

    def set_statuses(self, statuses: Sequence[Status]) -> None:
        """Show these instead."""
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(self._language, status, self) for status in statuses]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(place, chip)


def draw_mark(painter: QPainter, mark: Mark, area: QRectF, colour: QColor) -> None:
    """The shape, drawn rather than written: not every font has it, and it stays sharp at 200 %."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    line = QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    match mark:
        case Mark.DISC:
            painter.drawEllipse(area)
        case Mark.TRIANGLE:
            painter.drawPolygon(
                QPolygonF([QPointF(area.center().x(), area.top()), area.bottomRight(), area.bottomLeft()])
            )
        case Mark.SQUARE:
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)
        case Mark.RING:
            painter.setPen(line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))
        case Mark.SHIELD:
            painter.drawPath(_shield(area))
        case Mark.CHECK | Mark.ARROW:
            painter.strokePath(_stroke(mark, area), line)
        case Mark.NONE:
            pass
    painter.restore()


def _shield(area: QRectF) -> QPainterPath:
    path = QPainterPath(QPointF(area.center().x(), area.top()))
    path.lineTo(area.right(), area.top() + 0.18 * area.height())
    path.cubicTo(
        QPointF(area.right(), area.top() + 0.65 * area.height()),
        QPointF(area.center().x() + 0.2 * area.width(), area.top() + 0.9 * area.height()),
        QPointF(area.center().x(), area.bottom()),
    )
    path.cubicTo(
        QPointF(area.center().x() - 0.2 * area.width(), area.top() + 0.9 * area.height()),
        QPointF(area.left(), area.top() + 0.65 * area.height()),
        QPointF(area.left(), area.top() + 0.18 * area.height()),
    )
    path.closeSubpath()
    return path


def _stroke(mark: Mark, area: QRectF) -> QPainterPath:
    corners = {
        Mark.CHECK: ((0.05, 0.55, 0), (0.38, 0.88, 1), (0.98, 0.15, 1)),
        Mark.ARROW: ((0.05, 0.95, 0), (0.95, 0.05, 1), (0.4, 0.05, 0), (0.95, 0.05, 1), (0.95, 0.6, 1)),
    }[mark]
    path = QPainterPath()
    for across, down, drawn in corners:
        point = QPointF(area.left() + across * area.width(), area.top() + down * area.height())
        if drawn:
            path.lineTo(point)
        else:
            path.moveTo(point)
    return path
