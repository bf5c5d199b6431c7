"""One row while it is being read: its cells, and everything that was said about them."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from unicodedata import is_normalized

from lpo_desk.domain.legacy import ImportEffect, ImportReason, LegacySheet, Problem
from lpo_desk.domain.text import TextChange, scrub
from lpo_desk.imports.cells import canonical, is_blank, show, visible
from lpo_desk.imports.reader import NAME_LIMIT, RawRow

NOTE_LIMIT = 4_000
_NO_LIMIT = 2**31
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")
_HARMLESS = frozenset({TextChange.SPACES, TextChange.COMPOSED, TextChange.LINE_BREAKS})

T = TypeVar("T")


class Row:
    """Cells by column, and the problems, notes and facts they gave rise to.

    A column that the sheet lacks reads as empty; a name that no sheet has is a mistake of ours and raises KeyError.
    Whatever a rule cannot store it must hand to `left_out` or `note`: no value may vanish in silence.
    """

    __slots__ = ("cells", "extra", "facts", "notes", "number", "problems", "sheet", "today")

    def __init__(self, sheet: LegacySheet, raw: RawRow, today: date) -> None:
        self.sheet = sheet
        self.today = today
        self.number = raw.number
        self.cells = raw.cells
        self.extra = raw.extra
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.facts: list[str] = []

    # --- what is in it

    def blank(self, column: str) -> bool:
        return is_blank(self.cells[column])

    def shown(self, column: str) -> str:
        return show(self.cells[column])

    def line(
        self, column: str, *, limit: int = NAME_LIMIT, spacing: ImportReason = ImportReason.SPACING
    ) -> str:
        """The cell as one clean line. What had to be taken out or cut off is reported, what was cut kept as a note."""
        cell = self.cells[column]
        if cell == "":
            return ""
        text = raw = cell if isinstance(cell, str) else show(cell)
        if not _plain(raw):
            text, changes = scrub(raw, limit=_NO_LIMIT)
            if changes - _HARMLESS:
                self.changed(column, ImportReason.ODD_UNICODE, text)
            elif changes - {TextChange.COMPOSED}:
                self.changed(column, spacing, text)
        if isinstance(cell, str) and raw.startswith(_FORMULA_STARTS):
            self.warned(column, ImportReason.FORMULA_LIKE_TEXT, text)
        if len(text) <= limit:
            return text
        kept = text[:limit].rstrip()
        self.note(column, text)
        self.changed(column, ImportReason.LONG_TEXT, kept)
        return kept

    @staticmethod
    def tidy(text: str) -> str:
        """A part of a cell that is kept as it was written: clean, without a report."""
        return text if _plain(text) and len(text) <= NAME_LIMIT else scrub(text, limit=NAME_LIMIT)[0]

    def choice(self, column: str, values: Mapping[str, T], missing: T, odd: ImportReason) -> T:
        """The value that the table gives for the cell's text; a text that is not in it is left out.

        values: by the text in small letters.
        """
        cell = self.cells[column]
        if is_blank(cell):
            return missing
        if isinstance(cell, str) and cell in values:
            return values[cell]
        try:
            return values[show(cell).strip().casefold()]
        except KeyError:
            self.left_out(column, odd)
            return missing

    def prose(self, column: str) -> None:
        """Take the cell as a note of its own: line breaks stay, a text too long becomes several notes."""
        if self.blank(column):
            return
        raw = self.shown(column)
        text, odd = _scrubbed_lines(raw)
        if odd:
            self.changed(column, ImportReason.ODD_UNICODE, text)
        if isinstance(self.cells[column], str) and raw.startswith(_FORMULA_STARTS):
            self.warned(column, ImportReason.FORMULA_LIKE_TEXT, text)
        if len(text) > NOTE_LIMIT:
            self.changed(column, ImportReason.LONG_TEXT, text[:NOTE_LIMIT])
        self.notes.extend(_pieces(text))

    def note(self, column: str, text: str) -> None:
        """Keep a text that has no field of its own, under its column's name."""
        if kept := _scrubbed_lines(text)[0]:
            self.notes.extend(_pieces(f"{column}: {kept}"))

    def keep_unknown(self) -> None:
        """Cells of columns nobody knows become notes."""
        for heading, cell in self.extra:
            self.note(heading, show(cell))

    # --- what is said about it

    def left_out(
        self, column: str, reason: ImportReason, value: str | None = None, *, secret: bool = False
    ) -> None:
        self._say(column, reason, ImportEffect.LEFT_OUT, "", value, secret)

    def changed(
        self,
        column: str,
        reason: ImportReason,
        stored: str,
        value: str | None = None,
        *,
        secret: bool = False,
    ) -> None:
        self._say(column, reason, ImportEffect.CHANGED, stored, value, secret)

    def warned(self, column: str, reason: ImportReason, stored: str = "", *, secret: bool = False) -> None:
        self._say(column, reason, ImportEffect.WARNED, stored, None, secret)

    def fact(self, name: str) -> None:
        """Something to count, such as a ban, that is no problem."""
        self.facts.append(name)

    def canonical(self) -> bytes:
        return canonical(self.sheet.title, self.cells, self.extra)

    def shown_cells(self) -> tuple[tuple[str, str], ...]:
        """All that the row holds, for the report of refused rows."""
        filled = (*self.cells.items(), *self.extra)
        return tuple((name, visible(show(cell))) for name, cell in filled if not is_blank(cell))

    def _say(
        self,
        column: str,
        reason: ImportReason,
        effect: ImportEffect,
        stored: str,
        value: str | None,
        secret: bool,
    ) -> None:
        shown = visible(self.shown(column) if value is None else value)
        self.problems.append(
            Problem(self.sheet.title, self.number, column, shown, reason, effect, stored, secret=secret)
        )


def _plain(text: str) -> bool:
    """A quick yes for the many texts that scrub would return untouched.

    Of all blanks only the plain space is printable; controls, surrogates, bidi marks and noncharacters are not.
    """
    return (
        text.isprintable()
        and "  " not in text
        and text[:1] != " " != text[-1:]
        and (text.isascii() or is_normalized("NFC", text))
    )


def _scrubbed_lines(text: str) -> tuple[str, bool]:
    """Every line clean, directions of writing included; whether anything but blanks was taken out."""
    if "\n" not in text and "\r" not in text:
        line, changes = scrub(text, limit=_NO_LIMIT)
        return line, bool(changes - _HARMLESS)
    lines = [scrub(line, limit=_NO_LIMIT) for line in text.splitlines()]
    return "\n".join(line for line, _ in lines).strip(), any(changes - _HARMLESS for _, changes in lines)


def _pieces(text: str) -> list[str]:
    """The text in notes of at most NOTE_LIMIT characters, cut at a blank where there is one near."""
    pieces = []
    while len(text) > NOTE_LIMIT:
        cut = text.rfind(" ", NOTE_LIMIT - 200, NOTE_LIMIT) + 1 or NOTE_LIMIT
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces
