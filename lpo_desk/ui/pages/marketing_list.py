"""Marketing lists: who may be reached with an offer, who may not and why; whoever has the right draws the list."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.marketing import FEW, MarketingCounts, MarketingPurpose, Offer
from lpo_desk.domain.party import Channel, Sender
from lpo_desk.domain.permissions import CHANNELS
from lpo_desk.domain.products import ServiceKind
from lpo_desk.exports.catalogue import MARKETING_LIST
from lpo_desk.services import marketing
from lpo_desk.settings import version
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.workbook_sheet import WorkbookPage
from lpo_desk.ui.runner import Progress
from lpo_desk.ui.widgets.inputs import ComboBox, role_label


class MarketingListPage(WorkbookPage):
    """Whose marketing, by which channel, of what, what for. The counts follow every choice; Ctrl+Enter makes the list.

    Managers and the data protection officer see the counts only.
    """

    title = "export.marketing_list"
    about = "export.marketing_list_about"
    verb = "marketing_page.make"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self.may_draw = context.may(Right.EXPORT_MARKETING)
        self.whose, self.channel, self.product = ComboBox(), ComboBox(), ComboBox()
        self.purpose, self.lang = ComboBox(), ComboBox()
        self.rule, self.told, self.left_out = role_label("muted"), role_label("heading"), QLabel()
        self.left_out.setTextFormat(Qt.TextFormat.PlainText)
        self._counts: MarketingCounts | None = None
        self.add_field("marketing_list.sender", self.whose)
        self.add_field("marketing_list.channel", self.channel)
        self.add_field("marketing_list.product", self.product)
        if self.may_draw:
            self.add_field("marketing_list.purpose", self.purpose)
            self.add_field("reports_page.language", self.lang)
            self.add_field("reports_page.folder", self.folder, self.change)
        self.add_facts((self.rule, self.told, self.left_out))
        self.button.setVisible(self.may_draw)
        self.button.setEnabled(self.may_draw)
        language.follow(self.whose, self._offer)
        for combo in (self.whose, self.channel, self.product):
            combo.currentIndexChanged.connect(self._count)
        self.lang.set_value(language.lang if language.lang is not Lang.EN else Lang.FI)
        self._count()

    @property
    def offer(self) -> Offer:
        """What is chosen; research sells nothing."""
        sender, channel, product = self.whose.value(), self.channel.value(), self.product.value()
        assert isinstance(sender, Sender)  # noqa: S101 - what the boxes hold
        assert isinstance(channel, Channel)  # noqa: S101
        assert isinstance(product, ServiceKind)  # noqa: S101
        return Offer(sender, channel, None if sender is Sender.RESEARCH else product)

    def start(self) -> None:
        """Draw the list and log it in one unit, write the workbook, tell where it is."""
        folder = self.chosen_folder()
        if folder is None:
            return
        offer, purpose, lang = self.offer, self.purpose.value(), self.lang.value()
        assert isinstance(purpose, MarketingPurpose)  # noqa: S101 - what the boxes hold
        assert isinstance(lang, Lang)  # noqa: S101
        context = self.context

        def make(progress: Progress) -> Path:
            with context.database.unit(context.actor) as unit:
                drawn = marketing.draw(unit, offer, purpose, version())
                marketing.log_list(unit, drawn, MARKETING_LIST.name)
            target = folder / MARKETING_LIST.file_name(drawn, lang)
            return MARKETING_LIST.write(drawn, lang, target, progress)

        self.make_workbook(make)

    def _count(self) -> None:
        offer = self.offer
        self.product.setEnabled(offer.sender is not Sender.RESEARCH)
        self.context.read(self, lambda unit: marketing.counts(unit, offer), self._show, latest="marketing")

    def _show(self, counts: MarketingCounts) -> None:
        self._counts = counts
        self._tell()

    def _tell(self) -> None:
        words, counts = self.context.language.text, self._counts
        rule = "marketing_list.telesales" if self.offer.is_telesales else "marketing_page.rule"
        self.rule.setText(words(rule))
        if counts is not None:
            self.told.setText(words("marketing_page.targets", count=self._number(counts.targets)))
            lines = [f"{words(each.term)}: {self._number(n)}" for each, n in counts.left_out.items()]
            self.left_out.setText("\n".join((words("marketing_page.left_out"), *lines)) if lines else "")

    def _number(self, count: int) -> str:
        """A few are not counted."""
        few = 0 < count < FEW
        return self.context.language.text("marketing_list.few", below=FEW) if few else str(count)

    def _offer(self) -> None:
        show = self.context.language.show
        for combo, members in (
            (self.whose, tuple(Sender)),
            (self.channel, CHANNELS),
            (self.product, tuple(ServiceKind)),
            (self.purpose, tuple(MarketingPurpose)),
        ):
            combo.set_choices([(member, show(member)) for member in members])
        languages = (Lang.FI, Lang.SV)
        self.lang.set_choices(
            [(lang, self.context.language.text(f"language.{lang.value}")) for lang in languages]
        )
        self._tell()
