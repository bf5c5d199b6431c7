"""One way down (architecture.md rule 1): import-linter's contracts, and each library in its place."""

import subprocess
import sys

from tests.rules.sources import ROOT, modules

HOME_OF = {
    "PySide6": {"ui", "app", "selftest"},
    "shiboken6": {"ui", "app"},
    "sqlalchemy": {"db", "services", "app"},
    "alembic": {"db"},
    "sqlcipher3": {"db"},
    "psycopg": {"db"},
    "rapidfuzz": {"services", "ui"},
    "openpyxl": {"exports"},
    "lxml": {"exports"},
    "python_calamine": {"imports"},
    "typst": {"documents"},
    "segno": {"documents"},
    "pypdfium2": {"ui", "documents", "scanning"},
    "PIL": {"scanning"},
    "zxingcpp": {"scanning"},
    "argon2": {"db"},
    "cryptography": {"db", "updates", "selftest"},
    "phonenumbers": {"domain"},
    "email_validator": {"domain"},
    "platformdirs": {"paths"},
}
"""Import name -> layers that may import it. A library not named here is used nowhere."""


def test_layers_import_downwards_only() -> None:
    """In a process of its own: the linter sets up logging anew and silences the program's loggers in this one."""
    check = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_libraries_stay_in_their_layer() -> None:
    astray = []
    for module in modules():
        for line, name in module.imports():
            library = name.partition(".")[0]
            if library == "lpo_desk" or library in sys.stdlib_module_names:
                continue
            if module.layer not in HOME_OF.get(library, set()):
                astray.append(f"{module.place}:{line} imports {library}")
    assert not astray, "\n".join(astray)


def test_the_standard_librarys_sqlite_is_not_used() -> None:
    """Where we run it has the WAL-reset bug (reliability.md 0.4); sqlcipher3 brings its own SQLite."""
    found = [f"{m.place}:{line}" for m in modules() for line, name in m.imports() if name == "sqlite3"]
    assert not found, found
