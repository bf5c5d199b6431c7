"""One entry of a card in a sheet of its own: added, corrected, taken away. Ctrl+Enter or Enter saves."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.entries import Entry, EntryLine, HistoryEntry
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import entries
from lpo_desk.services.entries import SavedEntry
from lpo_desk.ui.context import Context
from lpo_desk.ui.entry import make_room
from lpo_desk.ui.forms.customer import CustomersLanguage, Today
from lpo_desk.ui.forms.entries import NAMES, entry_fields
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_saving import Done
from lpo_desk.ui.recovery import FormDialog
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.section_form import Labels, SectionForm

_WIDTH = 620
Act = Callable[[Unit, Ticket], SavedEntry[Any]]


class EntryDialog(FormDialog):
    """`saved` carries a Done. Of a history entry it is not asked where it came from: the way tells it."""

    saved = Signal(object)

    def __init__(
        self,
        context: Context,
        access: Access,
        value: Entry,
        *,
        today: Today,
        speaks: CustomersLanguage,
        subscriptions: Sequence[str] = (),
        line: EntryLine[Any] | None = None,
        removable: bool = True,
    ) -> None:
        """`line`: the entry that is corrected, None for a new one, which begins as `value`."""
        name = NAMES[type(value)]
        title = f"entries.edit_{name}" if line else f"entries.new_{name}"
        super().__init__(title, "common.save", context.runner, context.language, context.window)
        self._context, self._access, self._line, self._name = context, access, line, name
        self._began: Entry = value
        fields = entry_fields(type(value), today, speaks, subscriptions)
        columns = 2 if len(fields) > 1 else 1
        self.form: SectionForm[Any] = SectionForm(
            fields, context.language, labels=Labels.ABOVE, columns=columns, parent=self
        )
        self.source = ComboBox()
        self.column.addWidget(self.form)
        self._ask_source(isinstance(value, HistoryEntry))
        self.remove_button = QPushButton(self)
        self._offer_removal(offered=line is not None and removable)
        self.form.committed.connect(self._send)
        self.form.left_by_escape.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self.submit)
        self.setMinimumWidth(_WIDTH)
        self.form.load(value)
        self.form.edit()
        assign_window_mnemonics(self)
        make_room(self)

    def submit(self) -> None:
        if self.commit.isEnabled():
            self.form.commit()

    def _send(self, mine: Entry) -> None:
        chosen = self.source.value()
        source = chosen if isinstance(chosen, Source) else Source.SUBJECT
        line = self._line
        if line is None:
            self._write(lambda unit, ticket: entries.add(unit, ticket, mine, source))
        elif mine == line.value:
            self.reject()
        else:
            base, key = line.value, line.id
            self._write(lambda unit, ticket: entries.save(unit, ticket, key, base, mine, source))

    def _remove(self) -> None:
        line = self._line
        if line is not None:
            self._write(lambda unit, ticket: entries.remove(unit, ticket, line.id, line.value))

    def _write(self, act: Act) -> None:
        self.commit.setDisabled(True)
        self.remove_button.setDisabled(True)
        self._access.write(act, self._done, self._failed)

    def _done(self, saved: SavedEntry[Any]) -> None:
        words = self._context.language.text
        said = words(
            f"entries.removed_{self._name}" if saved.after is None else f"entries.saved_{self._name}"
        )
        self.accept()
        self.saved.emit(Done(said, lambda unit, ticket: entries.undo(unit, ticket, saved)))

    def _failed(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        self.remove_button.setDisabled(False)
        if isinstance(error, FieldsRefused):
            self.form.show_errors(dict(error.errors))
        elif isinstance(error, UserError):
            self.form.bar.tell_error(error)
        else:
            raise error
        make_room(self)

    def _ask_source(self, known: bool) -> None:
        label = role_label("label", self)
        label.setBuddy(self.source)
        self.column.addWidget(label)
        self.column.addWidget(self.source)
        words = self._context.language
        words.bind(label.setText, "card.source_question")
        words.bind(self.source.setAccessibleName, "card.source_question")
        words.follow(
            self.source,
            lambda: self.source.set_choices([(source, words.text(source.term)) for source in Source]),
        )
        label.setHidden(known)
        self.source.setHidden(known)

    def _offer_removal(self, *, offered: bool) -> None:
        """Below the fields and never the default: what goes away can be taken back from the bar."""
        self.remove_button.setAutoDefault(False)
        self.remove_button.setProperty("role", "link")
        self.remove_button.setProperty(NO_KEY, False)
        self.remove_button.clicked.connect(self._remove)
        self._context.language.bind(self.remove_button.setText, "entries.remove")
        self.column.addWidget(self.remove_button)
        self.remove_button.setVisible(offered)
