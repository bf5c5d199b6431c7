"""Without the library that reads codes the program starts, and takes scans in to be filed by hand."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.scans import Reading, ScanMedia
from lpo_desk.scanning import codes, read
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.scans import ScansPage
from tests.fixtures_db import Desk
from tests.rules.sources import modules
from tests.scanning.sheets import jpeg, label, picture
from tests.ui.desk_window import counter


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on Windows with Python 3.11, for which zxing-cpp has no wheel."""
    codes._reader.cache_clear()
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    yield
    codes._reader.cache_clear()


@pytest.mark.usefixtures("without")
def test_a_page_is_read_whole_and_no_code_on_it(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    assert not codes.can_read()
    page = picture(label("L-00042"))
    assert read(jpeg(page)) == Reading(ScanMedia.JPEG, 1, ())
    assert read(jpeg(page)[:900]).failure, "what is broken is found all the same"
    with counter(qtbot, local_desk, "maija", language) as clerk:
        clerk.robot.press("F9")
        shown = clerk.window.tabs.current
        assert isinstance(shown, ScansPage)
        assert shown.by_hand.isVisible()
        assert shown.by_hand.text() == language.text("scan_page.no_codes")


def test_with_the_library_nothing_is_said(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    assert codes.can_read()
    with counter(qtbot, local_desk, "maija", language) as clerk:
        clerk.robot.press("F9")
        shown = clerk.window.tabs.current
        assert isinstance(shown, ScansPage)
        assert not shown.by_hand.isVisible()


def test_the_program_begins_without_it() -> None:
    """Every module is loaded in a process of its own, where the library is not to be had."""
    names = [
        module.place.removesuffix(".py").replace("/", ".")
        for module in modules()
        if "migrations" not in module.place and module.layer != "__main__"
    ]
    script = f"import sys, importlib; sys.modules['zxingcpp'] = None; [importlib.import_module(n) for n in {names!r}]"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
