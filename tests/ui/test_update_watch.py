"""Who is told of a newer version, where, and that nothing waits for a share that is away."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk import settings
from lpo_desk.paths import PROFILE_VARIABLE
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.key_help import About, UpdateSheet
from lpo_desk.ui.language import Language
from lpo_desk.ui.update_watch import UpdateState, UpdateWatch
from lpo_desk.ui.widgets.message_bar import Kind
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.robot import PATIENCE_MS
from tests.ui.walk import assert_walkable
from tests.updates.notices import NOTICE, PUBLIC_TEXT, sealed

Sheet = TypeVar("Sheet", About, UpdateSheet)
piped = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that holds up whoever opens it")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, no answer comes because time has run out, unless a test wants just that."""
    monkeypatch.setattr("lpo_desk.ui.update_watch._PATIENCE_MS", 3_600_000)
    monkeypatch.setattr("lpo_desk.updates.reading.SECONDS", 3_600.0)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "päivitykset"
    folder.mkdir()
    return folder


def at(place: Path | str) -> Settings:
    return Settings(update_place=str(place), update_key=PUBLIC_TEXT)


def told(qtbot: QtBot, window: CounterWindow) -> UpdateWatch:
    """The watch of the window, once it knows."""
    watch = window.window.updates
    qtbot.waitUntil(lambda: watch.state is not UpdateState.LOOKING, timeout=600_000)
    return watch


def about(window: CounterWindow) -> About:
    window.window.show_about()
    return sheet_of(window, About)


def sheet_of(window: CounterWindow, kind: type[Sheet]) -> Sheet:
    (sheet,) = (each for each in window.window.findChildren(kind) if each.isVisible())
    return sheet


def details(window: CounterWindow) -> UpdateSheet:
    """Opened from the sheet About."""
    about(window).details.click()
    return sheet_of(window, UpdateSheet)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_an_administrator_is_told_and_shown_what_to_compare(
    qtbot: QtBot, desk: Desk, language: Language, share: Path, lang: Lang
) -> None:
    (share / "update.json").write_bytes(sealed())
    language.switch(lang)
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        assert told(qtbot, window).state is UpdateState.NEWER
        assert window.window.bar.kind is Kind.INFO
        assert window.said == terms("update.newer", lang=lang, version="9.1.0", released=NOTICE.released)
        (show,) = window.window.bar.buttons
        show.click()
        text = sheet_of(window, UpdateSheet).text.toPlainText()
        assert NOTICE.note[lang] in text
        assert str(share) in text
        for name, digest in NOTICE.files.items():
            assert name in text
            assert digest in text
        assert [each.name for each in share.iterdir()] == ["update.json"], "nothing is written there"


def test_a_clerk_is_told_nothing_and_nothing_is_looked_for(
    qtbot: QtBot, desk: Desk, language: Language, share: Path
) -> None:
    (share / "update.json").write_bytes(sealed())
    with counter(qtbot, desk, "maija", language, at(share)) as window:
        assert window.window.updates.state is UpdateState.OFF
        assert window.said == ""
        assert about(window).newer.isHidden()


def test_off_until_a_place_is_configured(qtbot: QtBot, desk: Desk, language: Language) -> None:
    with counter(qtbot, desk, "admin", language) as window:
        assert window.window.updates.state is UpdateState.OFF
        assert window.said == ""
        assert about(window).newer.text() == terms("update.off", lang=Lang.FI)


def test_the_newest_version_is_said_in_the_sheet_alone(
    qtbot: QtBot, desk: Desk, language: Language, share: Path
) -> None:
    (share / "update.json").write_bytes(sealed(version=settings.version()))
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        assert told(qtbot, window).state is UpdateState.NEWEST
        assert window.said == ""
        sheet = about(window)
        assert sheet.newer.text() == terms("update.newest", lang=Lang.FI)
        assert sheet.details.isHidden()


