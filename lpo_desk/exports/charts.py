"""Native charts, drawn alike by Excel and LibreOffice."""

from collections.abc import Sequence

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

COLOURS = ("005A9E", "E08A00")  # apart for the colour-blind, and dark against light on a grey printer
_GRID = "D9D9D9"


def column_chart(
    title: str, series: Sequence[Reference], categories: Reference, *, number_format: str
) -> BarChart:
    """Clustered columns. A series' first cell is its name; a single series has labels instead of a legend."""
    chart = BarChart()
    chart.type = "col"
    chart.title = _title(title)
    for values in series:
        chart.add_data(values, titles_from_data=True)
    chart.set_categories(categories)
    for colour, one in zip(COLOURS, chart.series, strict=False):
        one.graphicalProperties = GraphicalProperties(solidFill=colour)
        one.graphicalProperties.line = LineProperties(noFill=True)
    chart.gapWidth = 60
    _set_up_axes(chart, number_format)
    if len(series) == 1:
        chart.legend = None
        chart.dataLabels = DataLabelList(
            showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
        )
    elif chart.legend is not None:
        chart.legend.position = "b"
    return chart


def _set_up_axes(chart: BarChart, number_format: str) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl hides them otherwise
    chart.x_axis.number_format = number_format
    chart.x_axis.txPr = chart.y_axis.txPr = _small_text()
    chart.y_axis.number_format = "0"
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=_GRID)))
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))


def _title(text: str) -> Title:
    look = CharacterProperties(sz=1100, b=True, solidFill="1B1B1B")
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _small_text() -> RichText:
    look = CharacterProperties(sz=800)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
