"""Access keys (Alt+letter), unique in each menu and dialog, chosen again for each language.

Terms carry no "&": a letter that is free in Finnish need not be in Swedish. Letters that are thin or hang below the
line (i l j, g p q y) are the last choice, since the underline is hard to see there (ux.md W11).
"""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QMenu,
    QMenuBar,
    QTabBar,
    QWidget,
)

_THIN = frozenset("ilgjpqy")
_ASSIGNED = "accessKeysAssigned"  # property: done once, with these letters taken
NO_KEY = "noAccessKey"  # property of buttons that have Enter or Esc: OK, Cancel


def assign_mnemonics(texts: Sequence[str], taken: str = "") -> list[str]:
    """The texts with "&" before a letter of their own; a text gets none when all its letters are taken.

    First letters go first, then what is free of each text's other letters, thin ones last; only where nothing is free
    do others give way (augmenting paths), so that as many texts as possible get one.
    """
    plain = [without_mnemonic(text) for text in texts]
    wishes = [_wishes(text, frozenset(taken.lower())) for text in plain]
    holder: dict[str, int] = {}
    for number, text in enumerate(plain):
        first = text[:1].lower()
        if first in wishes[number] and first not in _THIN:
            holder.setdefault(first, number)
    for number in set(range(len(plain))) - set(holder.values()):
        free = next((letter for letter in wishes[number] if letter not in holder), None)
        if free is not None:
            holder[free] = number
        else:
            _make_room(number, wishes, holder, set())
    letters = {number: letter for letter, number in holder.items()}
    return [_marked(text, letters.get(number)) for number, text in enumerate(plain)]


def _make_room(number: int, wishes: Sequence[Sequence[str]], holder: dict[str, int], tried: set[str]) -> bool:
    for letter in wishes[number]:
        if letter not in tried:
            tried.add(letter)
            if letter not in holder or _make_room(holder[letter], wishes, holder, tried):
                holder[letter] = number
                return True
    return False


def without_mnemonic(text: str) -> str:
    """The text as it is read: "&Tallenna" is "Tallenna", "&&" is "&"."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def mnemonic(text: str) -> str | None:
    """The access key in the text, in lower case."""
    rest = text.replace("&&", "")
    place = rest.find("&")
    return rest[place + 1].lower() if 0 <= place < len(rest) - 1 else None


def assign_window_mnemonics(window: QWidget, taken: str = "", *, only_shown: bool = False) -> None:
    """Give every button, box and label with a buddy in the window its access key, in tab order of creation.

    only_shown: what is hidden takes no letter, and loses the one it had; for windows of several pages that ask again when
    they turn one.
    Letters of the menu bar above are taken. The window is marked, so that `renew_mnemonics` knows it again.
    """
    window.setProperty(_ASSIGNED, taken or "-")
    taken += "".join(_menu_letters(window))
    places: list[tuple[str, Callable[[str], object]]] = []
    for widget in window.findChildren(QWidget):
        if widget.window() is not window.window() or widget.property(NO_KEY):
            continue
        place = _place(widget)
        if place is not None and only_shown and not widget.isVisibleTo(window):
            text, put = place
            put(without_mnemonic(text).replace("&", "&&"))
        elif place is not None:
            places.append(place)
    for (_, put), text in zip(places, assign_mnemonics([text for text, _ in places], taken), strict=True):
        put(text)


def _place(widget: QWidget) -> tuple[str, Callable[[str], object]] | None:
    """The text that shows the access key of a widget, and how to set it; None for one that has none."""
    if isinstance(widget, QLabel):
        return (widget.text(), widget.setText) if widget.buddy() is not None else None
    if not isinstance(widget, QAbstractButton | QGroupBox) or _is_part(widget):
        return None
    if isinstance(widget, QGroupBox):
        return (widget.title(), widget.setTitle) if widget.title() else None
    return (widget.text(), widget.setText) if widget.text() else None


def renew_mnemonics(page: QWidget) -> None:
    """Assign again what was assigned before the page came below a menu bar, whose letters it did not know."""
    for widget in (page, *page.findChildren(QWidget)):
        taken = widget.property(_ASSIGNED)
        if taken:
            assign_window_mnemonics(widget, str(taken).strip("-"))


def assign_menu_mnemonics(menu: QMenu | QMenuBar) -> None:
    """Access keys of a menu and, each on its own, of the menus below it."""
    actions = [action for action in menu.actions() if not action.isSeparator() and action.text()]
    for action, text in zip(actions, assign_mnemonics([_name(action) for action in actions]), strict=True):
        action.setText(text)
        below = action.menu()
        if isinstance(below, QMenu):
            assign_menu_mnemonics(below)


def _menu_letters(window: QWidget) -> list[str]:
    bar = window.window().findChild(QMenuBar)
    texts = (action.text() for action in bar.actions()) if bar else ()
    return [letter for letter in map(mnemonic, texts) if letter]


def _name(action: QAction) -> str:
    return action.text()


def _is_part(widget: QWidget) -> bool:
    """Buttons inside tab bars and button boxes keep their own ways."""
    return isinstance(widget.parentWidget(), QTabBar | QDialogButtonBox)


def _wishes(text: str, taken: frozenset[str]) -> list[str]:
    lowered = text.lower()
    first = [c for place, c in enumerate(lowered) if place == 0 or lowered[place - 1] in " -/"]
    order = dict.fromkeys([*first, *lowered])
    letters = [c for c in order if c.isalnum() and c not in taken]
    return [c for c in letters if c not in _THIN] + [c for c in letters if c in _THIN]


def _marked(text: str, letter: str | None) -> str:
    escaped = text.replace("&", "&&")
    if letter is None:
        return escaped
    lowered = escaped.lower()
    starts = [p for p, c in enumerate(lowered) if c == letter and (p == 0 or lowered[p - 1] in " -/")]
    place = starts[0] if starts else lowered.index(letter)
    return f"{escaped[:place]}&{escaped[place:]}"
