"""The first two pages of the request wizard (ux.md 2.5): what is asked, by whom and when; and who it is."""

from collections.abc import Mapping, Sequence

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.card import Card
from lpo_desk.domain.case import IdentityMethod, Intake, IntakeChannel, Requester
from lpo_desk.domain.errors import UserError
from lpo_desk.services.intake import IntakeRefused
from lpo_desk.ui.widgets.editors import choice, day, text
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.intake_page import Desk, IntakePage, is_identified, members
from lpo_desk.ui.wizards.offices import OfficeEditor
from lpo_desk.ui.wizards.radios import radios
from lpo_desk.ui.wizards.representative import NameEditor, Representative, representatives
from lpo_desk.ui.wizards.rights import RightsEditor
from lpo_desk.ui.wizards.ticks import tick


class AskPage(IntakePage):
    """1: what is asked, who asks, where and how the request came, and when."""

    title = "request_wizard.step_request"
    instruction = "request_wizard.ask_request"

    def __init__(self, desk: Desk) -> None:
        fields = [
            Field("claims", "request_wizard.rights", RightsEditor, wide=True),
            Field("requester", "request.requester", radios(members(Requester), 2), wide=True),
            Field("requester_name", "request_wizard.requester_name", NameEditor, wide=True),
            Field("authority_document", "request_wizard.authority_document", text(200)),
            Field("authority_until", "request_wizard.authority_until", day(desk.today)),
            Field("office_id", "request_wizard.office", OfficeEditor),
            Field("channel", "request_wizard.channel", choice(members(IntakeChannel))),
            Field("received_on", "request.received_date", day(desk.today), required=True),
        ]
        super().__init__(desk, fields, columns=2, check=self._check)
        name = self.form.row("requester_name").editor
        assert isinstance(name, NameEditor)  # noqa: S101 - the field's own editor
        self._name = name
        name.chosen.connect(self._fill)

    def offer_offices(self, offices: Sequence[Office]) -> None:
        editor = self.form.row("office_id").editor
        assert isinstance(editor, OfficeEditor)  # noqa: S101 - the field's own editor
        editor.offer(offices)

    def know(self, card: Card) -> None:
        """The customer's card has come: who is recorded to act for him is offered."""
        self._name.offer(representatives(card.roles, self.desk.language))

    def refresh(self, intake: Intake) -> None:
        acting = intake.requester is not Requester.SELF
        self.form.row("requester_name").setVisible(acting or not self.desk.known)
        self.form.row("authority_document").setVisible(acting)
        self.form.row("authority_until").setVisible(acting)

    def _fill(self, chosen: Representative) -> None:
        """The recorded role's name, paper and last day, as if they had been typed."""
        values = {
            "requester": chosen.requester,
            "requester_name": chosen.name,
            "authority_document": chosen.paper,
            "authority_until": chosen.until,
        }
        for name, value in values.items():
            editor = self.form.row(name).editor
            editor.set_value(value)
            editor.edited.emit()

    def _check(self, intake: Intake) -> Mapping[str, UserError]:
        """What registering would refuse is told before the pages that follow."""
        if not intake.claims:
            return {"claims": IntakeRefused("request.claims_missing", "claims")}
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
        unsure = intake.identity is not None and not is_identified(intake)
        key = "request_wizard.identity_unsure" if unsure else "request_wizard.identity_no_copy"
        self._note.setText(self.desk.language.text(key))
