"""The workbooks the program makes: for `lpo-desk export NAME` and the page of reports.

Reading the catalogue loads no openpyxl: it costs a third of a second and is needed only to write a workbook.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from lpo_desk.domain.destroying import DestructionReport
from lpo_desk.domain.directory import DirectoryList
from lpo_desk.domain.inventory import InventoryReport
from lpo_desk.domain.marketing import MarketingList
from lpo_desk.domain.reports import ImportReport, MonthlyReport
from lpo_desk.formats import helsinki
from lpo_desk.terms import Lang, terms

Content = TypeVar("Content")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Export(Generic[Content]):
    """A workbook: `write(content, lang, path, progress)` gives the path it was written to."""

    name: str
    title: str
    """Term keys of the title and of a sentence saying what is in it."""
    about: str
    write: Callable[[Content, Lang, Path, Progress | None], Path]
    file_name: Callable[[Content, Lang], str]


def _monthly(report: MonthlyReport, lang: Lang, path: Path, progress: Progress | None) -> Path:
    from lpo_desk.exports.monthly import monthly

    return monthly(report, lang, path, progress)


def _import_report(report: ImportReport, lang: Lang, path: Path, progress: Progress | None) -> Path:
    from lpo_desk.exports.import_report import import_report

    return import_report(report, lang, path, progress)


def _marketing_list(drawn: MarketingList, lang: Lang, path: Path, progress: Progress | None) -> Path:
    from lpo_desk.exports.marketing_list import marketing_list

    return marketing_list(drawn, lang, path, progress)


def _directory(found: DirectoryList, lang: Lang, path: Path, progress: Progress | None) -> Path:
    from lpo_desk.exports.directory import directory

    return directory(found, lang, path, progress)


def _destruction(report: DestructionReport, lang: Lang, path: Path, progress: Progress | None) -> Path:
    from lpo_desk.exports.destruction import destruction

    return destruction(report, lang, path, progress)


def _inventory(report: InventoryReport, lang: Lang, path: Path, progress: Progress | None) -> Path:
    from lpo_desk.exports.inventory import inventory

    return inventory(report, lang, path, progress)


def _monthly_name(report: MonthlyReport, lang: Lang) -> str:
    """`LPO-2026-10-kuukausi.xlsx`."""
    return f"LPO-{report.month}-{terms('report.file_word', lang=lang)}.xlsx"


def _import_name(report: ImportReport, lang: Lang) -> str:
    """`LPO-2026-11-22-tuonti.xlsx`."""
    return f"LPO-{report.origin.made_at:%Y-%m-%d}-{terms('import_report.file_word', lang=lang)}.xlsx"


def _marketing_name(drawn: MarketingList, lang: Lang) -> str:
    """`LPO-2026-11-23-markkinointi.xlsx`."""
    return f"LPO-{drawn.use_from}-{terms('marketing_list.file_word', lang=lang)}.xlsx"


def _directory_name(found: DirectoryList, lang: Lang) -> str:
    """`LPO-2026-11-23-luettelotiedot.xlsx`."""
    day = helsinki(found.origin.made_at).date()
    return f"LPO-{day}-{terms('directory_list.file_word', lang=lang)}.xlsx"


def _destruction_name(report: DestructionReport, lang: Lang) -> str:
    """`LPO-L-H0007-hävitys.xlsx`."""
    return f"LPO-{report.record.row.number}-{terms('destruction_list.file_word', lang=lang)}.xlsx"


def _inventory_name(report: InventoryReport, lang: Lang) -> str:
    """`LPO-L-K0012-inventointi.xlsx`."""
    return f"LPO-{report.round.place.code}-{terms('inventory_list.file_word', lang=lang)}.xlsx"


MONTHLY: Export[MonthlyReport] = Export(
    "monthly",
    "export.monthly",
    "export.monthly_about",
    write=_monthly,
    file_name=_monthly_name,
)
IMPORT_REPORT: Export[ImportReport] = Export(
    "import-report",
    "export.import_report",
    "export.import_report_about",
    write=_import_report,
    file_name=_import_name,
)
"""Made by an import, never on demand: what it tells is kept nowhere."""

MARKETING_LIST: Export[MarketingList] = Export(
    "marketing-list",
    "export.marketing_list",
    "export.marketing_list_about",
    write=_marketing_list,
    file_name=_marketing_name,
)
"""Drawn in the window alone, by whoever may and says what for."""

DIRECTORY: Export[DirectoryList] = Export(
    "directory",
    "directory_page.title",
    "directory_page.note",
    write=_directory,
    file_name=_directory_name,
)
"""Made in the window alone, by whoever passes directory data on."""

DESTRUCTION: Export[DestructionReport] = Export(
    "destruction",
    "destruction_list.title",
    "destruction_page.note",
    write=_destruction,
    file_name=_destruction_name,
)
"""Made in the window alone, of one list."""

INVENTORY: Export[InventoryReport] = Export(
    "inventory",
    "inventory_list.heading",
    "inventory_page.note",
    write=_inventory,
    file_name=_inventory_name,
)
"""Made in the window alone, of one round."""

EXPORTS: Mapping[str, Export[Any]] = MappingProxyType({MONTHLY.name: MONTHLY})
"""What can be asked for by name."""
