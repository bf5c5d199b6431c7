"""The sheets that ask why a paper may not be destroyed, and why it may again."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from lpo_desk.db.unit import Unit
from lpo_desk.services import holds, papers
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.section_form import Field

Done = Callable[[], object]
_LETTERS, _LINES = 300, 3


@dataclass(frozen=True)
class Reasoned:
    """What the sheets ask. number: of the paper, where none is chosen."""

    number: str = ""
    reason: str = ""


def ask_hold(context: Context, owner: QObject, done: Done, chosen: tuple[int, str] | None = None) -> None:
    """chosen: the key of the paper, and what it is told by."""
    number = Field("number", "field.paper_number", editors.text(20), required=True)
    why = Field("reason", "field.hold_reason", editors.notes(_LETTERS, _LINES), required=True)

    def hold(unit: Unit, given: Reasoned) -> None:
        key = chosen[0] if chosen else papers.by_number(unit, given.number).id
        holds.hold(unit, key, given.reason)

    fields = (why,) if chosen else (number, why)
    _ask(context, owner, "hold", fields, chosen[1] if chosen else "", hold, done)


def ask_release(context: Context, owner: QObject, done: Done, chosen: tuple[int, str]) -> None:
    why = Field("reason", "destruction_page.release_reason", editors.notes(_LETTERS, _LINES), required=True)
    _ask(
        context,
        owner,
        "release",
        (why,),
        chosen[1],
        lambda unit, given: holds.release(unit, chosen[0], given.reason),
        done,
    )


def _ask(
    context: Context,
    owner: QObject,
    act: str,
    fields: tuple[Field, ...],
    headline: str,
    do: Callable[[Unit, Reasoned], None],
    done: Done,
) -> None:
    """act: the part of the terms that ask for it."""
    sheet: CardSheet[Reasoned] = CardSheet(
        context,
        f"destruction_page.{act}",
        fields,
        Reasoned(),
        headline=headline,
        verb=f"destruction_page.{act}_do",
        sourced=False,
    )

    def went(_: object) -> None:
        sheet.accept()
        done()

    sheet.given.connect(
        lambda given, _: context.write(owner, lambda unit: do(unit, given), went, sheet.refuse)
    )
    sheet.open()
