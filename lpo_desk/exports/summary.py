"""The first sheet of the monthly report: one A4 page of key figures and two charts."""

from collections.abc import Callable, Sequence

from openpyxl.chart import Reference
from openpyxl.chart.bar_chart import BarChart
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.worksheet.worksheet import Worksheet

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.disclosure import Hidden, Shown, disclosed, shown, with_margins
from lpo_desk.domain.reports import DAY_BANDS, CaseBookRow, CaseFigures, MonthlyReport
from lpo_desk.exports.charts import column_chart
from lpo_desk.exports.columns import word
from lpo_desk.exports.pages import DAYS, SHARE, Look, Page
from lpo_desk.exports.workbook import Book
from lpo_desk.formats import Lang, format_date
from lpo_desk.terms import terms

LAST = 9  # columns A-I
_WIDTHS = (34, *[11.5] * (LAST - 1))
_FIGURE_HEADS = ("received", "closed", "open", "overdue", "extended", "on_time", "median_days", "max_days")
_TILES = (("received", 1), ("closed", 2), ("open", 4), ("overdue", 6), ("on_time", 8))
_LEFT, _RIGHT = (
    (1, 3),
    (5, LAST),
)  # the columns of two small lists beside each other: labels first, numbers last
_CHART_ROWS = 19
_HEADING_HEIGHT = 21  # points
_CHART_GAP = 780_000  # EMU into its last column (some 820,000 wide): leaves a gap to the next chart
_TELLING = "..."  # as Statistics Finland marks what may not be told

Chosen = Callable[[CaseBookRow], bool]
Line = tuple[str, Shown]
List = tuple[str, Sequence[Line]]
"""The term key of a heading, and its lines."""


