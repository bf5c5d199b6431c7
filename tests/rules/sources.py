"""What the house rules read: the program's modules as text and as syntax trees, and the files git keeps."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lpo_desk"


@dataclass(frozen=True)
class Module:
    path: Path

    @property
    def place(self) -> str:
        """Path from the checkout, for messages."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def layer(self) -> str:
        """`ui`, `db`, ... or the name of a module at the top (`app`, `terms`)."""
        return self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.place)

    def imports(self) -> Iterator[tuple[int, str]]:
        """(line, dotted module) of every import, wherever in the module it stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.lineno, node.module

    def calls(self) -> Iterator[tuple[int, str]]:
        """(line, dotted name as written) of every call: `time.sleep`, `print`, `app.processEvents`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)


@cache
def modules() -> tuple[Module, ...]:
    return tuple(Module(path) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def tracked_texts() -> dict[str, str]:
    """Path from the checkout -> text, of every text file git keeps; where there is no git, of those it would keep."""
    names = tracked_by_git() if shutil.which("git") and (ROOT / ".git").exists() else not_ignored()
    texts = {}
    for name in names:
        path = ROOT / name
        if path.is_file():
            data = path.read_bytes()
            if b"\0" not in data:
                texts[name] = data.decode("utf-8")
    return texts


def tracked_by_git() -> list[str]:
    # The tests' HOME is empty, so git would not see that its user trusts a checkout of another owner.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def not_ignored(folder: Path = ROOT) -> Iterator[str]:
    """The files that .gitignore, which has only plain patterns, leaves over."""
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    for path in sorted(folder.iterdir()):
        if path.name == ".git" or any(path.match(pattern.strip("/")) for pattern in patterns):
            continue
        if path.is_dir():
            yield from not_ignored(path)
        else:
            yield path.relative_to(ROOT).as_posix()
