"""Signing in, users and their passwords."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, select

from lpo_desk.db import search_index
from lpo_desk.db.erasure_ledger import LedgerDamaged
from lpo_desk.db.errors import WrongPassword
from lpo_desk.db.keys import KdfCost
from lpo_desk.db.opening import (
    Clock,
    Opened,
    create_local,
    discard_local,
    is_url,
    open_database,
    open_server,
    recover_local,
    utc_now,
)
from lpo_desk.db.tables import system
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import (
    DEFAULT_OFFICES,
    RIGHTS,
    Account,
    Actor,
    NewOffice,
    Office,
    Right,
    Role,
    actor_of,
)
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.passwords import check_password
from lpo_desk.domain.text import clean
from lpo_desk.services import _replaying, _suppression
from lpo_desk.terms import Lang

_log = logging.getLogger(__name__)

FOUNDER = Actor(0, "lpo-desk", "LPO Desk", frozenset({Role.ADMINISTRATOR}), None)
"""Who acts before there is an account: the program itself, for the first rows of a new database."""

GIVEN = "given_password"
"""Among an account's preferences: the administrator knows this password, its user should choose another."""


class UnknownAccount(UserError):
    key = "login.no_account"


class AccountExists(UserError):
    key = "account.exists"


class UsernameRefused(UserError):
    key = "account.username_refused"


class ServerPassword(UserError):
    """The passwords of a server's users are the server's."""

    key = "user.server_password"


class NoRoles(UserError):
    """An account without a role could sign in and do nothing."""

    key = "user.no_roles"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """`office`: code of the office, "" for none."""

    username: str
    display_name: str
    roles: frozenset[Role]
    office: str = ""
    lang: Lang = Lang.FI


@dataclass(slots=True)
class SignedIn:
    """An open database and who uses it. The actor changes when another user signs in on top."""

    opened: Opened
    account: Account

    @property
    def actor(self) -> Actor:
        return actor_of(self.account)


def found(
    location: str,
    account: NewAccount,
    password: str,
    *,
    offices: Sequence[NewOffice] = DEFAULT_OFFICES,
    cost: KdfCost | None = None,
    clock: Clock = utc_now,
    practice: bool = False,
) -> SignedIn:
    """A new database, its offices and its first user. `opened.recovery_key` is to be printed now or never.

    Raises PasswordRefused, UsernameRefused, DatabaseExists, FolderRefused, ServerRefused.
    """
    _check_username(account.username)
    if not practice and not is_url(location):
        check_password(password, account.username)
    if is_url(location):
        opened = open_server(location, account.username, password, clock=clock, create=True)
    else:
        opened = create_local(
            Path(location), account.username, password, cost=cost, clock=clock, practice=practice
        )
    try:
        with opened.database.unit(FOUNDER) as unit:
            unit.session.add_all(system.Office(**_columns(office)) for office in offices)
            unit.session.flush()
            _add(unit, account)
        return _sign_in(opened, account.username)
    except BaseException:
        opened.close()
        if opened.path is not None:
            discard_local(opened.path)
        raise


def sign_in(
    location: str, username: str, password: str, *, clock: Clock = utc_now, cost: KdfCost | None = None
) -> SignedIn:
    """Open a database with a user's password. One of an older schema is brought up by whoever may make backups.

    Raises WrongPassword, UnknownAccount and what opening raises.
    """
    opened = open_database(
        location, username, password, clock=clock, cost=cost, may_upgrade=partial(_may_upgrade, username)
    )
    try:
        signed = _sign_in(opened, username)
        _complete_erasures(signed)
        return signed
    except BaseException:
        opened.close()
        raise


def recover(location: str, recovery_key: str, username: str, password: str) -> SignedIn:
    """Give a user a new password with the printed recovery key of a local file.

    Raises PasswordRefused, WrongRecoveryKey, UnknownAccount and what opening raises.
    """
    check_password(password, username)
    opened = recover_local(Path(location), recovery_key)
    try:
        signed = _sign_in(opened, username)  # first: a name without an account is given no password
        _choose_password(signed, password)
        return signed
    except BaseException:
        opened.close()
        raise


