"""`configure`: what administrators decide for everybody on a computer. The installer's switches come here too."""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from lpo_desk import settings
from lpo_desk.cli.opening import demand_no_password
from lpo_desk.cli.outcome import Outcome
from lpo_desk.domain.errors import UserError
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang, terms
from lpo_desk.updates.notice import public_key
from lpo_desk.updates.reading import is_usable

FOLDERS = ("scan_folder", "report_folder", "erasure_folder")
KEPT = ("office", "database", *FOLDERS, "update_place", "update_key")
_MOST_LETTERS = 2


class ConfigureRefused(UserError):
    """One of the settings cannot be; the key says which and why."""


def configure(args: argparse.Namespace, lang: Lang) -> Outcome:
    """Write the machine's settings that are given, "" takes one away; without any, tell those in force."""
    given = {name: getattr(args, name).strip() for name in KEPT if getattr(args, name) is not None}
    made = replace(settings.machine(), **given)
    made = replace(made, office=made.office.upper())
    _check(made)
    place = settings.machine_file()
    if given:
        try:
            place = settings.save_machine(made)
        except OSError:
            raise ConfigureRefused("cli.configure_no_right", file=str(place)) from None
    told = {name: value for name, value in asdict(made).items() if name in KEPT and value}
    lines = [terms("cli.configure_file", lang=lang, file=str(place))]
    lines += [f"{name}: {value}" for name, value in told.items()]
    return Outcome({"file": str(place), **told}, tuple(lines))


def _check(made: Settings) -> None:
    code = made.office
    if code and not (code.isascii() and code.isalpha() and len(code) <= _MOST_LETTERS):
        raise ConfigureRefused("cli.configure_office")
    demand_no_password(made.database)
    if "://" not in made.database:
        _demand_whole("database", made.database)
    for name in FOLDERS:
        _demand_whole(name, getattr(made, name))
    if made.update_place and not is_usable(made.update_place):
        raise ConfigureRefused("cli.configure_update_place")
    if made.update_key:
        public_key(made.update_key)


def _demand_whole(name: str, value: str) -> None:
    """A path that means the same from wherever the program is started."""
    if value and not Path(value).is_absolute():
        raise ConfigureRefused("cli.configure_path", setting=name.replace("_", "-"))
