"""Saving a section of the card, taking it back, and what becomes of it when somebody else was quicker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from lpo_desk.db.errors import Conflict
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import ListRow
from lpo_desk.domain.sections import Details, FieldsRefused, SavedSection, Section
from lpo_desk.services import cards, duplicates, sections
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.keeping import retype, typed
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_conflict import ConflictDialog, Disputed
from lpo_desk.ui.pages.card_form import FormPanel, Save
from lpo_desk.ui.pages.card_holders import offer_existing
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.message_bar import UNDO_SECONDS, Choice, Kind, MessageBar

Act = Callable[[Unit, Ticket], object]

_SAVES: Mapping[Section, Save] = {
    Section.BASIC: sections.save_basic,
    Section.CONTACT: sections.save_contact,
    Section.BILLING: sections.save_billing,
    Section.PERMISSIONS: sections.save_permissions,
}


@dataclass(frozen=True)
class Done:
    """Something of the card was saved outside its forms: the sentence to say, and how to take it back, None if it cannot
    be. Panels hand it over by their signal `saved`."""

    said: str
    undo: Act | None = None


class Saving(QObject):
    """One save at a time. `undo_changed` comes when there is, or is no more, something to take back."""

    undo_changed = Signal()

    def __init__(self, context: Context, access: Access, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._access, self._bar = context, access, bar
        self._undo: Act | None = None
        self._busy = False

    @property
    def undoable(self) -> bool:
        return self._undo is not None

    def save(self, panel: FormPanel, mine: Details) -> None:
        """Save what the clerk made of the section, in one unit."""
        self._send(panel, panel.base, mine)

    def undo(self) -> None:
        """Save the former values of the last save again."""
        if self._undo is None or self._busy:
            return
        self._busy = True
        self._access.write(self._undo, self._undone, self._not_undone)

    def tell(self, done: Done) -> None:
        """Say what was saved, and offer to take it back."""
        self._undo = done.undo
        choices = (Choice("card.undo", self.undo),) if done.undo is not None else ()
        self._bar.tell_text(Kind.SUCCESS, done.said, choices, seconds=UNDO_SECONDS)
        self.undo_changed.emit()

    def save_by(self, panel: FormPanel, save: Callable[[Unit, Ticket], SavedSection[Any]], said: str) -> None:
        """Save the section by a service of its own, which asks nothing of the form. `said`: the term that confirms."""
        if self._busy:
            return
        self._busy = True

        def refused(error: Exception) -> None:
            self._busy = False
            tell(self, error)

        self._access.write(save, lambda saved: self._saved(panel, panel.base, saved, said), refused)

    def _send(self, panel: FormPanel, base: Details, mine: Details) -> None:
        if self._busy:
            return
        self._busy = True
        save, source = panel.saver(_SAVES[panel.section]), panel.source
        self._access.write(
            lambda unit, ticket: save(unit, ticket, base, mine, source),
            lambda saved: self._saved(panel, mine, saved),
            lambda error: self._refused(panel, mine, error),
        )

    def _saved(self, panel: FormPanel, mine: Details, saved: SavedSection[Any], term: str = "") -> None:
        self._busy = False
        panel.finish(mine, saved.after)
        if not saved.changed:
            return
        words = self._context.language.text
        said = words(term or f"card.saved_{saved.section.value}")
        if "business_id" in saved.changed and saved.after.business_id:
            self._look_for_holders(saved.after.business_id)
        if saved.merged:
            said = f"{said}. {words('card.merged')}"
        self.tell(
            Done(said, (lambda unit, ticket: sections.undo(unit, ticket, saved)) if saved.undoable else None)
        )

    def _look_for_holders(self, business_id: str) -> None:
        """Another may have the same business ID: both are kept, and the other is offered to be opened."""
        mine = self._access.ticket.party_id

        def told(rows: tuple[ListRow, ...]) -> None:
            offer_existing(self._context, "card.same_business_id", [r for r in rows if r.party_id != mine])

        self._context.read(self, lambda unit: duplicates.having_business_id(unit, business_id), told)

    def _undone(self, _: object) -> None:
        self._busy = False
        self._undo = None
        self._bar.tell(Kind.INFO, "card.undone", seconds=UNDO_SECONDS)
        self.undo_changed.emit()

    def _not_undone(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Conflict):
            self._undo = None
            self._bar.tell(Kind.WARNING, "card.undo_conflict")
            self.undo_changed.emit()
        else:
            tell(self, error)

    def _refused(self, panel: FormPanel, mine: Details, error: Exception) -> None:
        self._busy = False
        if isinstance(error, FieldsRefused):
            self._show_errors(panel, dict(error.errors))
        elif isinstance(error, Conflict) and error.fields:
            self._dispute(panel, mine, error)
        else:
            tell(self, error)

    def _show_errors(self, panel: FormPanel, errors: Mapping[str, UserError]) -> None:
        beside = {name: error for name, error in errors.items() if name in panel.names}
        panel.form.show_errors(beside)
        for name, error in errors.items():
            if name not in beside:
                tell(self, error)

    # Somebody else was quicker

    def _dispute(self, panel: FormPanel, mine: Details, conflict: Conflict) -> None:
        """Read what is saved now, then ask value by value."""
        self._access.read(
            cards.read, lambda card: self._ask(panel, mine, conflict, getattr(card, panel.section.value))
        )

    def _ask(self, panel: FormPanel, mine: Details, conflict: Conflict, theirs: Details) -> None:
        names = [field.field for field in conflict.fields]
        disputed = [
            Disputed(
                name,
                panel.label(name),
                panel.shown(name, getattr(panel.base, name)),
                panel.shown(name, getattr(theirs, name)),
                panel.shown(name, getattr(mine, name)),
            )
            for name in names
        ]
        # What I did not change, and what was settled for them, is theirs.
        others = {
            name: getattr(mine, name)
            for name in panel.form.dirty
            if name not in names and name in panel.names
        }
        texts = typed(panel.form)

        def settled(chosen: frozenset[str]) -> None:
            answer = others | {name: getattr(mine, name) for name in chosen}
            self._rebase(panel, theirs, {name: texts[name] for name in answer if name in texts})
            self._send(panel, theirs, replace(theirs, **answer))

        dialog = ConflictDialog(conflict, disputed, self._context.language, self._context.window)
        dialog.settled.connect(settled)
        dialog.rejected.connect(lambda: self._back_to_editing(panel, theirs, texts))
        dialog.open()

    def _back_to_editing(self, panel: FormPanel, theirs: Details, texts: dict[str, Any]) -> None:
        """What I typed stays, over what is saved now: saving again means it."""
        self._rebase(panel, theirs, texts)
        panel.form.bar.tell(Kind.WARNING, "card.conflict_stays")

    def _rebase(self, panel: FormPanel, theirs: Details, texts: dict[str, Any]) -> None:
        panel.base = theirs
        panel.form.load(theirs)
        retype(panel.form, texts)
