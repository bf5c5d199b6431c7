"""The scan folder tried from the settings, by the keyboard: what it came to, in both languages, and nothing touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.settings_dialog import SettingsDialog
from tests.fixtures_db import Desk
from tests.ui.case_hands import dialog
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, each_language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", each_language) as made:
        yield made


def tried(clerk: CounterWindow, settings: SettingsDialog, path: str) -> str:
    trial = settings.trial
    settings.scans.edit.setFocus()
    clerk.robot.press("Ctrl+A")
    clerk.robot.type(path)
    assert not trial.told.isVisible(), "what was told is of the folder before"
    trial.button.setFocus()
    clerk.robot.press("Space")
    clerk.robot.wait_for(trial.button.isEnabled)
    return trial.told.text()


def test_the_folder_tells_what_would_be_taken_or_what_is_wrong(clerk: CounterWindow, tmp_path: Path) -> None:
    words = clerk.language.text
    folder = tmp_path / "scan"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.7")
    (folder / "x.txt").write_bytes(b"Hei")
    clerk.window.show_settings()
    settings = dialog(clerk, SettingsDialog)
    assert_walkable(settings)
    works = tried(clerk, settings, str(folder)).split("\n")
    assert works[0] == words("trial_state.works")
    names = "0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf, …"
    office = {Lang.FI: "Loviisa", Lang.SV: "Lovisa"}[clerk.language.lang]
    assert works[1] == words("scan_trial.taken", office=office, count=7, names=names)
    assert works[2] == words("scan_trial.not_taken", count=1, names="x.txt")
    told = settings.trial.told
    clerk.robot.wait_for(lambda: told.height() >= told.heightForWidth(told.width()))
    assert len(list(folder.iterdir())) == 8
    assert tried(clerk, settings, str(tmp_path / "gone")) == words("trial_state.missing")
    assert tried(clerk, settings, "scan") == words("trial_state.no_path")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert tried(clerk, settings, str(empty)).split("\n")[1] == words("scan_trial.empty")
    clerk.robot.press("Escape")
