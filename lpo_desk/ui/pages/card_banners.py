"""What must be known before anything is done with a customer: sentences on top of the card, and what they lock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card
from lpo_desk.domain.flags import MAJORITY, birthday
from lpo_desk.domain.party import Flag, PartyKind, PersonDetails, RelationKind
from lpo_desk.domain.restriction import Restriction
from lpo_desk.domain.staff import StaffTie
from lpo_desk.ui.context import Context
from lpo_desk.ui.models.columns import Mark
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.status import draw_mark

PERMISSIONS = 6
"""The section that stays open while processing is restricted: bans and non-disclosure protect."""

WARN_BEFORE = timedelta(days=30)
"""How long before its end a non-disclosure note is spoken of."""
OLD_ENOUGH_TO_ASK = 15
"""From this age the officer is asked whether the minor decides himself (law.md section 5, minors)."""


@dataclass(frozen=True)
class Banner:
    """A sentence (term key and values); `verb` is the term of its button, "" for none."""

    key: str
    mark: Mark
    tone: Tone
    values: tuple[tuple[str, object], ...] = ()
    verb: str = ""
    restriction: Restriction | None = None


def locked(card: Card, number: int) -> str | None:
    """The term of why nothing of this section may be changed by this reader, or None."""
    if card.tie is StaffTie.SELF:
        return "own.locked"
    return "restriction.locked" if card.restrictions and number != PERMISSIONS else None


def banners(card: Card, today: date, may: frozenset[Right]) -> Iterator[Banner]:
    """What this reader must know, the weightiest first."""
    if card.tie is not None:
        yield Banner(f"own.banner_{card.tie.value}", Mark.SHIELD, Tone.WARNING)
    if card.colleague:
        yield Banner("own.banner_colleague", Mark.SHIELD, Tone.WARNING)
    for restriction in card.restrictions:
        yield from _restricted(restriction, may)
    if Flag.DECEASED in card.flags and card.kind is PartyKind.PERSON and card.basic.date_of_death:
        verb = "card.banner_estate" if Right.EDIT_CUSTOMER in may else ""
        day = (("date", card.basic.date_of_death),)
        yield Banner("card.banner_deceased", Mark.SQUARE, Tone.MUTED, day, verb)
    if Flag.MINOR in card.flags and isinstance(card.basic, PersonDetails):
        yield _minor(card, card.basic, today)
    until = card.permissions.protected_until if card.permissions.protected else None
    if until is not None and Right.OPEN_PROTECTED in may and until - today <= WARN_BEFORE:
        yield Banner("card.banner_protection_ends", Mark.SHIELD, Tone.WARNING, (("date", until),))


def _restricted(restriction: Restriction, may: frozenset[Right]) -> Iterator[Banner]:
    key = "restriction.banner_told" if restriction.told_on else "restriction.banner"
    if restriction.told_on and restriction.lifting_on:
        key = "restriction.banner_day"
    values = (
        ("since", restriction.from_on),
        ("ground", restriction.ground),
        ("told", restriction.told_on or ""),
        ("date", restriction.lifting_on or ""),
    )
    verb = "restriction.manage" if Right.RESTRICT in may else ""
    yield Banner(key, Mark.SQUARE, Tone.ERROR, values, verb, restriction)


def _minor(card: Card, basic: PersonDetails, today: date) -> Banner:
    """Who may act for a minor; from 15 on the officer is asked."""
    assert basic.date_of_birth is not None  # noqa: S101 - the flag comes from it
    full_age = birthday(basic.date_of_birth, MAJORITY)
    old = today >= birthday(basic.date_of_birth, OLD_ENOUGH_TO_ASK)
    custodians = [role.other_name for role in card.roles if role.kind is RelationKind.CUSTODIAN]
    if any(custodians):
        key = "card.banner_minor_old" if old else "card.banner_minor"
    else:
        key = "card.banner_minor_old_alone" if old else "card.banner_minor_alone"
    return Banner(
        key, Mark.RING, Tone.ACCENT, (("date", full_age), ("names", ", ".join(filter(None, custodians))))
    )


class _MarkLabel(QWidget):
    """The shape before a sentence; the sentence itself says everything."""

    def __init__(self, mark: Mark, tone: Tone) -> None:
        super().__init__()
        self._mark, self._tone = mark, tone
        self.setFixedSize(14, self.fontMetrics().height())
        theme().follow(self, self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(1, (self.height() - 12) / 2, 12, 12)
        draw_mark(QPainter(self), self._mark, area, QColor(theme().palette.tone(self._tone)))


class BannersPanel(Panel):
    """`restriction_wished` carries the Restriction to be managed, `estate_wished` asks for an estate's record."""

    restriction_wished = Signal(object)
    estate_wished = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(0, "card.banners", context.language)
        self._context = context
        self._banners: tuple[Banner, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: list[QWidget] = []
        self.buttons: list[QPushButton] = []

    @property
    def told(self) -> tuple[str, ...]:
        """The sentences, as they are read."""
        return tuple(row.accessibleName() for row in self._rows)

    def show_card(self, card: Card, today: date) -> None:
        self._banners = tuple(banners(card, today, self._context.actor.rights))
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.buttons = []
        self._rows = [self._row(banner) for banner in self._banners]
        for row in self._rows:
            self.body.addWidget(row)
        self.setVisible(bool(self._rows))

    def _row(self, banner: Banner) -> QWidget:
        row, text = QFrame(), role_label("text")
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(9)
        line.addWidget(_MarkLabel(banner.mark, banner.tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        values = dict(banner.values)
        self.language.bind(text.setText, banner.key, **values)
        self.language.bind(row.setAccessibleName, banner.key, **values)
        if banner.verb:
            line.addWidget(self._button(banner), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _button(self, banner: Banner) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        self.language.bind(button.setText, banner.verb)
        if banner.restriction is not None:
            button.clicked.connect(lambda: self.restriction_wished.emit(banner.restriction))
        else:
            button.clicked.connect(self.estate_wished)
        self.buttons.append(button)
        return button
