"""Settings of the machine and of its user: which wins, what is kept, and what `configure` refuses."""

from dataclasses import replace
from pathlib import Path

import pytest

from lpo_desk import paths, settings
from lpo_desk.db.errors import FolderRefused
from lpo_desk.db.files import refuse_shared_folder
from lpo_desk.settings import Settings
from tests.command_line import Shell
from tests.updates.notices import PUBLIC_TEXT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(paths.PROFILE_VARIABLE, str(tmp_path))
    return tmp_path


def test_what_the_user_saved_stands_over_what_the_machine_says(home: Path) -> None:
    settings.save_machine(Settings(office="L", scan_folder="/srv/skannit", idle_minutes=5))
    assert settings.load() == Settings(office="L", scan_folder="/srv/skannit", idle_minutes=5)
    settings.save(replace(settings.load(), scan_folder="/srv/maija/skannit"))
    assert settings.load() == Settings(office="L", scan_folder="/srv/maija/skannit", idle_minutes=5)


def test_what_the_user_left_alone_follows_the_machine(home: Path) -> None:
    settings.save_machine(Settings(database="/srv/a.lpodb"))
    settings.save(replace(settings.load(), last_user="maija"))
    settings.save_machine(Settings(database="/srv/b.lpodb"))
    assert settings.load() == Settings(database="/srv/b.lpodb", last_user="maija")


def test_a_user_may_want_the_usual_where_the_machine_says_otherwise(home: Path) -> None:
    settings.save_machine(Settings(idle_minutes=3))
    settings.save(replace(settings.load(), idle_minutes=settings.IDLE_MINUTES))
    assert settings.load().idle_minutes == settings.IDLE_MINUTES


def test_a_new_database_is_proposed_where_the_machine_says(home: Path) -> None:
    assert settings.default_database().parent == paths.data_folder()
    settings.save_machine(Settings(database=str(home / "rekisteri.lpodb")))
    assert settings.default_database() == home / "rekisteri.lpodb"
    settings.save_machine(Settings(database="postgresql://palvelin/lpo"))
    assert settings.default_database().parent == paths.data_folder()


def test_a_broken_machine_file_stops_nobody(home: Path) -> None:
    settings.machine_file().parent.mkdir()
    settings.machine_file().write_bytes(b"\xff\xfe office = ")
    assert settings.load() == Settings()


def test_data_have_no_place_among_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those folders are cleared by an upgrade, and users cannot write there."""
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Program Files"))
    with pytest.raises(FolderRefused) as refused:
        refuse_shared_folder(tmp_path / "Program Files" / "LPO Desk" / "data" / "desk.lpodb")
    assert refused.value.key == "database.folder_program"
    refuse_shared_folder(tmp_path / "Program Files of mine" / "desk.lpodb")


def test_configure_writes_tells_and_takes_away(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    folder = tmp_path / "skannit åäö"
    written = shell("configure", "--office", "l", "--scan-folder", folder, "--json")
    assert written.code == 0
    assert written.record["office"] == "L"
    told = shell("configure", "--json").record
    assert (told["office"], told["scan_folder"]) == ("L", str(folder))
    assert "office" not in shell("configure", "--office", "", "--json").record
    assert shell("configure", "--json").record["scan_folder"] == str(folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--office", "L1"], "yksi tai kaksi kirjainta"),
        (["--office", "LPO"], "yksi tai kaksi kirjainta"),
        (["--scan-folder", "skannit"], "scan-folder ei ole kokonainen polku"),
        (["--database", "rekisteri.lpodb"], "database ei ole kokonainen polku"),
        (["--database", "postgresql://maija:salasana@palvelin/lpo"], "salasana"),
    ],
)
def test_configure_refuses_what_cannot_be(tmp_path: Path, words: list[str], said: str) -> None:
    shell = Shell(tmp_path)
    shell("configure", *words).refused(said)
    assert not (tmp_path / "home" / "machine").exists()


def test_configure_tells_who_may_not(tmp_path: Path) -> None:
    """A file stands where the folder should be: the same as a folder that may not be written."""
    shell = Shell(tmp_path)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "machine").touch()
    shell("configure", "--office", "L").refused("järjestelmänvalvojana")


def test_where_newer_versions_are_looked_for(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    told = shell(
        "configure", "--update-place", "https://palvelin/desk", "--update-key", PUBLIC_TEXT, "--json"
    )
    assert told.record["update_place"] == "https://palvelin/desk"
    assert shell("configure", "--json").record["update_key"] == PUBLIC_TEXT
    shell("configure", "--update-place", "ftp://palvelin/desk").refused("Päivityspaikka")
    shell("configure", "--update-place", "https://maija:salasana@palvelin/desk").refused("Päivityspaikka")
    shell("configure", "--update-key", PUBLIC_TEXT[:-4]).refused("32 tavun julkinen avain")
    assert "update_place" not in shell("configure", "--update-place", "", "--json").record