def unlock(signed: SignedIn, password: str) -> None:
    """Check the signed-in user's password again, after the screen was locked.

    Raises WrongPassword, and UnknownAccount for a user who was disabled meanwhile.
    """
    _check_secret(signed.opened, signed.account.username, password)
    with signed.opened.database.reading(FOUNDER) as unit:
        if not named(unit, signed.account.username).enabled:
            raise UnknownAccount


def change_user(signed: SignedIn, username: str, password: str) -> SignedIn:
    """Another user takes over the open database; drafts stay with the one who made them."""
    _check_secret(signed.opened, username, password)
    return _sign_in(signed.opened, username)


def change_password(signed: SignedIn, old: str, new: str) -> None:
    """Raises WrongPassword for the old one, PasswordRefused for the new one, ServerPassword."""
    if signed.opened.keys is None:
        raise ServerPassword
    _check_secret(signed.opened, signed.account.username, old)
    check_password(new, signed.account.username)
    _choose_password(signed, new)


def add_user(signed: SignedIn, account: NewAccount, password: str, *, given: bool = False) -> Account:
    """A new user with a first password; `given`: one that the user is to change.

    Raises Forbidden, AccountExists, PasswordRefused, UsernameRefused, NoRoles.
    """
    _check_username(account.username)
    check_password(password, account.username)
    with kept_keys(signed.opened), signed.opened.database.unit(signed.actor) as unit:
        unit.demand(Right.MANAGE_ACCOUNTS)
        if _row(unit, account.username) is not None:
            raise AccountExists
        _add(unit, account, given=given)
        added = named(unit, account.username)
        set_password(signed.opened, account.username, password)
    return added


def kept_keys(opened: Opened) -> AbstractContextManager[None]:
    """Around a unit that changes the key file: where the unit fails, the keys are as they were before it."""
    return opened.keys.undone_on_failure() if opened.keys is not None else nullcontext()


def set_password(opened: Opened, username: str, password: str) -> None:
    """Wrap the file's key anew for a user and save it: the last act of a unit, so that nothing after it can refuse."""
    if opened.keys is None:
        return  # the server keeps its own passwords (networked release)
    opened.keys.set_password(username, password, opened.data_key, opened.cost)
    opened.keys.save()


@requires(Right.SIGNED_IN)
def offices(unit: Unit) -> tuple[Office, ...]:
    rows = unit.session.scalars(select(system.Office).order_by(system.Office.id))
    return tuple(_office(row) for row in rows)


@requires(Right.SIGNED_IN)
def set_language(unit: Unit, lang: Lang) -> None:
    """Remember the language of the user's screens."""
    row = unit.session.get_one(system.Account, unit.actor.account_id)
    row.lang = lang


@requires(Right.SIGNED_IN)
def preferences(unit: Unit) -> dict[str, object]:
    row = unit.session.get_one(system.Account, unit.actor.account_id)
    return dict(row.preferences)


@requires(Right.SIGNED_IN)
def save_preferences(unit: Unit, values: dict[str, object]) -> None:
    """Add to the user's screen settings: column widths, what is ticked. They follow the user to another PC."""
    row = unit.session.get_one(system.Account, unit.actor.account_id)
    row.preferences = {**row.preferences, **values}


def usernames(opened_location: str) -> tuple[str, ...]:
    """Who may sign in to a local file, so that the login can offer names; nothing for a server."""
    from lpo_desk.db.keys import KeyFile
    from lpo_desk.db.opening import keys_path

    if is_url(opened_location) or not keys_path(Path(opened_location)).exists():
        return ()
    return KeyFile.load(keys_path(Path(opened_location))).usernames