def test_a_forged_notice_is_an_error_that_offers_nothing(
    qtbot: QtBot, desk: Desk, language: Language, share: Path
) -> None:
    (share / "update.json").write_bytes(sealed().replace(b"9.1.0", b"9.2.0"))
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        assert told(qtbot, window).state is UpdateState.REFUSED
        assert window.said == terms("update.wrong_signature", lang=Lang.FI)
        assert window.window.bar.kind is Kind.ERROR
        assert not window.window.bar.buttons
        assert about(window).newer.text() == terms("update.wrong_signature", lang=Lang.FI)


@piped
def test_what_the_bar_says_already_is_read_first(
    qtbot: QtBot, desk: Desk, language: Language, share: Path
) -> None:
    """Through a pipe, so that the answer comes when the test wants it."""
    os.mkfifo(share / "update.json")
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        window.context.message(Kind.WARNING, "user.change_given")
        (share / "update.json").write_bytes(sealed())
        told(qtbot, window)
        assert window.said == terms("user.change_given", lang=Lang.FI)
        window.window.bar.clear()
        assert window.said.startswith("Uusi versio 9.1.0")
        window.window.bar.clear()
        assert window.said == "", "it is told once"


def test_a_structure_that_changes_is_told(qtbot: QtBot, desk: Desk, language: Language, share: Path) -> None:
    (share / "update.json").write_bytes(sealed(schema="9000"))
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        told(qtbot, window)
        assert terms("update.changes_database", lang=Lang.FI) in details(window).text.toPlainText()
    (share / "update.json").write_bytes(sealed(schema="9000", minimal_schema="8000"))
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        told(qtbot, window)
        assert "8000" in details(window).text.toPlainText()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes a call and says nothing, as long as the test lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_nothing_waits_for_a_place_that_does_not_answer(
    qtbot: QtBot, desk: Desk, language: Language, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window opens, answers and closes meanwhile; the database is free; the thread does not keep the program."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    before = set(threading.enumerate())
    with counter(qtbot, desk, "admin", language, at(silent)) as window:
        watch = window.window.updates
        assert watch.state is UpdateState.LOOKING
        assert about(window).newer.text() == terms("update.looking", lang=Lang.FI)
        window.window.show_place("users")
        window.robot.settle()
        assert watch.state is UpdateState.LOOKING
        (thread,) = (each for each in set(threading.enumerate()) - before if each.name == "updates")
        assert thread.daemon
        window.window.close()
        qtbot.waitUntil(window.window.isHidden, timeout=PATIENCE_MS)  # the database may be at work still
        assert thread.is_alive()


def test_patience_ends(
    qtbot: QtBot, desk: Desk, language: Language, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("lpo_desk.ui.update_watch._PATIENCE_MS", 200)
    with counter(qtbot, desk, "admin", language, at(silent)) as window:
        assert told(qtbot, window).state is UpdateState.AWAY
        assert window.said == ""
        assert about(window).newer.text() == terms("update.away", lang=Lang.FI)


@piped
def test_a_share_that_hangs_holds_up_nobody(
    qtbot: QtBot, desk: Desk, language: Language, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a named pipe waits for a writer, as opening a file of a dead server does."""
    monkeypatch.setattr("lpo_desk.ui.update_watch._PATIENCE_MS", 200)
    os.mkfifo(share / "update.json")
    try:
        with counter(qtbot, desk, "admin", language, at(share)) as window:
            assert told(qtbot, window).state is UpdateState.AWAY
    finally:
        os.close(os.open(share / "update.json", os.O_RDWR | os.O_NONBLOCK))  # lets the thread go


def test_a_user_cannot_name_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path))
    settings.save_machine(Settings(update_place=str(tmp_path), update_key=PUBLIC_TEXT))
    settings.save(at("/elsewhere"))
    assert settings.load().update_place == str(tmp_path)
    settings.machine_file().unlink()
    assert settings.load().update_place == ""


def test_the_sheet_follows_the_language(qtbot: QtBot, desk: Desk, language: Language, share: Path) -> None:
    (share / "update.json").write_bytes(sealed())
    with counter(qtbot, desk, "admin", language, at(share)) as window:
        told(qtbot, window)
        sheet = details(window)
        assert NOTICE.note[Lang.FI] in sheet.text.toPlainText()
        language.switch(Lang.SV)
        assert NOTICE.note[Lang.SV] in sheet.text.toPlainText()
        assert_walkable(sheet)
