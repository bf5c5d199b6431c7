"""What page 3 asks of one right. Each block edits one `Asked`."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.card import Card
from lpo_desk.domain.claims import Asked, AskedItem, CopyFormat, RequestRight
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.portability import PortableCount
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import notes, text
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.wizards.intake_page import members
from lpo_desk.ui.wizards.kept_form import KeptForm
from lpo_desk.ui.wizards.radios import radios
from lpo_desk.ui.wizards.ticks import TickEditor, tick

WORDS = 4000
"""Characters of what a person says."""
ALSO_RESTRICT = Field(
    "also_restrict", "request_wizard.also_restrict", tick("request_wizard.also_restrict", keyed=True)
)
"""The tick beside a demand to correct and beside an objection: one key adds the claim."""
PROCESSING = "processing"
"""Target of the item that names the processing objected to."""


class ClaimBlock(QWidget):
    """A heading, the fields of the right and what the clerk should know of it."""

    edited = Signal()
    left_by_escape = Signal()
    rearranged = Signal()
    """Something was put between what stood there: Tab is to go by what is seen."""

    def __init__(self, right: RequestRight, language: Language, fields: Sequence[Field] = ()) -> None:
        super().__init__()
        self.right, self.language = right, language
        self._loaded = Asked(right)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(11)
        heading = role_label("heading", self)
        heading.setWordWrap(True)
        language.bind(heading.setText, right.term)
        self.column.addWidget(heading)
        self.note = role_label("muted", self)
        self.note.setWordWrap(True)
        self.note.hide()
        self.form: KeptForm[Asked] = KeptForm(fields, language, labels=Labels.ABOVE, parent=self)
        self.form.left_by_escape.connect(self.left_by_escape)
        for name in self.form.names:
            editor = self.form.row(name).editor
            editor.edited.connect(self.edited)
            if isinstance(editor, TickEditor):
                self.form.row(name).label.hide()  # the words stand beside the box
        self.column.addWidget(self.form)
        self.column.addWidget(self.note)

    def open(self, asked: Asked) -> None:
        """Show the claim, ready to be answered."""
        self._loaded = asked
        self.form.open(asked)

    def asked(self, lang: Lang) -> Asked:
        """The claim as far as it can be read. lang: of the reply, in which the data are named."""
        found = self._loaded
        for name in self.form.dirty:
            try:
                found = replace(found, **{name: self.form.typed(name)})
            except UserError:
                continue
        return found

    def check(self) -> bool:
        """Whether the clerk may go on; what is missing is told."""
        return self.form.commit()

    def first(self) -> QWidget | None:
        """Where the clerk begins, None where nothing has to be said."""
        return None

    def know(self, card: Card) -> None:
        """The customer's card has come."""

    def offer_restriction(self, offered: bool) -> None:
        """Whether the tick is of use: not where a restriction is asked by itself."""
        if ALSO_RESTRICT.name in self.form.names:
            self.form.row(ALSO_RESTRICT.name).setVisible(offered)

    def say(self, key: str, **values: object) -> None:
        self.language.bind(self.note.setText, key, **values)
        self.note.show()


class AccessBlock(ClaimBlock):
    def __init__(self, language: Language) -> None:
        scope = Field("scope", "request_wizard.scope", notes(WORDS, 2))
        super().__init__(RequestRight.ACCESS, language, [scope])


class RestrictionBlock(ClaimBlock):
    """Four grounds in plain words, and what stops."""

    def __init__(self, language: Language) -> None:
        fields = (
            Field(
                "restriction_ground",
                "request_wizard.restriction_ground",
                radios(members(RestrictionGround)),
                required=True,
            ),
            Field("scope", "request_wizard.restriction_scope", text(WORDS)),
        )
        super().__init__(RequestRight.RESTRICTION, language, fields)
        self.say("request_wizard.restriction_note")

    def first(self) -> QWidget | None:
        return self.form.row("restriction_ground").editor.widget


class PortabilityBlock(ClaimBlock):
    """The form of the file, and what will be in it."""

    def __init__(self, language: Language) -> None:
        fields = (
            Field("copy_format", "request_wizard.copy_format", radios(members(CopyFormat), 2)),
            Field("scope", "request_wizard.copy_scope", text(WORDS)),
        )
        super().__init__(RequestRight.PORTABILITY, language, fields)
        self.say("request_wizard.copy_note")

    def open(self, asked: Asked) -> None:
        super().open(replace(asked, copy_format=asked.copy_format or CopyFormat.JSON))

    def tell_groups(self, groups: Sequence[PortableCount]) -> None:
        """What the file would hold today."""
        self.language.unbind(self.note.setText)

        def reword() -> None:
            named = ", ".join(f"{self.language.text(group.label)} ({group.rows})" for group in groups)
            rule = self.language.text("request_wizard.copy_note")
            self.note.setText(
                f"{rule}\n{self.language.text('request_wizard.copy_groups', groups=named or '–')}"
            )

        self.language.follow(self.note, reword)

    def first(self) -> QWidget | None:
        return self.form.row("copy_format").editor.widget


class ObjectionBlock(ClaimBlock):
    """Which processing, and the person's own grounds."""

    def __init__(self, language: Language) -> None:
        grounds = Field("scope", "request_wizard.objection_grounds", notes(WORDS, 3))
        super().__init__(RequestRight.OBJECTION, language, [grounds, ALSO_RESTRICT])
        processing = Field("datum", "request_wizard.objection_to", text(200))
        self.processing: KeptForm[AskedItem] = KeptForm(
            [processing], language, labels=Labels.ABOVE, parent=self
        )
        self.processing.left_by_escape.connect(self.left_by_escape)
        self.processing.row("datum").editor.edited.connect(self.edited)
        self.column.insertWidget(1, self.processing)
        self.say("request_wizard.objection_note")

    def open(self, asked: Asked) -> None:
        super().open(asked)
        self.processing.open(asked.items[0] if asked.items else AskedItem(PROCESSING, ""))

    def asked(self, lang: Lang) -> Asked:
        datum = str(self.processing.typed("datum"))
        return replace(super().asked(lang), items=(AskedItem(PROCESSING, datum),) if datum else ())

    def first(self) -> QWidget | None:
        return self.processing.row("datum").editor.widget


class MarketingBlock(ClaimBlock):
    """Nothing to ask: the ban holds at once."""

    def __init__(self, language: Language, *, known: bool) -> None:
        super().__init__(RequestRight.MARKETING_OBJECTION, language)
        self.say(f"request_wizard.marketing_{'note' if known else 'unknown'}")