def _sign_in(opened: Opened, username: str) -> SignedIn:
    with opened.database.unit(FOUNDER) as unit:
        account = named(unit, username)
        if not account.enabled:
            raise UnknownAccount
        unit.actor = actor_of(account)
        unit.log(AuditKind.LOGIN)
        search_index.keep_up(unit)
        search_index.refresh_expired(unit)
        _suppression.remember_all(unit)
    return SignedIn(opened, account)


def _may_upgrade(username: str, connection: Connection) -> bool:
    """By the accounts of a file whose schema is any of those known: these columns are in all of them."""
    roles = connection.scalars(
        select(system.AccountRole.role)
        .join(system.Account, system.Account.id == system.AccountRole.account_id)
        .where(func.lower(system.Account.username) == username.casefold(), system.Account.enabled)
    )
    return any(Right.BACKUP in RIGHTS[role] for role in roles)


def _complete_erasures(signed: SignedIn) -> None:
    """What was decided and did not reach the file, for a crash or an older copy in its place, is erased now.

    Of a server another machine's erasure may be running: there `upkeep.erase_again` is run after a restore.
    """
    if signed.opened.database.is_server:
        return
    try:
        _replaying.complete(signed.opened.database, signed.actor)
        signed.opened.database.wipe_if_due()
    except LedgerDamaged:
        # The counter goes on; the check of the database tells it, and erasing and restoring are refused.
        _log.error("the ledger of erasures is damaged")


def _check_secret(opened: Opened, username: str, password: str) -> None:
    if opened.keys is None:
        open_server(opened.location, username, password).close()
    elif opened.keys.unlock(username, password) != opened.data_key:
        raise WrongPassword


def _choose_password(signed: SignedIn, password: str) -> None:
    """The user's own choice: nobody else knows it any more."""
    with kept_keys(signed.opened), signed.opened.database.unit(signed.actor) as unit:
        row = unit.session.get_one(system.Account, signed.account.id)
        row.preferences = {name: value for name, value in row.preferences.items() if name != GIVEN}
        unit.log(AuditKind.RIGHTS, table="account", key=row.id, detail="password")
        unit.session.flush()
        set_password(signed.opened, row.username, password)


def _add(unit: Unit, account: NewAccount, *, given: bool = False) -> None:
    office = unit.session.scalar(select(system.Office.id).where(system.Office.code == account.office))
    row = system.Account(
        username=account.username.casefold(),
        display_name=clean(account.display_name, limit=100) or account.username,
        office_id=office,
        lang=account.lang,
        created_at=unit.at,
        preferences={GIVEN: True} if given else {},
    )
    if not account.roles:
        raise NoRoles
    unit.session.add(row)
    unit.session.flush()
    unit.session.add_all(system.AccountRole(account_id=row.id, role=role) for role in account.roles)
    unit.log(AuditKind.RIGHTS, table="account", key=row.id, detail="added")


def _row(unit: Unit, username: str) -> system.Account | None:
    named = func.lower(system.Account.username) == username.casefold()
    return unit.session.scalar(select(system.Account).where(named))


@requires(Right.SIGNED_IN)
def named(unit: Unit, username: str) -> Account:
    """The account of a user name, in any case. Raises UnknownAccount."""
    row = _row(unit, username)
    if row is None:
        raise UnknownAccount
    roles = unit.session.scalars(
        select(system.AccountRole.role).where(system.AccountRole.account_id == row.id)
    )
    office = unit.session.get(system.Office, row.office_id) if row.office_id else None
    return Account(
        row.id,
        row.username,
        row.display_name,
        frozenset(roles),
        _office(office) if office else None,
        row.lang,
        row.enabled,
    )


def _office(row: system.Office) -> Office:
    return Office(
        row.id, row.code, row.name_fi, row.name_sv, row.street, row.postcode, row.town_fi, row.town_sv
    )


def _columns(office: NewOffice) -> dict[str, str]:
    return {name: getattr(office, name) for name in NewOffice.__dataclass_fields__}


def _check_username(username: str) -> None:
    fits = 2 <= len(username) <= 40 and username.replace(".", "").replace("-", "").isalnum()
    if not fits or not username.isascii():
        raise UsernameRefused
