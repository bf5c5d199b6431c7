import subprocess
import sys

import pytest

from lpo_desk.exports.catalogue import EXPORTS, IMPORT_REPORT, MONTHLY
from lpo_desk.terms import Lang, has
from tests.exports.content import imported, october


def test_names() -> None:
    assert EXPORTS == {"monthly": MONTHLY}
    assert all(name == export.name for name, export in EXPORTS.items())


@pytest.mark.parametrize("export", [MONTHLY, IMPORT_REPORT], ids=lambda export: export.name)
def test_terms_exist(export: object) -> None:
    assert has(getattr(export, "title", ""))
    assert has(getattr(export, "about", ""))


def test_file_names() -> None:
    assert MONTHLY.file_name(october(), Lang.FI) == "LPO-2026-10-kuukausi.xlsx"
    assert MONTHLY.file_name(october(), Lang.SV) == "LPO-2026-10-manad.xlsx"
    assert IMPORT_REPORT.file_name(imported(), Lang.FI) == "LPO-2026-11-02-tuonti.xlsx"


def test_reading_the_catalogue_loads_no_openpyxl() -> None:
    code = "import lpo_desk.exports.catalogue, sys; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
