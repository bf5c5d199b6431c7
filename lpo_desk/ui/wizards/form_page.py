"""Page 4: the signed form's marks, which are recorded and warned about and never stop anything; the due date."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton

from lpo_desk.domain.case import Intake
from lpo_desk.domain.claims import KINDS
from lpo_desk.domain.deadlines import deadline
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.marks import missing_marks
from lpo_desk.services.intake import IntakeRefused
from lpo_desk.ui.widgets.editors import day
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.intake_page import Desk, IntakePage, is_identified
from lpo_desk.ui.wizards.ticks import tick

RECEIPT_PREFERENCE = "request.receipt"


class FormPage(IntakePage):
    """A request without a form gets one printed here, filled in with what the earlier pages hold, to be signed."""

    title = "request_wizard.step_form"
    instruction = "request_wizard.ask_form"
    print_asked = Signal()

    def __init__(self, desk: Desk, *, receipt: bool) -> None:
        fields = [
            Field("names_register", "request_wizard.names_register", tick("request_wizard.names_register")),
            Field("signed", "request_wizard.signed", tick("request_wizard.signed")),
            Field("delivered_to_office", "request_wizard.delivered", tick("request_wizard.delivered")),
            Field("signed_on", "request_wizard.signed_on", day(desk.today)),
            Field("on_paper", "request_wizard.on_paper", tick("request_wizard.on_paper")),
        ]
        super().__init__(desk, fields, check=self._check)
        self.receipt = QCheckBox(self)
        self.receipt.setChecked(receipt)
        desk.language.bind(self.receipt.setText, "request_wizard.print_receipt")
        self.print_button = QPushButton(self)
        self.print_button.setAutoDefault(False)
        self.print_button.clicked.connect(self.print_asked)
        desk.language.bind(self.print_button.setText, "request_wizard.print_form")
        self._unseen = role_label("muted", self)
        desk.language.bind(self._unseen.setText, "request_wizard.nothing_printed")
        self._due, self._why, self._filed, self._marks = (
            QLabel(self),
            *(role_label(role, self) for role in ("muted", "muted", "warning")),
        )
        self._due.setProperty("role", "title")
        papers = QHBoxLayout()
        papers.addWidget(self.receipt)
        papers.addStretch(1)
        papers.addWidget(self.print_button)
        for place, label in enumerate(
            (self._filed, self._due, self._why, self._marks, self._unseen), start=1
        ):
            label.setWordWrap(True)
            self.column.insertWidget(place, label)
        self.column.insertLayout(5, papers)  # before the sentence of what is not printed
        desk.language.follow(self._due, lambda: self.refresh(self.current()))

    def entered(self) -> None:
        """The channel of the first page tells whether there is a paper, until the clerk does."""
        intake = self.desk.intake
        self.form.open(replace(intake, on_paper=intake.is_on_paper))
        self.refresh(self.current())

    def refresh(self, intake: Intake) -> None:
        words, lang = self.desk.language, self.desk.language.lang
        self.form.row("signed_on").setVisible(intake.signed)
        at_once = [asked.right for asked in intake.claims if KINDS[asked.right].immediate and self.desk.known]
        line = deadline(intake.received_on or self.desk.today())
        if len(at_once) == len(intake.claims):
            self._due.setText(words.text("request_wizard.all_at_once"))
            self._why.setText(words.text("request_wizard.all_at_once_why"))
        else:
            passed = line.legal < self.desk.today()
            self._due.setText(words.text(f"request_wizard.due{'_passed' if passed else ''}", date=line.legal))
            named = ", ".join(words.show(right) for right in at_once)
            some = [words.text("request_wizard.some_at_once", rights=named)] if named else []
            why = " · ".join(reason.text(lang) for reason in line.reasons)
            self._why.setText("\n".join([why, *some]))
        self._filed.setText(
            words.text("request_wizard.will_be_filed" if intake.is_on_paper else "request_wizard.no_paper")
        )
        lines = [f"▲ {words.text(key)}" for key in missing_marks(intake)]
        self._marks.setText(
            "\n".join([*lines, words.text("request_wizard.marks_do_not_block")] if lines else [])
        )
        self._marks.setVisible(bool(lines))
        has_form = any(KINDS[asked.right].form is not None for asked in intake.claims)
        self.print_button.setVisible(has_form)
        self._unseen.setVisible(has_form and not is_identified(intake))

    def _check(self, intake: Intake) -> Mapping[str, UserError]:
        if intake.signed_on is not None and intake.signed_on > self.desk.today():
            return {"signed_on": IntakeRefused("request.signed_in_future", "signed_on")}
        return {}
