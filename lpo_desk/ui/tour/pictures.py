"""Pictures of what is on the screen: the window in front with the dialogs that stand over it.

Painted from the widgets, so that they are the same without a display, and nothing of another program is on them.
"""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from lpo_desk.ui.theme import theme

_TITLE = 30
"""Height of the title line that a desktop would paint above a dialog."""
_SHADOW = ((6, 14), (4, 22), (2, 34))


def take(window: QWidget, file: Path) -> None:
    """Save the window and what stands over it as PNG. Raises OSError where it cannot be written."""
    over = list(_over(window))
    picture = window.grab()
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for widget in over:
        _paint(painter, widget, _place(widget, window))
    painter.end()
    # As Qt packs by itself: its best took four times as long for two hundredths less.
    if not picture.save(str(file), "PNG"):
        raise OSError(f"picture not written: {file.name}")


def _over(window: QWidget) -> Iterator[QWidget]:
    """Dialogs of the window, the innermost last, then an open menu or list."""
    chain: list[QWidget] = []
    place = QApplication.activeModalWidget()
    while place is not None and place is not window:
        if place.isWindow():
            chain.append(place)
        place = place.parentWidget()
    yield from reversed(chain)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        yield popup


def _place(widget: QWidget, window: QWidget) -> QRect:
    """Where it stands over the window. A dialog in the middle of it: without a window manager it stands anywhere."""
    if _titled(widget):
        middle = window.rect().center() + QPoint(0, _TITLE // 2)
        place = QRect(QPoint(), widget.size())
        place.moveCenter(middle)
        place.moveTop(max(_TITLE, place.top()))
        return place
    return QRect(widget.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), widget.size())


def _titled(widget: QWidget) -> bool:
    return widget.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Sheet)


def _paint(painter: QPainter, widget: QWidget, place: QRect) -> None:
    """The widget with a shadow; a dialog also with its title."""
    top = _TITLE if _titled(widget) else 0
    frame = place.adjusted(0, -top, 0, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    for width, strength in _SHADOW:
        painter.setBrush(QColor(0, 0, 0, strength))
        painter.drawRoundedRect(frame.adjusted(-width, -width, width, width), width, width)
    if top:
        _paint_title(painter, QRect(frame.topLeft(), QSize(frame.width(), top)), widget.windowTitle())
    picture: QPixmap = widget.grab()
    painter.drawPixmap(place.topLeft(), picture)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(theme().palette.border))
    painter.drawRect(frame.adjusted(0, 0, -1, -1))


def _paint_title(painter: QPainter, line: QRect, text: str) -> None:
    colours = theme().palette
    painter.fillRect(line, QColor(colours.window))
    painter.setPen(QColor(colours.text))
    painter.setFont(QApplication.font())
    painter.drawText(line.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, text)
