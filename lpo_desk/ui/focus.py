"""Where the keyboard is: panes for F6, scroll areas that follow, a way to put the focus aside and back."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

_WAITS = "lpo_keyboard_waits"


class Panes(QObject):
    """F6 and Shift+F6 go around the panes of a window. Each remembers where the focus was in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._panes: list[tuple[QWidget, Callable[[], object] | None]] = []
        self._last: dict[int, QWidget] = {}
        QApplication.instance().focusChanged.connect(self._note)  # type: ignore[union-attr]  # a widget exists, so the application does

    def add(self, pane: QWidget, enter: Callable[[], object] | None = None) -> None:
        """Panes in their order. `enter` puts the focus where it belongs; without it, the place it was last."""
        self._panes.append((pane, enter))

    def next(self) -> None:
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        here = QApplication.focusWidget()
        living = [
            (pane, enter) for pane, enter in self._panes if shiboken6.isValid(pane) and pane.isVisible()
        ]
        if not living:
            return
        inside = [n for n, (pane, _) in enumerate(living) if here is not None and _holds(pane, here)]
        start = inside[-1] if inside else (-1 if step > 0 else 0)
        for distance in range(1, len(living) + 1):
            pane, enter = living[(start + step * distance) % len(living)]
            if self._enter(pane, enter):
                return

    def _enter(self, pane: QWidget, enter: Callable[[], object] | None) -> bool:
        last = self._last.get(id(pane))
        if enter:
            enter()
        elif last is not None and shiboken6.isValid(last) and last.isVisible() and last.isEnabled():
            last.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            first = first_stop(pane)
            if first is None:
                return False
            first.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @Slot(QWidget, QWidget)
    def _note(self, _: QWidget | None, now: QWidget | None) -> None:
        for pane, _enter in self._panes:
            if now is not None and shiboken6.isValid(pane) and _holds(pane, now):
                self._last[id(pane)] = now


def first_stop(place: QWidget) -> QWidget | None:
    """The first widget in the place that Tab would stop at, in the window's tab order."""
    if _is_stop(place):
        return place
    widget = place.nextInFocusChain()
    while widget is not None and widget is not place:
        if _is_stop(widget) and place.isAncestorOf(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def next_stop(place: QWidget) -> QWidget | None:
    """The first widget that Tab would stop at after the place is left, in the window's tab order."""
    widget = place.nextInFocusChain()
    while widget is not None and widget is not place:
        if _is_stop(widget) and not place.isAncestorOf(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def tab_as_seen(place: QWidget) -> None:
    """Have Tab go through a place in the order of its layouts: for what was put between others after they were made."""
    for before, after in pairwise([place, *_in_layout(place)]):
        QWidget.setTabOrder(before, after)


def rest(widget: QWidget, resting: bool) -> None:
    """Have a button rest while its act runs. Qt would hand the keyboard of a dead button to whatever comes next, where
    Enter does something else: it waits, and comes back unless the clerk or the act has put it elsewhere."""
    if resting is not widget.isEnabled():
        return  # it does already, and knows whether the keyboard waits
    if resting:
        widget.setProperty(_WAITS, widget.window().focusWidget() is widget)
        widget.clearFocus()
        widget.setEnabled(False)
        return
    widget.setEnabled(True)
    if widget.property(_WAITS) and widget.window().focusWidget() is None:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
    widget.setProperty(_WAITS, None)


def pressed(window: QWidget, event: QKeyEvent) -> bool:
    """Whether Enter pressed the button that has the keyboard. Qt leaves that to Space unless a button is the default of
    its dialog, and in a dialog would press the default one instead (ux.md 7.4)."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    button = window.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain or event.isAutoRepeat():
        return False
    if not isinstance(button, QPushButton | QToolButton) or not button.isEnabled():
        return False
    button.click()
    return True


class Dialog(QDialog):
    """A dialog in which Enter presses the button that has the keyboard, and from anywhere else the default one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed(self, event):
            super().keyPressEvent(event)


def keep_in_sight(area: QScrollArea) -> None:
    """Scroll so that the focused widget is never out of sight or under an edge (WCAG 2.2, 2.4.11)."""
    _SightKeeper(area)


class _SightKeeper(QObject):
    """Dies with its area, and its connection with it."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]  # a widget exists, so the application does

    @Slot(QWidget, QWidget)
    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        if not shiboken6.isValid(self._area):
            return  # the focus leaves it while it is being destroyed, and its children go last
        content = self._area.widget()
        if now is not None and content is not None and content.isAncestorOf(now):
            # ensureWidgetVisible would be content with the caret of a text area; the top wins where not all has room.
            place = QRect(now.mapTo(content, QPoint()), now.size())
            if not QRect(-content.pos(), self._area.viewport().size()).contains(place):
                self._area.ensureVisible(place.right(), place.bottom(), 24, 24)
                self._area.ensureVisible(place.left(), place.top(), 24, 24)


def _in_layout(place: QWidget | QLayout) -> Iterator[QWidget]:
    layout = place if isinstance(place, QLayout) else place.layout()
    items = [layout.itemAt(at) for at in range(layout.count())] if layout is not None else []
    for item in items:
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _in_layout(inner)
        elif widget is not None:
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
                yield widget
            yield from _in_layout(widget)


def _is_stop(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
