"""The four pages of the request wizard (ux.md 2.5). Each edits some fields of one `Intake`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.case import (
    IdentityMethod,
    Intake,
    IntakeChannel,
    ReplyForm,
    Requester,
    missing_marks,
)
from lpo_desk.domain.claims import Asked
from lpo_desk.domain.deadlines import deadline
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.services.intake import IntakeRefused
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Choices, choice, day, notes, text
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.widgets.step_dialog import StepPage
from lpo_desk.ui.wizards.kept_form import KeptForm
from lpo_desk.ui.wizards.offices import OfficeEditor
from lpo_desk.ui.wizards.radios import radios
from lpo_desk.ui.wizards.ticks import TickEditor, tick

RECEIPT_PREFERENCE = "request.receipt"


@dataclass
class Desk:
    """What all pages share: the intake so far and what does not change while the wizard is open."""

    intake: Intake
    today: Callable[[], date]
    language: Language
    known: bool
    """Whether the request is of a customer in the register."""


class IntakePage(StepPage):
    """A page that is one form over the shared intake."""

    edited = Signal()
    given_up = Signal()
    names: tuple[str, ...] = ()

    def __init__(
        self,
        desk: Desk,
        fields: Sequence[Field],
        *,
        columns: int = 1,
        check: Callable[[Intake], Mapping[str, UserError]] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.names = tuple(field.name for field in fields)
        self.form: KeptForm[Intake] = KeptForm(
            fields, desk.language, labels=Labels.ABOVE, columns=columns, check=check, parent=self
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 11, 0)
        self.column.setSpacing(18)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.left_by_escape.connect(self.given_up)
        for name in self.names:
            editor = self.form.row(name).editor
            editor.edited.connect(self._touched)
            if isinstance(editor, TickEditor):
                self.form.row(name).label.hide()  # the words stand beside the box

    def entered(self) -> None:
        self.form.open(self.desk.intake)
        self.refresh(self.current())

    def leave(self) -> bool:
        if not self.form.commit():
            return False
        self.desk.intake = self.current()
        return True

    def reload(self) -> None:
        """The intake was changed by the program: show it, unless the clerk has begun to answer."""
        if not self.form.dirty:
            self.form.load(self.desk.intake)
            self.refresh(self.current())

    def first(self) -> QWidget | None:
        return self.form.row(self.names[0]).editor.widget

    def current(self) -> Intake:
        """The intake with whatever of this page can be read already: what a draft keeps."""
        found = self.desk.intake
        for name in self.form.dirty:
            try:
                found = replace(found, **{name: self.form.row(name).editor.value()})  # type: ignore[arg-type]  # the field's own editor
            except UserError:
                continue  # half a date is not kept; the rest is
        return found

    def refresh(self, intake: Intake) -> None:
        """Something was typed or chosen: show what follows from it."""

    def _touched(self) -> None:
        self.refresh(self.current())
        self.edited.emit()


class AskPage(IntakePage):
    """1: who asks, where and how the request came, and when."""

    title = "request_wizard.step_request"
    instruction = "request_wizard.ask_request"

    def __init__(self, desk: Desk) -> None:
        fields = [
            Field("requester", "request.requester", radios(members(Requester), 2), wide=True),
            Field("requester_name", "request_wizard.requester_name", text(200), wide=True),
            Field("authority_document", "request_wizard.authority_document", text(200)),
            Field("authority_until", "request_wizard.authority_until", day(desk.today)),
            Field("office_id", "request_wizard.office", OfficeEditor),
            Field("channel", "request_wizard.channel", choice(members(IntakeChannel))),
            Field("received_on", "request.received_date", day(desk.today), required=True),
        ]
        super().__init__(desk, fields, columns=2, check=self._check)

    def offer_offices(self, offices: Sequence[Office]) -> None:
        editor = self.form.row("office_id").editor
        assert isinstance(editor, OfficeEditor)  # noqa: S101 - the field's own editor
        editor.offer(offices)

    def refresh(self, intake: Intake) -> None:
        acting = intake.requester is not Requester.SELF
        self.form.row("requester_name").setVisible(acting or not self.desk.known)
        self.form.row("authority_document").setVisible(acting)
        self.form.row("authority_until").setVisible(acting)

    def _check(self, intake: Intake) -> Mapping[str, UserError]:
        """What registering would refuse is told before the pages that follow."""
        if not self.desk.known and not intake.requester_name.strip():
            return {"requester_name": IntakeRefused("request.person_missing", "requester_name")}
        if intake.received_on is not None and intake.received_on > self.desk.today():
            return {"received_on": IntakeRefused("request.received_in_future", "received_on")}
        return {}


class IdentityPage(IntakePage):
    """2: how identity was seen. The kind of document, never a number, never a copy."""

    title = "request_wizard.step_identity"
    instruction = "request_wizard.ask_identity"

    def __init__(self, desk: Desk) -> None:
        fields = [
            Field(
                "identity",
                "request_wizard.identity",
                radios(members(IdentityMethod), 2),
                required=True,
            ),
            Field(
                "identity_matches", "request_wizard.identity_matches", tick("request_wizard.identity_matches")
            ),
        ]
        super().__init__(desk, fields)
        self._note = role_label("muted", self)
        self._note.setWordWrap(True)
        self.column.insertWidget(1, self._note)
        desk.language.follow(self._note, self._reword)

    def refresh(self, intake: Intake) -> None:
        seen = intake.identity not in (None, IdentityMethod.NOT_VERIFIED)
        self.form.row("identity_matches").setVisible(seen)
        self._reword()

    def _reword(self) -> None:
        intake = self.current()
        unsure = intake.identity is IdentityMethod.NOT_VERIFIED or (
            intake.identity is not None and not intake.identity_matches
        )
        key = "request_wizard.identity_unsure" if unsure else "request_wizard.identity_no_copy"
        self._note.setText(self.desk.language.text(key))


class ContentPage(IntakePage):
    """3: what is asked for, and how and in which language the answer is wished."""

    title = "request_wizard.step_content"
    instruction = "request_wizard.ask_content"

    def __init__(self, desk: Desk) -> None:
        languages: Choices = lambda: [(lang, f"language.{lang.value}") for lang in (Lang.FI, Lang.SV)]  # noqa: E731
        fields = [
            Field("reply_form", "request_wizard.reply_form", radios(members(ReplyForm)), wide=True),
            Field("reply_lang", "request_wizard.reply_lang", choice(languages)),
        ]
        super().__init__(desk, fields, columns=2)
        asked = Field("scope", "request_wizard.scope", notes(4000, 3))
        self._asked: KeptForm[Asked] = KeptForm([asked], desk.language, labels=Labels.ABOVE, parent=self)
        self._asked.left_by_escape.connect(self.given_up)
        self._asked.row("scope").editor.edited.connect(self._touched)
        self.column.insertWidget(1, self._asked)

    def entered(self) -> None:
        self._asked.open(self.desk.intake.claims[0])
        super().entered()

    def leave(self) -> bool:
        return self._asked.commit() and super().leave()

    def current(self) -> Intake:
        found = super().current()
        first, *others = found.claims
        if "scope" in self._asked.dirty:
            first = replace(first, scope=str(self._asked.typed("scope")))
        return replace(found, claims=(first, *others))


class FormPage(IntakePage):
    """4: the signed form's marks, which are recorded and warned about and never stop anything; the due date."""

    title = "request_wizard.step_form"
    instruction = "request_wizard.ask_form"

    def __init__(self, desk: Desk, *, receipt: bool) -> None:
        fields = [
            Field("names_register", "request_wizard.names_register", tick("request_wizard.names_register")),
            Field("signed", "request_wizard.signed", tick("request_wizard.signed")),
            Field("delivered_to_office", "request_wizard.delivered", tick("request_wizard.delivered")),
            Field("signed_on", "request_wizard.signed_on", day(desk.today)),
        ]
        super().__init__(desk, fields, check=self._check)
        self.receipt = QCheckBox(self)
        self.receipt.setChecked(receipt)
        desk.language.bind(self.receipt.setText, "request_wizard.print_receipt")
        self._due, self._why, self._marks = (
            QLabel(self),
            role_label("muted", self),
            role_label("warning", self),
        )
        self._due.setProperty("role", "title")
        for place, label in enumerate((self._due, self._why, self._marks, self.receipt), start=1):
            if isinstance(label, QLabel):
                label.setWordWrap(True)
            self.column.insertWidget(place, label)
        desk.language.follow(self._due, lambda: self.refresh(self.current()))

    def refresh(self, intake: Intake) -> None:
        words, lang = self.desk.language, self.desk.language.lang
        self.form.row("signed_on").setVisible(intake.signed)
        line = deadline(intake.received_on or self.desk.today())
        self._due.setText(words.text("request_wizard.due", date=line.legal))
        self._why.setText(" · ".join(reason.text(lang) for reason in line.reasons))
        lines = [f"▲ {words.text(key)}" for key in missing_marks(intake)]
        self._marks.setText(
            "\n".join([*lines, words.text("request_wizard.marks_do_not_block")] if lines else [])
        )
        self._marks.setVisible(bool(lines))

    def _check(self, intake: Intake) -> Mapping[str, UserError]:
        if intake.signed_on is not None and intake.signed_on > self.desk.today():
            return {"signed_on": IntakeRefused("request.signed_in_future", "signed_on")}
        return {}


def members(kind: type[Labelled]) -> Choices:
    """Every member of an enumeration, as a choice."""
    return lambda: [(member, member.term) for member in kind]
