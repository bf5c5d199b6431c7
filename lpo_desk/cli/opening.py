"""Opening a database for a command: which one, who, and with which password."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from urllib.parse import urlsplit

from lpo_desk import settings
from lpo_desk.domain.accounts import NewOffice, Office, demand_office
from lpo_desk.domain.errors import UserError
from lpo_desk.services import accounts
from lpo_desk.services.accounts import SignedIn
from lpo_desk.terms import Lang, terms


class NoDatabase(UserError):
    key = "cli.no_database"


class NoUser(UserError):
    key = "cli.no_user"


class NoPassword(UserError):
    key = "cli.no_password"


class PasswordFileUnreadable(UserError):
    key = "cli.password_file_unreadable"


class PasswordsDiffer(UserError):
    key = "cli.passwords_differ"


class PasswordInAddress(UserError):
    """Every user of the computer could read it from the list of processes."""

    key = "cli.password_in_address"


@contextmanager
def signed_in(args: argparse.Namespace, lang: Lang) -> Iterator[SignedIn]:
    """The database of `--database`, opened by `--user`, closed at the end of the block."""
    location = location_of(args)
    user = user_of(args, location, lang)
    signed = accounts.sign_in(location, user, password_of(args, lang))
    try:
        yield signed
    finally:
        signed.opened.close()


def location_of(args: argparse.Namespace) -> str:
    """`--database`, or the database that this user's window opens."""
    location: str = args.database or settings.load().database
    if not location:
        raise NoDatabase
    demand_no_password(location)
    return location


def demand_no_password(location: str) -> None:
    """Raises PasswordInAddress."""
    if "://" in location and urlsplit(location).password:
        raise PasswordInAddress


def user_of(args: argparse.Namespace, location: str, lang: Lang) -> str:
    """`--user`, or the only user of a local file, or whoever is typed on a terminal."""
    if args.user:
        return str(args.user)
    known = accounts.usernames(location)
    if len(known) == 1:
        return known[0]
    if not sys.stdin.isatty():
        raise NoUser
    return input(terms("cli.ask_user", lang=lang) + " ").strip()


def office_of(args: argparse.Namespace, known: Iterable[Office | NewOffice]) -> str:
    """`--office` as the offices spell their codes; "" where it is not given."""
    wanted: str = args.office.upper()
    if wanted:
        demand_office(wanted, known)
    return wanted


def password_of(args: argparse.Namespace, lang: Lang) -> str:
    return read_password(args.password_file, "cli.ask_password", lang)


def new_password(file: Path | None, lang: Lang) -> str:
    """A password to be: from a file, or asked twice."""
    password = read_password(file, "cli.ask_new_password", lang)
    if file is None and read_password(None, "cli.ask_again", lang) != password:
        raise PasswordsDiffer
    return password


def read_password(file: Path | None, question: str, lang: Lang) -> str:
    """The first line of the file, or what is typed unseen on a terminal. Never an argument, never a variable."""
    if file is None:
        if not sys.stdin.isatty():
            raise NoPassword
        return getpass(terms(question, lang=lang) + " ")
    try:
        with file.open(encoding="utf-8-sig") as lines:
            password = lines.readline().rstrip("\r\n")
    except (OSError, ValueError):
        raise PasswordFileUnreadable(file=file.name) from None
    if not password:
        raise PasswordFileUnreadable(file=file.name)
    return password
