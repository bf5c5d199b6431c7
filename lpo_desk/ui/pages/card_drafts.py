"""Unsaved edits of a card survive whatever ends the program: kept while they are typed, offered when it opens again."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer

from lpo_desk.domain.case import Draft, DraftKind
from lpo_desk.domain.sections import Section
from lpo_desk.services import drafts
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.keeping import retype, typed, without_codes
from lpo_desk.ui.pages.card_form import FormPanel
from lpo_desk.ui.widgets.message_bar import Choice, Kind

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit

KEEP_AFTER_MS = 1500
"""After the last key of a clerk who pauses."""


def of_party(unit: "Unit", party_id: int) -> tuple[Draft, ...]:
    """The actor's own unsaved sections of a customer."""
    return tuple(
        draft for draft in drafts.mine(unit) if draft.kind is DraftKind.SECTION and draft.party_id == party_id
    )


class DraftKeeper(QObject):
    """One draft for each section that is being edited, dropped when it is saved or given up."""

    def __init__(self, context: Context, party_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._party_id = context, party_id
        self._keys: dict[Section, UUID] = {}
        self._dropped: set[UUID] = set()
        self._waiting: dict[Section, FormPanel] = {}
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def watch(self, panel: FormPanel) -> None:
        panel.touched.connect(lambda: self._touched(panel))
        panel.mode_changed.connect(lambda: None if panel.editing else self.drop(panel.section))

    def flush(self) -> None:
        """Keep what is typed now."""
        self._timer.stop()
        for section, panel in self._waiting.items():
            if not panel.dirty:
                continue
            key = self._keys.setdefault(section, uuid4())
            data = {"section": section.value, "fields": without_codes(typed(panel.form))}
            self._write(partial(self._save, key=key, data=data))
        self._waiting.clear()

    def drop(self, section: Section) -> None:
        """The section was saved or given up."""
        self._waiting.pop(section, None)
        key = self._keys.pop(section, None)
        if key is not None:
            self._dropped.add(key)  # an answer on its way may still have it
            self._write(lambda unit: drafts.drop(unit, key))

    def offer(self, found: Iterable[Draft], panels: dict[Section, FormPanel]) -> None:
        """Say in each section that something was left in it, and let the clerk go on with it or throw it away."""
        for draft in found:
            section = _section(draft)
            panel = panels.get(section) if section else None
            if panel is None or panel.editing or panel.section in self._keys or draft.key in self._dropped:
                continue
            self._keys[panel.section] = draft.key
            panel.form.bar.tell(
                Kind.INFO,
                "card.draft_found",
                (
                    Choice("card.draft_continue", partial(self._go_on, panel, draft)),
                    Choice("card.draft_discard", partial(self.drop, panel.section)),
                ),
                at=draft.saved_at,
            )

    def _go_on(self, panel: FormPanel, draft: Draft) -> None:
        kept = draft.data.get("fields")
        panel.edit()
        if isinstance(kept, dict):
            retype(panel.form, kept)

    def _touched(self, panel: FormPanel) -> None:
        self._waiting[panel.section] = panel
        self._timer.start()

    def _save(self, unit: "Unit", *, key: UUID, data: dict[str, Any]) -> int:
        return drafts.save(unit, key, DraftKind.SECTION, data, party_id=self._party_id)

    def _write(self, act: Callable[["Unit"], object]) -> None:
        # In the name of the session, not of the card: the card may be closing.
        self._context.write(self._context, act)


def _section(draft: Draft) -> Section | None:
    try:
        return Section(draft.data.get("section"))
    except ValueError:
        return None
