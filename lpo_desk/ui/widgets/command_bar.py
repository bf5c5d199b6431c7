"""The commands of a page in a row; those that find no room are behind the last button (ux.md 2.1).

Not a QToolBar: its own overflow button is 12 pixels wide.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_menu_mnemonics
from lpo_desk.ui.theme import theme

_SPACE = 4


class CommandBar(QWidget):
    """Buttons with icon and word for actions, in the order of how much they matter."""

    def __init__(self, actions: Sequence[QAction], language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = [self._button(action) for action in actions]
        self._rest = QMenu(self)
        self._more = QToolButton(self)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._rest)
        self._more.setProperty("role", "icon")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().dress(self._more, "more")
        language.bind(self._more.setAccessibleName, "ui.more_commands")
        language.bind(self._more.setToolTip, "ui.more_commands")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACE)
        for button in (*self._buttons, self._more):
            row.addWidget(button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        language.changed.connect(self._arrange)

    @property
    def behind(self) -> Sequence[QAction]:
        """The actions that found no room."""
        return tuple(self._rest.actions())

    def sizeHint(self) -> QSize:
        widths = [button.sizeHint().width() + _SPACE for button in self._buttons]
        return QSize(sum(widths), max((b.sizeHint().height() for b in self._buttons), default=0))

    def minimumSizeHint(self) -> QSize:
        """The overflow button alone: a bar never keeps a window from being narrow."""
        return QSize(self._more.sizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        widths = [button.sizeHint().width() + _SPACE for button in self._buttons]
        room = self.width()
        if sum(widths) - _SPACE > room:
            room -= self._more.sizeHint().width() + _SPACE
        self._rest.clear()
        for button, width in zip(self._buttons, widths, strict=True):
            room -= width
            fits = room + _SPACE >= 0 and self._rest.isEmpty()
            button.setVisible(fits)
            if not fits:
                self._rest.addAction(button.defaultAction())
        self._more.setVisible(not self._rest.isEmpty())
        assign_menu_mnemonics(self._rest)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty(NO_KEY, True)  # commands have shortcuts, and their letters belong to the menus
        return button
