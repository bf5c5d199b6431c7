"""A section that is read, edited and saved as one."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import PartyKind, Source, Sourced
from lpo_desk.domain.sections import Details, SavedSection, Section
from lpo_desk.ui.forms.customer import CustomersLanguage, Today, fields
from lpo_desk.ui.forms.keeping import retype, typed
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_panel import Facts, Panel
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.section_form import SectionForm

Save = Callable[..., SavedSection[Any]]
"""Of a unit, the ticket, what the form was loaded with, what the clerk made of it, and the source."""


class FormPanel(Panel):
    """`save_wished` carries the section's new value once its fields are right; `edit_wished` the field to begin in
    ("" for the first); `touched` comes with every key that changes something; `mode_changed` when editing begins or ends.
    """

    save_wished = Signal(object)
    edit_wished = Signal(str)
    touched = Signal()
    mode_changed = Signal()

    def __init__(
        self,
        number: int,
        section: Section,
        kind: PartyKind,
        language: Language,
        today: Today,
        speaks: CustomersLanguage,
        *,
        may_edit: bool,
        estate: bool = False,
    ) -> None:
        super().__init__(number, f"card.section_{section.value}", language)
        self.section = section
        self.base: Any = None  # the value that what is typed is compared with
        self._may_edit = may_edit
        self._sources: Mapping[str, Sourced] = {}
        self._fields = fields(section, kind, today, speaks, estate=estate)
        self.form = self._make_form(kind)
        self.facts = Facts(language)
        self._masked = role_label("muted")
        self._masked.hide()
        self._foot = self._make_foot()
        self._edit = self.link("common.edit")
        self._edit.setVisible(may_edit)
        self.changes_something(self._edit)
        self._edit.clicked.connect(lambda: self.edit_wished.emit(""))
        language.follow(self, self._reword)
        language.bind(self._masked.setText, "card.hidden_by_mask")
        for part in (self._masked, self.form, self.facts, self._foot):
            self.body.addWidget(part)
        self.form.committed.connect(self.save_wished)
        self.form.mode_changed.connect(self._show_mode)
        self.form.left_by_escape.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.entered.connect(lambda: self.edit_wished.emit(""))
        for field in self._fields:
            row = self.form.row(field.name)
            row.editor.edited.connect(self.touched)
            row.value.installEventFilter(self)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields, in their order."""
        return tuple(field.name for field in self._fields)

    @property
    def source(self) -> Source:
        """Where the clerk says the new values came from."""
        chosen = self._source.value()
        return chosen if isinstance(chosen, Source) else Source.SUBJECT

    @source.setter
    def source(self, source: Source) -> None:
        self._source.set_value(source)

    def saver(self, save: Save) -> Save:
        """The service that saves the section, with what the foot asks besides the source."""
        return save

    @property
    def editing(self) -> bool:
        return self.form.editing

    @property
    def dirty(self) -> bool:
        return self.form.editing and bool(self.form.dirty)

    def label(self, name: str) -> str:
        """The term of a field's label."""
        return next((field.term for field in self._fields if field.name == name), name)

    def shown(self, name: str, value: object) -> str:
        """A value of a field as it is read."""
        return self.form.row(name).editor.shown(value, self.language)

    def load(self, value: Details, sources: Mapping[str, Sourced]) -> None:
        """Show what is saved. Not while it is being edited: what the clerk types is never taken from him."""
        self.base, self._sources = value, sources
        self.form.load(value)
        self._show_provenance()

    def edit(self, name: str = "") -> None:
        """Begin to edit, with the keyboard in the named field or the first."""
        if self._may_edit and not self.form.isHidden():
            self._source.set_value(Source.SUBJECT)
            self.form.edit(name or None)

    def finish(self, mine: Details, saved: Details) -> None:
        """`mine` was saved. Back to reading, unless the clerk has gone on typing meanwhile."""
        self.base = saved
        later = typed(self.form) if self.form.dirty and self._differs(mine) else None
        self.form.load(saved)
        if later is not None:
            retype(self.form, later)
            return
        within = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.form.read()
        if within:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Back to reading what is saved."""
        self.form.read()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sources(self, shown: bool) -> None:
        self.form.show_sources(shown)

    def hide_values(self, masked: bool) -> None:
        """Hide the values from a bystander; a section that is being edited stays."""
        hidden = masked and not self.form.editing
        self.form.setVisible(not hidden)
        self.facts.setVisible(not hidden and self.facts.any)
        self._masked.setVisible(hidden)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on a value edits it."""
        if event.type() == QEvent.Type.MouseButtonDblClick and self._may_edit:
            for name in self.names:
                if self.form.row(name).value is watched:
                    self.edit_wished.emit(name)
                    return True
        return super().eventFilter(watched, event)

    def _make_form(self, kind: PartyKind) -> SectionForm[Any]:
        return SectionForm(self._fields, self.language, columns=2, parent=self)

    def _questions(self) -> list[tuple[str, QWidget]]:
        """What a save asks besides the values: (term, field)."""
        self._source = ComboBox()
        self.language.follow(self._source, self._offer_sources)
        return [("card.source_question", self._source)]

    def _differs(self, mine: Details) -> bool:
        try:
            return bool(self.form.value() != mine)
        except UserError:
            return True

    def _show_provenance(self) -> None:
        told = {name: self._provenance(self._sources[name]) for name in self.names if name in self._sources}
        self.form.set_sources(told)

    def _provenance(self, sourced: Sourced) -> str:
        words = self.language.text
        key = "card.source_by" if sourced.by else "card.source_on"
        return words(key, source=words(sourced.source.term), on=sourced.on, by=sourced.who)

    def _reword(self) -> None:
        self._show_provenance()
        words = self.language.text
        name = words("card.edit_section", section=words(self.title))
        self._edit.setAccessibleName(name)
        self._edit.setToolTip(f"{name} (F2)")

    def _show_mode(self, editing: bool) -> None:
        self._foot.setVisible(editing)
        self._edit.setVisible(self._may_edit and not editing)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if editing else Qt.FocusPolicy.StrongFocus)
        self.mode_changed.emit()

    def _make_foot(self) -> QWidget:
        """The questions of a save, first of all where the data came from; and the two ways out."""
        foot, line = QWidget(), QFrame()
        line.setProperty("role", "line")
        self._save, self._cancel = QPushButton(), QPushButton()
        self._save.setDefault(True)
        for button in (self._save, self._cancel):
            button.setAutoDefault(False)
        self._save.clicked.connect(self.form.commit)
        self._cancel.clicked.connect(self.give_up)
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 7, 0, 0)
        row.setSpacing(9)
        questions = FlowLayout(gap=11)
        words = self.language
        for term, field in self._questions():
            label, asked = QLabel(), QWidget()
            question = QVBoxLayout(asked)
            question.setContentsMargins(0, 0, 0, 0)
            label.setBuddy(field)
            words.bind(label.setText, term)
            words.bind(field.setAccessibleName, term)
            question.setSpacing(3)
            question.addWidget(label)
            question.addWidget(field)
            questions.addWidget(asked)
        row.addLayout(questions, 1)
        for button in (self._save, self._cancel):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        words.bind(self._save.setText, "common.save")
        words.bind(self._cancel.setText, "common.cancel")
        self._save.setToolTip("Ctrl+S")
        foot.hide()
        return foot

    def _offer_sources(self) -> None:
        self._source.set_choices([(source, self.language.text(source.term)) for source in Source])
