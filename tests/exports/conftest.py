"""Workbooks written once for all tests that only read them, and one run of LibreOffice over all of them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from lpo_desk.exports.catalogue import IMPORT_REPORT, MONTHLY
from lpo_desk.terms import Lang
from tests.conftest import missing
from tests.exports.content import imported, october


@pytest.fixture(scope="session")
def monthly_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, Path]:
    """The monthly report of October 2026 in each language."""
    folder = tmp_path_factory.mktemp("monthly")
    return {
        lang: MONTHLY.write(october(), lang, folder / f"monthly-{lang.value}.xlsx", None) for lang in Lang
    }


@pytest.fixture(scope="session")
def import_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, Path]:
    """The report of a small import in each language."""
    folder = tmp_path_factory.mktemp("import")
    return {
        lang: IMPORT_REPORT.write(imported(), lang, folder / f"import-{lang.value}.xlsx", None)
        for lang in Lang
    }


@pytest.fixture(scope="session")
def printed(
    monthly_books: dict[Lang, Path], import_books: dict[Lang, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """PDF files of all the workbooks by the workbook's name: LibreOffice opens and prints them in one run."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        missing("LibreOffice (package libreoffice-calc-nogui) is not installed")
    folder = tmp_path_factory.mktemp("printed")
    books = [str(path) for path in (*monthly_books.values(), *import_books.values())]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *books],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    made = {path.stem: path for path in folder.glob("*.pdf")}
    assert len(made) == len(books), done.stderr
    return made
