"""The row above the tabs: the search box in the middle, the language and the user at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.search_box import SearchBox

SWITCHED = (Lang.FI, Lang.SV)
_SEARCH_WIDTH = 560


class LanguageSwitch(QWidget):
    """FI | SV, live. `chosen` comes after the language was switched by the clerk."""

    chosen = Signal(object)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[Lang, QToolButton] = {}
        for lang in SWITCHED:
            button = QToolButton()
            button.setText(lang.value.upper())
            button.setCheckable(True)
            button.setProperty(NO_KEY, True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, lang=lang: self._switch(lang))
            language.bind(button.setToolTip, f"main.language_{lang.value}")
            self._group.addButton(button)
            self._buttons[lang] = button
            row.addWidget(button)
        language.follow(self, self._mark)

    def button(self, lang: Lang) -> QToolButton:
        return self._buttons[lang]

    def _switch(self, lang: Lang) -> None:
        self._language.switch(lang)
        self.chosen.emit(lang)

    def _mark(self) -> None:
        for lang, button in self._buttons.items():
            button.setChecked(lang is self._language.lang)
            name = self._language.text(f"main.language_{lang.value}")
            button.setAccessibleName(f"{lang.value.upper()} {name}")


class TopBar(QFrame):
    """The menu of the user is filled by the window."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.search = SearchBox(language)
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.language_switch = LanguageSwitch(language)
        self.user = QToolButton()
        self.user.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.user.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.user.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.user.setMenu(QMenu(self.user))
        theme().dress(self.user, "user")
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 7, 11, 7)
        row.setSpacing(7)
        row.addStretch(1)
        row.addWidget(self.search, 6)
        row.addStretch(1)
        row.addWidget(self.language_switch)
        row.addWidget(self.user)
