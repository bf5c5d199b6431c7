"""What may be written on the command line."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from lpo_desk.cli.outcome import Outcome
from lpo_desk.terms import Lang, terms

PROG = "lpo-desk"
ROLES = ("clerk", "office_lead", "billing", "dpo", "manager", "administrator")
"""The values of `domain.accounts.Role`, here so that help need not load it; a test keeps them equal."""
EXPORTS = ("monthly",)
"""The names of `exports.catalogue.EXPORTS`, likewise."""

Command: TypeAlias = Callable[[argparse.Namespace, Lang], Outcome | int]


def make_parser(lang: Lang) -> argparse.ArgumentParser:
    """The whole command line, its help in the language."""
    return _Words(lang).parser()


@dataclass(frozen=True, slots=True)
class _Words:
    lang: Lang

    def parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(prog=PROG, description=self("about"), allow_abbrev=False)
        parser.set_defaults(run=_window)
        self.everywhere(parser, default=None)
        parser.add_argument("--version", action=_Version, help=self("version"))
        parser.add_argument("--database", metavar="PATH|URL", help=self("window_database"))
        parser.add_argument("--practice", action="store_true", help=self("window_practice"))
        parser.add_argument("--link", metavar="LINK", default="", help=self("link"))
        parser.add_argument("--self-test", metavar="DIR", type=Path, help=self("self_test"))
        # How the self-test starts the program once more; of no use to anybody else.
        parser.add_argument("--self-test-window", nargs=3, help=argparse.SUPPRESS)
        commands = parser.add_subparsers(title=self("commands"), metavar="COMMAND")
        self.tour(self.command(commands, "tour", _tour))
        self.init(self.command(commands, "init", _init))
        self.imports(self.command(commands, "import", None))
        self.export(self.command(commands, "export", _export))
        self.practice(self.command(commands, "practice", _practice))
        self.backup(self.command(commands, "backup", _backup))
        self.restore(self.command(commands, "restore", _restore))
        self.opens_database(self.command(commands, "verify", _verify))
        self.opens_database(self.command(commands, "replay", _replay))
        self.users(self.command(commands, "user", None))
        self.configure(self.command(commands, "configure", _configure))
        return parser

    def __call__(self, name: str, **values: object) -> str:
        return terms(f"cli.{name}", lang=self.lang, **values)

    def command(self, commands: Any, name: str, run: Command | None) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse keeps this class private
        """A subcommand. `run` None: it has subcommands of its own."""
        key = name.replace(" ", "_")
        sentence = self(f"{key}_about")
        parser: argparse.ArgumentParser = commands.add_parser(
            name.rpartition(" ")[2], help=sentence, description=sentence, allow_abbrev=False
        )
        if run is not None:
            parser.set_defaults(run=run)
            self.everywhere(parser, default=argparse.SUPPRESS)
        return parser

    def everywhere(self, parser: argparse.ArgumentParser, default: str | None) -> None:
        """Options that may stand before or after the name of the command."""
        languages = [lang.value for lang in Lang]
        parser.add_argument("--lang", choices=languages, default=default, help=self("lang"))
        parser.add_argument("--profile-dir", metavar="DIR", default=default, help=self("profile_dir"))

    def opens_database(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--database", metavar="PATH|URL", help=self("database"))
        parser.add_argument("--user", metavar="NAME", help=self("user"))
        self.answers(parser)
        parser.add_argument("--password-file", metavar="FILE", type=Path, help=self("password_file"))

    def answers(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=self("json"))

    def tour(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--out", metavar="DIR", type=Path, required=True, help=self("tour_out"))

    def init(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--database", metavar="PATH|URL", required=True, help=self("database"))
        parser.add_argument("--user", metavar="NAME", required=True, help=self("init_user"))
        parser.add_argument("--name", default="", help=self("user_name"))
        parser.add_argument("--office", metavar="CODE", default="", help=self("user_office"))
        self.answers(parser)
        parser.add_argument("--password-file", metavar="FILE", type=Path, help=self("password_file"))

    def imports(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(title=self("commands"), metavar="WHAT", required=True)
        customers = self.command(kinds, "import customers", _import_customers)
        customers.add_argument("file", metavar="FILE.xlsx", type=Path, help=self("import_file"))
        customers.add_argument("--report", metavar="REPORT.xlsx", type=Path, help=self("import_report"))
        customers.add_argument("--dry-run", action="store_true", help=self("import_dry_run"))
        self.opens_database(customers)

    def export(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "name", metavar="NAME", choices=EXPORTS, help=self("export_name", names=", ".join(EXPORTS))
        )
        parser.add_argument("--out", metavar="FILE.xlsx", type=Path, required=True, help=self("export_out"))
        parser.add_argument("--month", metavar="YYYY-MM", type=_month, help=self("export_month"))
        parser.add_argument("--office", metavar="CODE", default="", help=self("export_office"))
        self.opens_database(parser)

    def practice(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--customers", metavar="N", type=_count, help=self("practice_customers"))
        parser.add_argument("--seed", metavar="S", type=int, default=1, help=self("practice_seed"))
        parser.add_argument("--database", metavar="PATH", type=Path, help=self("practice_database"))
        parser.add_argument("--replace", action="store_true", help=self("practice_replace"))
        self.answers(parser)

    def backup(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", metavar="FILE", type=Path, required=True, help=self("backup_to"))
        self.opens_database(parser)

    def restore(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help=self("restore_file"))
        self.opens_database(parser)

    def users(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(title=self("commands"), metavar="WHAT", required=True)
        add = self.command(kinds, "user add", _add_user)
        add.add_argument("name", metavar="NAME", help=self("user_add_name"))
        add.add_argument("--role", choices=ROLES, required=True, help=self("user_role"))
        add.add_argument("--office", metavar="CODE", default="", help=self("user_office"))
        add.add_argument("--name", dest="display_name", default="", help=self("user_name"))
        add.add_argument(
            "--new-password-file", metavar="FILE", type=Path, help=self("user_new_password_file")
        )
        self.opens_database(add)

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--office", metavar="CODE", help=self("configure_office_help"))
        parser.add_argument("--database", metavar="PATH|URL", help=self("configure_database"))
        for name in ("configure_scan_folder", "configure_report_folder", "configure_erasure_folder"):
            option = name.removeprefix("configure_").replace("_", "-")
            parser.add_argument(f"--{option}", metavar="DIR", help=self(name))
        parser.add_argument("--update-place", metavar="PATH|URL", help=self("configure_update_place_help"))
        parser.add_argument("--update-key", metavar="KEY", help=self("configure_update_key"))
        self.answers(parser)


class _Version(argparse.Action):
    """`--version`, looked up only when asked for."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from lpo_desk.settings import version

        print(version())
        parser.exit()


