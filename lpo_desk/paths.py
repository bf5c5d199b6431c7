"""Where the program's own files and the user's folders are.

Everything the program ships lies in one folder, `resources`: beside the package in a checkout, inside the
bundle when frozen by PyInstaller. The user's folders follow the system's habits, unless a profile folder
is named by `--profile-dir` or LPO_DESK_HOME: then all of them lie in it (tests, a portable practice
copy).
"""

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

APP = "LPO Desk"
VENDOR = "LPOnet"
PROFILE_VARIABLE = "LPO_DESK_HOME"


@cache
def resources() -> Path:
    """The folder of terms, fonts, icons, document templates and help that ships with the program."""
    bundle: str | None = getattr(sys, "_MEIPASS", None)  # set by PyInstaller only
    base = Path(bundle) if bundle else Path(__file__).parents[1]
    return base / "resources"


def profile() -> Path | None:
    """The one folder that replaces all user folders, or None for the system's own places."""
    named = os.environ.get(PROFILE_VARIABLE, "").strip()
    return Path(named).expanduser().absolute() if named else None


def use_profile(folder: Path) -> None:
    """Take the folder of `--profile-dir`, for this process and those it starts."""
    os.environ[PROFILE_VARIABLE] = str(folder.expanduser().absolute())


def keep_private() -> None:
    """What this process writes is for its user alone: databases, their keys, logs, letters, workbooks.

    Of the process, so that nothing is forgotten, not what SQLite writes beside the database either. Windows has its
    own way: the folders of a user are the user's.
    """
    os.umask(0o077)


def data_folder() -> Path:
    """Databases of this user (never the server's)."""
    return _made("data", platformdirs.user_data_path(APP, VENDOR))


def config_folder() -> Path:
    """Settings of this machine's user."""
    return _made("config", platformdirs.user_config_path(APP, VENDOR))


def machine_folder() -> Path:
    """What administrators decide for everybody on this computer; it need not exist, and users only read it.

    On Windows %PROGRAMDATA%\\LPOnet\\LPO Desk.
    """
    base = profile()
    return base / "machine" if base else platformdirs.site_config_path(APP, VENDOR)


def log_folder() -> Path:
    """Program logs: ids and event codes, no personal data."""
    return _made("logs", platformdirs.user_log_path(APP, VENDOR))


def program_folders() -> tuple[Path, ...]:
    """Where programs lie, which is no place for data: an upgrade clears it, and a user may not write there."""
    named = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")]
    own = [str(Path(sys.executable).parent)] if getattr(sys, "frozen", False) else []
    return tuple({Path(name) for name in (*named, *own) if name})


def _made(name: str, system_place: Path) -> Path:
    base = profile()
    folder = base / name if base else system_place
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
