"""What a list shows: columns over the fields of a frozen row dataclass."""

import enum
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from lpo_desk.ui.palette import Tone

R = TypeVar("R")
AnyIndex = QModelIndex | QPersistentModelIndex


class Mark(enum.Enum):
    """The shape of a state, known without its colour."""

    DISC = "●"
    TRIANGLE = "▲"
    RING = "○"
    CHECK = "✓"
    SQUARE = "■"
    ARROW = "↗"
    SHIELD = "⛨"
    NONE = ""


@dataclass(frozen=True)
class Status:
    """A state as word, shape and colour. `word` is a term key, `values` fill its placeholders."""

    word: str
    mark: Mark
    tone: Tone
    values: tuple[tuple[str, object], ...] = ()


class Align(enum.Enum):
    """Numbers stand at the right, names, identifiers and dates at the left (ux.md W14)."""

    LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column. `term` names its heading and the column itself (saved widths, sorting).

    `get` gives the raw value, which sorts and is shown as the language writes it; `status` takes the place of the
    value for states. Width in effective pixels at 100 %.
    """

    term: str
    get: Callable[[R], object]
    align: Align = Align.LEFT
    width: int = 120
    stretch: bool = False
    status: Callable[[R], Status | None] | None = None
    hint: Callable[[R], str] | None = None
    sort: Callable[[R], object] | None = None

    @property
    def key(self) -> str:
        return self.term


@dataclass(frozen=True)
class Sort:
    """Order by this column. The first of a sequence weighs most."""

    column: str
    descending: bool = False


class Role:
    """What the model tells about a cell besides Qt's own roles. Qt takes plain integers only."""

    STATUS: Final = int(Qt.ItemDataRole.UserRole) + 1
    ROW: Final = int(Qt.ItemDataRole.UserRole) + 2
    KEY: Final = int(Qt.ItemDataRole.UserRole) + 3
    SORT: Final = int(Qt.ItemDataRole.UserRole) + 4


KeyOf = Callable[[R], Hashable]
Columns = Sequence[Column[R]]