def _count(text: str) -> int:
    number = int(text)
    if not 0 < number <= 1_000_000:
        raise argparse.ArgumentTypeError(text)
    return number


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    if not (len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()):
        raise argparse.ArgumentTypeError(text)
    if not 1 <= int(month) <= 12:
        raise argparse.ArgumentTypeError(text)
    return text


# The commands themselves, loaded when they run. Plain imports, so that the packaged program finds them.


def _window(args: argparse.Namespace, lang: Lang) -> Outcome | int:
    from lpo_desk.cli import screens

    if args.self_test_window:
        return screens.self_test_window(args)
    return screens.self_test(args, lang) if args.self_test else screens.window(args)


def _tour(args: argparse.Namespace, lang: Lang) -> int:
    from lpo_desk.cli.screens import tour

    return tour(args)


def _init(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.setting_up import init

    return init(args, lang)


def _add_user(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.setting_up import add_user

    return add_user(args, lang)


def _practice(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.setting_up import practice

    return practice(args, lang)


def _import_customers(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.exchange import import_customers

    return import_customers(args, lang)


def _export(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.exchange import export

    return export(args, lang)


def _backup(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.safety import backup

    return backup(args, lang)


def _restore(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.safety import restore

    return restore(args, lang)


def _replay(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.safety import replay

    return replay(args, lang)


def _verify(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.safety import verify

    return verify(args, lang)


def _configure(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk.cli.configuring import configure

    return configure(args, lang)
