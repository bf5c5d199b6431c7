"""The tour as a user plays it: a process of its own, off screen, every step, in both languages."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from lpo_desk.app import Program
from lpo_desk.paths import PROFILE_VARIABLE
from lpo_desk.practice import PASSWORD
from lpo_desk.terms import Lang
from lpo_desk.ui.theme import Theme
from lpo_desk.ui.tour.clerk import Refused
from lpo_desk.ui.tour.day import Day, Step
from lpo_desk.ui.tour.officer import REASONS
from lpo_desk.ui.tour.play import play
from lpo_desk.ui.tour.record import sweep
from lpo_desk.ui.tour.script import STEPS
from tests.conftest import ROOT
from tests.documents.reading import text

HEADINGS = {
    ("receipt", "fi"): "Vastaanottokuittaus",
    ("receipt", "sv"): "Mottagningskvitto",
    ("extract", "fi"): "Ote asiakasrekisteristä",
    ("extract", "sv"): "Utdrag ur kundregistret",
    ("reply", "fi"): "Vastaus pyyntöösi",
    ("reply", "sv"): "Svar på din begäran",
    ("refusal", "fi"): "Vastaus pyyntöösi",
    ("refusal", "sv"): "Svar på din begäran",
}
SMALLEST_WINDOW = (1366, 768)


@dataclass(frozen=True)
class Tour:
    out: Path
    record: dict[str, Any]

    @property
    def steps(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.record["steps"]
        return found


@pytest.fixture(scope="module", params=["fi", "sv"])
def tour(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tour:
    out = tmp_path_factory.mktemp("tour")
    done = subprocess.run(
        [sys.executable, "-m", "lpo_desk", "tour", "--out", str(out), "--lang", request.param],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "LANG": "fi_FI.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=850,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Tour(out, json.loads((out / "tour.json").read_text(encoding="utf-8")))


def test_every_step_is_played_in_its_order(tour: Tour) -> None:
    assert [step["name"] for step in tour.steps] == [step.name for step in STEPS]
    assert tour.record["failed"] == ""
    assert all(step["seconds"] >= 0 for step in tour.steps)
    without_keys = [step["name"] for step in tour.steps if not step["keys"]]
    assert without_keys == ["first-start"]


def test_every_step_has_its_picture(tour: Tour) -> None:
    assert {file.name for file in tour.out.glob("*.png")} == {step["picture"] for step in tour.steps}
    seen = set()
    for step in tour.steps:
        file = tour.out / step["picture"]
        picture = QImage(str(file))
        seen.add(file.read_bytes())
        if (
            step["number"] > 1
        ):  # after the first start and the login, the main window or the lock in its place
            assert (picture.width(), picture.height()) == SMALLEST_WINDOW, file.name
    assert len(seen) == len(tour.steps), "two steps look the same"


def test_the_papers_are_in_the_language_of_their_reader(tour: Tour) -> None:
    papers = {paper["kind"]: paper for paper in tour.record["papers"]}
    assert {"receipt", "reply", "extract", "refusal"} <= set(papers)
    for kind in ("receipt", "reply", "extract"):
        assert papers[kind]["lang"] == tour.record["language"]
    for (kind, lang), heading in HEADINGS.items():
        if papers[kind]["lang"] == lang:
            assert heading in text((tour.out / papers[kind]["file"]).read_bytes()), kind
    refusal = papers["refusal"]
    assert REASONS[Lang(refusal["lang"])] in text((tour.out / refusal["file"]).read_bytes())


def test_the_workbook_opens_with_the_month_in_it(tour: Tour) -> None:
    (workbook,) = (paper for paper in tour.record["papers"] if paper["kind"] == "monthly")
    book = load_workbook(tour.out / workbook["file"])
    assert len(book.worksheets) >= 3  # summary, case book, data dictionary
    assert all(sheet.max_row > 1 for sheet in book.worksheets)


def test_no_password_is_written_down(tour: Tour) -> None:
    assert PASSWORD not in (tour.out / "tour.json").read_text(encoding="utf-8")


def test_a_step_that_fails_is_told_by_its_name_with_a_picture(
    qapp: QApplication, session_theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_for_the_moon(day: Day) -> None:
        day.clerk.press("Tab")
        day.clerk.wait_for("the moon", lambda: False, 0.1)

    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path))  # the tour takes another, and this test puts it back
    out = tmp_path / "out"
    steps = (STEPS[0], Step("moon", look_for_the_moon), STEPS[1])
    with pytest.raises(Refused) as told:
        play(qapp, partial(Program, theme=session_theme), out, Lang.SV, steps)
    assert "moon" in told.value.sentence(Lang.SV)
    record = json.loads((out / "tour.json").read_text(encoding="utf-8"))
    assert (record["failed"], record["reason"]) == ("moon", "the moon did not come")
    assert [step["picture"] for step in record["steps"]] == ["00-first-start.png", "01-moon-failed.png"]
    assert (out / "01-moon-failed.png").exists()


def test_the_files_of_an_earlier_tour_go_away_and_no_others(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    outside = tmp_path / "outside.pdf"
    for file in (outside, out / "01-old.png", out / "old.pdf", out / "mine.pdf"):
        file.write_bytes(b"")
    sweep(out)
    assert (out / "old.pdf").exists(), "without tour.json nothing is taken away"
    left = {"steps": [{"picture": "01-old.png"}], "papers": [{"file": "old.pdf"}, {"file": "../outside.pdf"}]}
    (out / "tour.json").write_text(json.dumps(left), encoding="utf-8")
    sweep(out)
    assert {file.name for file in out.iterdir()} == {"mine.pdf", "tour.json"}
    assert outside.exists()
