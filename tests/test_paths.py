import sys
from pathlib import Path

import pytest

from lpo_desk import paths


def test_resources_lie_beside_the_package() -> None:
    assert (paths.resources() / "terms" / "fi.toml").is_file()


def test_resources_of_a_frozen_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources.__wrapped__() == tmp_path / "resources"


def test_a_profile_takes_all_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.PROFILE_VARIABLE, "")  # so that use_profile is undone at the end
    paths.use_profile(tmp_path / "kokeilu")
    folders = [paths.data_folder(), paths.config_folder(), paths.log_folder()]
    assert len(set(folders)) == 3
    assert all(folder.is_dir() and folder.is_relative_to(tmp_path / "kokeilu") for folder in folders)


def test_without_a_profile_the_system_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.PROFILE_VARIABLE, raising=False)
    assert paths.profile() is None
    assert paths.data_folder().is_dir()
    assert paths.APP in str(paths.data_folder())
