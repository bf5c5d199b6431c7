"""Workbooks for the management (ux.md S6): a month, an office, a language, and the file is made."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QLabel

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.reports import Month
from lpo_desk.exports.catalogue import MONTHLY
from lpo_desk.services import accounts, reports
from lpo_desk.settings import version
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.pages.workbook_sheet import WorkbookPage
from lpo_desk.ui.runner import Progress
from lpo_desk.ui.widgets.inputs import ComboBox, role_label

MONTHS = 24
"""How far back a month can be chosen."""


class ReportsPage(WorkbookPage):
    """The monthly report. The last whole month is chosen; Ctrl+Enter makes the workbook."""

    title = "export.monthly"
    about = "export.monthly_about"
    verb = "reports_page.make"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self.month, self.office, self.lang = ComboBox(), ComboBox(), ComboBox()
        self._file, self._identities = role_label("muted"), QLabel()
        self._offices: Sequence[Office] = ()
        self.add_field("reports_page.month", self.month)
        self.add_field("office.office", self.office)
        self.add_field("reports_page.language", self.lang)
        self.add_field("reports_page.folder", self.folder, self.change)
        self.add_facts((self._file, self._identities))
        language.bind(self._identities.setText, "reports_page.no_identities")
        self.lists = button(language, "reports_page.marketing_list")
        self.lists.clicked.connect(context.open_marketing_list)
        self.buttons.insertWidget(1, self.lists)
        self._come_to(self.lists)
        language.follow(self.month, self._offer)
        for combo in (self.month, self.lang):
            combo.currentIndexChanged.connect(self._name_file)
        last = Month.of(context.database.today()).plus(-1)
        self.month.set_value(last)
        self.lang.set_value(language.lang if language.lang is not Lang.EN else Lang.FI)
        self._name_file()
        context.read(self, accounts.offices, self._offer_offices)

    def start(self) -> None:
        """Count on the database thread, write there too, tell where the file is."""
        folder = self.chosen_folder()
        if folder is None:
            return
        month, office, lang = self.month.value(), self.office.value() or "", self.lang.value()
        assert isinstance(month, Month)  # noqa: S101 - what the boxes hold
        assert isinstance(lang, Lang)  # noqa: S101
        context = self.context

        def make(progress: Progress) -> Path:
            with context.database.reading(context.actor) as unit:
                report = reports.monthly(unit, month, version=version(), office=str(office))
            with context.database.unit(context.actor) as unit:
                reports.log_export(unit, MONTHLY.name, len(report.book))
            target = folder / MONTHLY.file_name(report, lang)
            return MONTHLY.write(report, lang, target, progress)

        self.make_workbook(make)

    def _offer(self) -> None:
        """Months newest first, the running one too; its workbook says that it is not whole."""
        language = self.context.language
        now = Month.of(self.context.database.today())
        months = [now.plus(-back) for back in range(MONTHS)]
        self.month.set_choices(
            [(month, language.text(f"month.m{month.number}", year=str(month.year))) for month in months]
        )
        self.lang.set_choices(
            [(lang, language.text(f"language.{lang.value}")) for lang in (Lang.FI, Lang.SV)]
        )
        self._offer_offices(self._offices)

    def _offer_offices(self, offices: Sequence[Office]) -> None:
        self._offices = offices
        language = self.context.language
        every = [("", language.text("reports_page.all_offices"))]
        self.office.set_choices([*every, *((office.code, office.name(language.lang)) for office in offices)])

    def _name_file(self) -> None:
        month, lang = self.month.value(), self.lang.value()
        if isinstance(month, Month) and isinstance(lang, Lang):
            name = f"LPO-{month}-{terms('report.file_word', lang=lang)}.xlsx"
            self.context.language.bind(self._file.setText, "reports_page.file_name", file=name)
