"""Walks through a window and says what a person with a screen reader, big fingers or Swedish would stumble over.

`assert_walkable(window)` in every page test; WCAG 2.2 by ux.md 6.1.
"""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from lpo_desk.ui.mnemonics import mnemonic, without_mnemonic
from lpo_desk.ui.stylesheet import TARGET
from lpo_desk.ui.widgets.inputs import WrappingBox

_RAW = (QComboBox, QDateTimeEdit)
_TARGETS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)


def assert_walkable(window: QWidget) -> None:
    """Every finding at once, so that one run shows all there is to mend."""
    QCoreApplication.sendPostedEvents()  # layouts that are due
    # The page in a scroll area is as high as its texts the second time only; nothing but layouts may happen then.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    problems = list(findings(window))
    assert not problems, "\n".join(problems)


def findings(window: QWidget) -> Iterator[str]:
    """One sentence for each problem of the visible widgets."""
    widgets = [
        widget for widget in window.findChildren(QWidget) if widget.isVisible() and not _is_qts(widget)
    ]
    for widget in widgets:
        yield from _of_name(widget)
        yield from _of_size(widget)
        yield from _of_clipping(widget)
        if isinstance(widget, _RAW) and type(widget).__module__.startswith("PySide6"):
            yield f"{_who(widget)}: changes under the wheel; use lpo_desk.ui.widgets.inputs"
    yield from _of_enter(window, widgets)
    yield from _of_access_keys(widgets)


def name_of(widget: QWidget) -> str:
    """The name that a screen reader gets. Not asked from QAccessible: on Linux a combo box answers with its value."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        return without_mnemonic(widget.text())
    if isinstance(widget, QGroupBox):
        return without_mnemonic(widget.title())
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return without_mnemonic(labels[0].text()) if labels else ""


def _of_name(widget: QWidget) -> Iterator[str]:
    focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    if (focusable or isinstance(widget, QAbstractButton)) and not name_of(widget).strip():
        yield f"{_who(widget)}: has no accessible name"
    if isinstance(widget, QAbstractButton) and widget.text() and widget.accessibleName():
        words = [word for word in without_mnemonic(widget.text()).split() if word.isalpha()]
        if not all(word in widget.accessibleName() for word in words):
            yield f"{_who(widget)}: its name does not contain its visible label"


def _of_size(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, _TARGETS) and (widget.width() < TARGET or widget.height() < TARGET):
        yield f"{_who(widget)}: {widget.width()}x{widget.height()} is smaller than {TARGET}x{TARGET}"


def _of_clipping(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if needed > widget.height() + 1:
                yield f"{_who(widget)}: text needs {needed} px of height, has {widget.height()}"
        elif (
            widget.sizeHint().width() > widget.width() + 1 or widget.sizeHint().height() > widget.height() + 1
        ):
            yield f"{_who(widget)}: text needs {widget.sizeHint().toTuple()}, has {widget.size().toTuple()}"
    elif isinstance(widget, WrappingBox):
        needed = widget.heightForWidth(widget.width())
        if needed > widget.height() + 1:
            yield f"{_who(widget)}: text needs {needed} px of height, has {widget.height()}"
    elif isinstance(widget, QAbstractButton) and widget.text():
        needed = _needed(widget)
        if needed > widget.width():
            yield f"{_who(widget)}: needs {needed} px, has {widget.width()}"


def _needed(button: QAbstractButton) -> int:
    """The least width that shows all words: the padding may shrink, the words may not."""
    lines = without_mnemonic(button.text()).splitlines()
    words = max(button.fontMetrics().horizontalAdvance(line) for line in lines)
    if not isinstance(button, QToolButton):
        return words + 4
    match button.toolButtonStyle():
        case Qt.ToolButtonStyle.ToolButtonIconOnly:
            return 0
        case Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            return button.sizeHint().width()  # Qt cuts the words as soon as it is narrower
        case _:
            return words + 4


def _of_enter(window: QWidget, widgets: list[QWidget]) -> Iterator[str]:
    if not isinstance(window, QDialog):
        return
    buttons = [widget for widget in widgets if isinstance(widget, QPushButton)]
    for button in buttons:
        if button.autoDefault() and not button.isDefault():
            yield f"{_who(button)}: autoDefault, so Enter in a field may press it"
        if button.isDefault() and button.property("role") == "danger":
            yield f"{_who(button)}: a destructive button is the default"
    if sum(button.isDefault() for button in buttons) > 1:
        yield f"{_who(window)}: more than one default button"


def _of_access_keys(widgets: list[QWidget]) -> Iterator[str]:
    texts = [widget.text() for widget in widgets if isinstance(widget, QAbstractButton)]
    texts += [widget.title() for widget in widgets if isinstance(widget, QGroupBox)]
    texts += [widget.text() for widget in widgets if isinstance(widget, QLabel) and widget.buddy()]
    for bar in (widget for widget in widgets if isinstance(widget, QMenuBar)):
        texts += [action.text() for action in bar.actions()]
    for key, times in Counter(filter(None, map(mnemonic, texts))).items():
        if times > 1:
            yield f"Alt+{key} is the access key of {[text for text in texts if mnemonic(text) == key]}"


def _is_qts(widget: QWidget) -> bool:
    """Parts that Qt's own widgets are made of: not reached by Tab and named by their owners."""
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(widget, QScrollBar | QHeaderView)
        or isinstance(parent, QTabBar | QAbstractSpinBox | QComboBox | QHeaderView)
        or (isinstance(parent, QAbstractItemView) and not isinstance(widget, QAbstractItemView | QLineEdit))
        or (isinstance(parent, QAbstractScrollArea) and widget is parent.viewport())
    )


def _who(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    words = widget.accessibleName() or widget.objectName() or text
    return f"{type(widget).__name__} {words!r} in {type(widget.window()).__name__}"