class Summary:
    """Writes the page from the top down; `row` is the next free one."""

    def __init__(self, book: Book, report: MonthlyReport) -> None:
        self.book = book
        self.report = report
        self.lang: Lang = book.lang
        self.page = Page(book, terms("report.summary", lang=self.lang), _WIDTHS, one_page=True)
        self.row = 1
        self.days_row = 0
        """The heading row of the list of days to reply, which the second chart draws."""

    def write(self) -> None:
        self._title()
        self._tiles(self.report.figures())
        self._figures()
        self._lists()
        self._register()
        self.chart_row = self.row

    def draw(self, trend_sheet: Worksheet, months: int) -> None:
        """Adds the charts: requests by month from the sheet of months, and days to reply from this page."""
        series = [Reference(trend_sheet, min_col=column, min_row=1, max_row=months + 1) for column in (2, 3)]
        by_month = column_chart(
            terms("report.chart_months", lang=self.lang),
            series,
            Reference(trend_sheet, min_col=1, min_row=2, max_row=months + 1),
            number_format="m/yyyy",
        )
        last = self.days_row + len(DAY_BANDS)
        by_days = column_chart(
            terms("report.chart_days", lang=self.lang),
            [Reference(self.page.sheet, min_col=_RIGHT[1], min_row=self.days_row, max_row=last)],
            Reference(self.page.sheet, min_col=_RIGHT[0], min_row=self.days_row + 1, max_row=last),
            number_format="@",
        )
        self._place(by_month, 0, 5)
        self._place(by_days, 5, LAST)

    def _place(self, chart: BarChart, first: int, end: int) -> None:
        top = self.chart_row - 1  # anchors count from 0
        begin = AnchorMarker(col=first, row=top)
        finish = AnchorMarker(col=end - 1, colOff=_CHART_GAP, row=top + _CHART_ROWS)
        chart.anchor = TwoCellAnchor(_from=begin, to=finish)  # type: ignore[assignment]  # the stubs know "A1" only
        self.page.sheet.add_chart(chart)

    def _title(self) -> None:
        report, page = self.report, self.page
        page.term(1, 1, "report.title", Look.TITLE, month=month_name(report))
        page.height(1, 28)
        offices = ", ".join(office.name(self.lang) for office in report.offices)
        page.term(2, 1, "report.about", Look.MUTED, offices=offices, day=format_date(report.end, self.lang))
        self.row = 4

    def _tiles(self, figures: CaseFigures) -> None:
        for name, column in _TILES:
            self.page.term(self.row, column, f"report.{name}", Look.MUTED)
            self._figure(self.row + 1, column, figures, name, Look.TILE)
            self._define(name, self.row + 1, column)
        self.page.height(self.row + 1, 30)
        self.row += 3

    def _figures(self) -> None:
        """Key figures by office and by right, with a total."""
        self._heading("report.requests")
        for place, name in enumerate(_FIGURE_HEADS, 2):
            self.page.term(self.row, place, f"report.{name}", Look.HEAD)
        self.page.height(self.row, 26)
        self.row += 1
        for office in self.report.offices:
            self._figure_line(word(office, self.lang), _of_office(office))
        for right in RequestRight:
            self._figure_line(word(right, self.lang), _of_right(right))
        for place, name in enumerate(_FIGURE_HEADS, 2):
            if name in {"extended", "median_days", "max_days"}:
                self._define(name, self.row, place)
        self._figure_line(terms("report.total", lang=self.lang), None)
        self.row += 1

    def _figure_line(self, label: str, chosen: Chosen | None) -> None:
        figures = self.report.figures(chosen) if chosen else self.report.figures()
        self.page.text(self.row, 1, label, Look.LABEL if chosen else Look.TOTAL_LABEL)
        for place, name in enumerate(_FIGURE_HEADS, 2):
            self._figure(self.row, place, figures, name, Look.NUMBER if chosen else Look.TOTAL)
        self.row += 1

    def _figure(self, row: int, column: int, figures: CaseFigures, name: str, look: Look) -> None:
        value: float | None = getattr(figures, name)
        formats = {"on_time": SHARE, "median_days": DAYS}
        self.page.number(row, column, value, look, formats.get(name, "#,##0"))

    def _lists(self) -> None:
        """Small counts in pairs beside each other."""
        report = self.report
        self.days_row = self.row
        days = zip(map(band_name, DAY_BANDS), report.days_to_close(), strict=True)
        self._pair(
            ("report.by_resolution", self._named(report.closed_by(lambda row: row.resolution))),
            ("report.by_days", list(days)),
        )
        self._pair(
            ("report.by_channel", self._named(report.received_by(lambda row: row.channel))),
            ("report.by_language", self._named(report.received_by(lambda row: row.language))),
        )
        self._pair(
            ("report.by_identity", self._named(report.received_by(lambda row: row.identity))),
            ("report.by_late_reason", self._named(report.closed_by(lambda row: row.late_reason))),
        )

    def _named(self, counts: Sequence[tuple[object, int]]) -> list[Line]:
        return [(word(group, self.lang), count) for group, count in counts]

    def _pair(self, left: List, right: List) -> None:
        ends = [self._list(columns, *each) for columns, each in ((_LEFT, left), (_RIGHT, right))]
        self.row = max(ends) + 1

    def _list(self, columns: tuple[int, int], heading: str, lines: Sequence[Line]) -> int:
        """Writes a heading and its lines; returns the first row below."""
        first, last = columns
        row = self.row
        self.page.height(row, _HEADING_HEIGHT)
        self.page.term(row, first, heading, Look.HEADING)
        self.page.line(row, first, last, Look.HEADING)
        for label, count in lines:
            row += 1
            self.page.text(row, first, label, Look.LABEL)
            self._count(row, last, count)
            self.page.line(row, first, last, Look.LABEL)
        if not lines:
            row += 1
            self.page.term(row, first, "report.none", Look.MUTED)
        return row + 1

    def _register(self) -> None:
        """The customer register in numbers; small ones hidden."""
        register, below = self.report.register, self.report.hide_below
        self._customers()
        marks = [
            (terms(f"report.customers_{name}", lang=self.lang), shown(getattr(register, name), below))
            for name in ("new", "changed", "marketing_bans", "directory_bans", "protected")
        ]
        papers = [(word(office, self.lang), count) for office, count in register.paper_records]
        self._pair(("report.marks", marks), ("paper.records", papers))

    def _customers(self) -> None:
        """Customers by type and language, with totals."""
        self._heading("report.register")
        types, languages, counts = self.report.register.table()
        total = terms("report.total", lang=self.lang)
        heads = [word(lang, self.lang) or terms("report.no_language", lang=self.lang) for lang in languages]
        for place, head in enumerate([*heads, total], 2):
            self.page.text(self.row, place, head, Look.HEAD)
        labels = [*(word(kind, self.lang) for kind in types), total]
        table = disclosed(with_margins(counts), self.report.hide_below)
        for place, (label, cells) in enumerate(zip(labels, table, strict=False), 1):
            self.row += 1
            last = place == len(labels)
            self.page.text(self.row, 1, label, Look.TOTAL_LABEL if last else Look.LABEL)
            for column, count in enumerate(cells, 2):
                self._count(self.row, column, count, Look.TOTAL if last else Look.NUMBER)
        if table:
            self._define("customers", self.row, len(heads) + 2)
        if self.report.hide_below:
            self.row += 1
            self.page.term(self.row, 1, "report.hidden_note", Look.MUTED, below=self.report.hide_below)
        self.row += 2

    def _heading(self, key: str) -> None:
        self.page.height(self.row, _HEADING_HEIGHT)
        self.page.term(self.row, 1, key, Look.HEADING)
        self.page.line(self.row, 1, LAST, Look.HEADING)
        self.row += 1

    def _count(self, row: int, column: int, count: Shown, look: Look = Look.NUMBER) -> None:
        match count:
            case Hidden.SMALL:
                self.page.text(row, column, f"<{self.report.hide_below}", look)
            case Hidden.TELLING:
                self.page.text(row, column, _TELLING, look)
            case _:
                self.page.number(row, column, count, look)

    def _define(self, name: str, row: int, column: int) -> None:
        self.book.define(f"LPO_{name}", self.page.sheet, self.page.sheet.cell(row, column).coordinate)


def month_name(report: MonthlyReport) -> str:
    """`10/2026`, as the office writes a month in all its languages."""
    return f"{report.month.number}/{report.month.year}"


def band_name(band: tuple[int, int | None]) -> str:
    """A band of days: `0–7`, `32+`."""
    first, last = band
    return f"{first}+" if last is None else f"{first}–{last}"


def _of_office(office: Office) -> Chosen:
    return lambda row: row.office == office


def _of_right(right: RequestRight) -> Chosen:
    return lambda row: right in row.rights
