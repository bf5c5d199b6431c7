"""Every place that writes a file is named here with what it writes: nothing personal is kept where it is not sealed.

Drafts and everything else of customers lie in the database, which is encrypted: nothing is kept that would need Windows'
own encryption of a user's data (DPAPI). The self-test looks for a customer in what is really left (selftest/outside.py).
"""

import ast
import re
from collections.abc import Iterator

from tests.rules.sources import Module, modules

WRITES = {
    "app.py": "fault.log: stacks of crashes below Python, which hold no values",
    "cli/__init__.py": "nothing: the null device in the place of streams that a windowed program lacks",
    "db/backup.py": "an encrypted copy of the database and its manifest of counts and sums",
    "db/erasure_ledger.py": "keyed hashes of erased records",
    "db/files.py": "whole files for the others of db, and the lock of a database",
    "db/keys.py": "the file of keys, each wrapped by a password",
    "exports/portability.py": "the file of a portable copy where the user says",
    "exports/target.py": "the file that the user asked for, in its own folder while it is written",
    "exports/workbook.py": "workbooks where the user says",
    "practice/building.py": "the practice database of made-up people",
    "scanning/trial.py": "an empty file that tries whether the scan folder can be written",
    "settings.py": "settings of computer and user: database, folders, language, who signed in last",
    "ui/crash.py": "the report of an error where the user says: no values",
    "ui/instance.py": "the lock of the running program, and the number of a case for the moment of waking it",
    "ui/log.py": "the log: ids and event codes",
    "ui/paper_dialog.py": "a paper (PDF) where the user says",
    "ui/recovery_key.py": "the recovery key where the user says, once",
    "ui/theme.py": "drawings of the look in a temporary folder",
}
"""Module -> what it writes. The database itself is the driver's (db/local.py), encrypted; scans are moved within their
folder. The tour and the self-test write what they are asked for, of made-up people."""
_OF_MADE_UP_PEOPLE = ("ui/tour/", "selftest/")
_CALLS = re.compile(
    r"(.*\.)?(write_text|write_bytes|touch|mkstemp|mkdtemp|NamedTemporaryFile|TemporaryDirectory|TemporaryFile"
    r"|QTemporaryDir|QTemporaryFile|QSaveFile|RotatingFileHandler|FileHandler|copyfile|copyfileobj|copytree|copy2"
    r"|write_whole|new_file|QSettings|QStandardPaths)"
    r"|os\.(replace|rename|open|write|mkfifo)|shutil\..*"
)
_MODE = re.compile(r"[rwxab+t]*[wxa+][bt+]*")


def writing(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if _CALLS.fullmatch(name):
            yield f"{module.place}:{node.lineno} {name}"
        elif name.split(".")[-1] == "open":
            words = [*node.args, *(word.value for word in node.keywords if word.arg == "mode")]
            modes = [word.value for word in words if isinstance(word, ast.Constant)]
            if any(isinstance(mode, str) and _MODE.fullmatch(mode) for mode in modes):
                yield f"{module.place}:{node.lineno} {name}"


def test_whoever_writes_a_file_says_what() -> None:
    found = {}
    for module in modules():
        inside = module.place.removeprefix("lpo_desk/")
        places = list(writing(module))
        if places and not inside.startswith(_OF_MADE_UP_PEOPLE):
            found[inside] = places
    unsaid = {name: places for name, places in found.items() if name not in WRITES}
    assert not unsaid, unsaid
    assert not set(WRITES) - set(found), "named here, and writes nothing"
