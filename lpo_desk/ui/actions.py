"""One QAction for each command: menus, tool bars, context menus, the palette and the key page all show the same object.

Pages do not own actions, they claim commands. The claim of the innermost active owner counts: the main window is
active always, a page while it is in front, a section while it is edited.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QToolButton, QWidget

from lpo_desk.terms import Lang, terms
from lpo_desk.ui.keymap import BY_ID, COMMANDS, SECTIONS, Command, Menu
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_menu_mnemonics
from lpo_desk.ui.theme import Theme

OF_CARD = frozenset(
    (
        *("edit", "sources", "history", "marketing", "new_request", "new_paper", "restriction"),
        *(f"section_{number}" for number in range(1, SECTIONS + 1)),
    )
)
"""Commands that mean the customer: pressed while a card is being opened they are for that card."""

Reason = Callable[[], str | None]


@dataclass(frozen=True)
class Entry:
    """A command as the palette and the key page list it."""

    command: Command
    name: str
    menu: str
    keys: tuple[str, ...]  # as the system writes them in the clerk's language
    words: tuple[str, ...]  # everything it is found by, in all languages
    reason: str | None  # the sentence why it cannot be done now


@dataclass(frozen=True)
class _Claim:
    owner: QObject
    call: Callable[[], object]
    reason: Reason | None


class _KeysOfTheWindow(QObject):
    """A focused field may not take the window's keys for itself: on Linux Ctrl+K would cut its text, Ctrl+E move in it.

    It watches the focused widget only: a filter on the whole application would run Python for every event.
    """

    def __init__(self, window: QWidget, keys: Iterable[QKeySequence]) -> None:
        super().__init__(window)
        self._window = window
        self._keys = frozenset(key.toString() for key in keys)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]  # the window exists, so the application does

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None and shiboken6.isValid(self._window) and self._window.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        assert isinstance(event, QKeyEvent)  # noqa: S101 - its type says so
        if QKeySequence(event.keyCombination()).toString() not in self._keys:
            return False
        event.ignore()  # not the field's, so the window's
        return True


class Actions(QObject):
    """`changed` comes when what can be done, or why not, has changed."""

    changed = Signal()

    def __init__(self, window: QWidget, language: Language, theme: Theme) -> None:
        super().__init__(window)
        self._language = language
        self._claims: dict[str, list[_Claim]] = {}
        self._active: tuple[QObject, ...] = (window,)
        self._used: list[str] = []
        self._coming = 0
        self._meanwhile: list[str] = []
        self._theme = theme
        self._dressed: set[str] = set()
        self._actions = {command.id: self._make(command, window) for command in COMMANDS}
        self._first = _KeysOfTheWindow(window, (QKeySequence(k) for c in COMMANDS for k in c.keys))
        self.refresh()
        language.changed.connect(self.refresh)

    def action(self, command: str) -> QAction:
        """The action of the command, for any menu or button. Raises KeyError for an unknown one."""
        self._dress([command])
        return self._actions[command]

    def claim(
        self, command: str, owner: QObject, call: Callable[[], object], reason: Reason | None = None
    ) -> None:
        """Do `call` for the command while `owner` is active. `reason` gives the term key of why not now, or None."""
        if command not in self._actions:
            raise KeyError(command)
        claims = [claim for claim in self._claims.get(command, []) if claim.owner is not owner]
        self._claims[command] = [*claims, _Claim(owner, call, reason)]
        self._refresh(command)

    def expect(self) -> None:
        """A card is being opened: what is pressed for it waits until `arrived`, which comes whatever happens."""
        self._coming += 1
        self.refresh()

    def arrived(self) -> list[str]:
        """The commands pressed since, in their order, for `run` once the card is in front; the search among them, which
        did not wait. None of them where another card is still coming."""
        self._coming -= 1
        if self._coming:
            return []
        pressed, self._meanwhile = self._meanwhile, []
        self.refresh()
        return pressed

    def run(self, commands: Iterable[str]) -> None:
        """Do those of the commands that can be done now."""
        for command in commands:
            if self.reason(command) is None:
                self._run(command)

    def activate(self, *owners: QObject) -> None:
        """Whose claims count, the outermost first: `actions.activate(window, page, section)`."""
        self._active = owners
        self.refresh()

    def refresh(self) -> None:
        """Ask every claim again whether it can be done: after a selection, a save, a change of state."""
        for command in self._actions:
            self._refresh(command)
        self.changed.emit()

    def reason(self, command: str) -> str | None:
        """The sentence why the command cannot be done now, None when it can."""
        if self._coming and command in OF_CARD:
            return None
        claim = self._claim(command)
        if claim is None:
            return self._language.text("ui.not_here")
        key = claim.reason() if claim.reason else None
        return self._language.text(key) if key else None

    def entries(self) -> list[Entry]:
        """All commands: last used first, then those that can be done, then the rest with their reasons."""
        entries = [self._entry(command) for command in COMMANDS]
        recent = {command: place for place, command in enumerate(reversed(self._used))}
        return sorted(entries, key=lambda e: (recent.get(e.command.id, len(recent)), e.reason is not None))

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """All menus with all commands."""
        for menu in Menu:
            place = bar.addMenu("")
            self._language.bind(place.setTitle, menu.term)
            self.fill_menu(place, [command.id for command in COMMANDS if command.menu is menu])
        self._language.follow(bar, lambda: assign_menu_mnemonics(bar))

    def fill_menu(self, menu: QMenu, commands: Iterable[str]) -> None:
        """The commands in order, with a line between their groups."""
        commands = tuple(commands)
        menu.aboutToShow.connect(lambda: self._dress(commands))
        group: int | None = None
        for command in commands:
            if group is not None and BY_ID[command].group != group:
                menu.addSeparator()
            group = BY_ID[command].group
            menu.addAction(self._actions[command])

    def button(self, command: str, parent: QWidget) -> QToolButton:
        """A button with the command's icon, name and key."""
        self._dress([command])
        button = QToolButton(parent)
        button.setDefaultAction(self._actions[command])
        return button

    def _make(self, command: Command, window: QWidget) -> QAction:
        action = QAction(window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.triggered.connect(lambda: self._run(command.id))
        self._language.bind(action.setText, command.term)
        window.addAction(action)
        return action

    def _dress(self, commands: Iterable[str]) -> None:
        """Icons are drawn when they are first to be seen: all of them would cost the start 15 ms."""
        for command in commands:
            if BY_ID[command].icon and command not in self._dressed:
                self._dressed.add(command)
                self._theme.dress(self._actions[command], BY_ID[command].icon)

    def _run(self, command: str) -> None:
        if self._coming and command in OF_CARD | {"search"}:
            self._meanwhile.append(command)
        if self._coming and command in OF_CARD:
            return
        claim = self._claim(command)
        if claim is None:
            return
        if command in self._used:
            self._used.remove(command)
        self._used = [*self._used, command][-5:]
        claim.call()

    def _claim(self, command: str) -> _Claim | None:
        claims = [claim for claim in self._claims.get(command, []) if shiboken6.isValid(claim.owner)]
        self._claims[command] = claims
        for owner in reversed(self._active):
            for claim in claims:
                if claim.owner is owner:
                    return claim
        return None

    def _refresh(self, command: str) -> None:
        action, reason = self._actions[command], self.reason(command)
        action.setEnabled(reason is None)
        name = self._language.text(BY_ID[command].term)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        hint = f"{name} ({keys})" if keys else name
        action.setToolTip(f"{hint}\n{reason}" if reason else hint)

    def _entry(self, command: Command) -> Entry:
        found_by = [terms(key, lang=lang) for lang in Lang for key in (command.term, command.words)]
        keys = self._actions[command.id].shortcuts()
        return Entry(
            command,
            self._language.text(command.term),
            self._language.text(command.menu.term),
            tuple(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys),
            tuple(dict.fromkeys(found_by)),
            self.reason(command.id),
        )
