"""The administrator's work with users: their names, offices and roles, new passwords, disabling and enabling.

Two things on the disk say who gets in: the account's row, and on one computer the key file with the database's key
wrapped for each user. A unit changes the row first, saves the key file last and then commits. A unit that fails puts
the key file back. A program that dies between the two leaves the key file one step ahead, which gives nobody more than
was meant: a disabled user has no key (and is listed as one without a password), an enabled one has a key whose account
the program still refuses. The next change of a user here removes every key without an enabled account.
"""

from sqlalchemy import func, select

from lpo_desk.db.opening import Opened
from lpo_desk.db.tables import system
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Account, Right, Role, User, UserDetails, UserState
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.passwords import check_password
from lpo_desk.domain.text import clean, sort_key
from lpo_desk.services import accounts
from lpo_desk.services.accounts import GIVEN, NoRoles, ServerPassword, SignedIn, UnknownAccount, kept_keys


class OwnAccount(UserError):
    """Somebody would shut himself out."""

    key = "user.own_account"


class LastAdministrator(UserError):
    """Nobody would be left to manage users."""

    key = "user.last_administrator"


class Disabled(UserError):
    """A disabled user gets a password by being enabled."""

    key = "user.disabled"


def everyone(signed: SignedIn) -> tuple[User, ...]:
    """All accounts by name, the disabled ones last. Raises Forbidden."""
    with signed.opened.database.reading(signed.actor) as unit:
        unit.demand(Right.MANAGE_ACCOUNTS)
        rows = unit.session.scalars(select(system.Account)).all()
        found = [_user(unit, signed.opened, row) for row in rows]
    return tuple(sorted(found, key=lambda user: (not user.account.enabled, _name(user))))


def revise(signed: SignedIn, account_id: int, details: UserDetails) -> Account:
    """Change a user's name, office, language and roles; they count from the user's next sign-in.

    Raises Forbidden, UnknownAccount, NoRoles, OwnAccount for one's own administrator's role, LastAdministrator,
    TextRefused.
    """
    with signed.opened.database.unit(signed.actor) as unit:
        row = _managed(unit, account_id)
        if not details.roles:
            raise NoRoles
        if Role.ADMINISTRATOR not in details.roles:
            _spare(unit, row)
        office = unit.session.scalar(select(system.Office.id).where(system.Office.code == details.office))
        new = {
            "display_name": clean(details.display_name, limit=100) or row.username,
            "office_id": office,
            "lang": details.lang,
        }
        changed = [name for name, value in new.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, new[name])
        if _set_roles(unit, row.id, details.roles):
            changed.append("roles")
        if changed:
            unit.log(AuditKind.RIGHTS, table="account", key=row.id, fields=tuple(changed), detail="changed")
        unit.session.flush()
        return accounts.named(unit, row.username)


def give_password(signed: SignedIn, account_id: int, password: str) -> None:
    """A new password for a user who forgot the old one, which ends; the user is asked to change it.

    Raises Forbidden, UnknownAccount, Disabled, OwnAccount (one's own is changed with the old one), ServerPassword,
    PasswordRefused.
    """
    with kept_keys(signed.opened), signed.opened.database.unit(signed.actor) as unit:
        row = _managed(unit, account_id)
        if row.id == unit.actor.account_id:
            raise OwnAccount("user.own_password")
        if not row.enabled:
            raise Disabled
        if signed.opened.keys is None:
            raise ServerPassword
        _give(unit, row, password, "password_given")
        _fit_keys(unit, signed.opened, row.username, password)


def disable(signed: SignedIn, account_id: int) -> None:
    """Take a user's way in: no sign-in, no unlocking, no key in the file. What was done in the name stays.

    Raises Forbidden, UnknownAccount, OwnAccount, LastAdministrator.
    """
    with kept_keys(signed.opened), signed.opened.database.unit(signed.actor) as unit:
        row = _managed(unit, account_id)
        _spare(unit, row)
        row.enabled = False
        unit.log(AuditKind.RIGHTS, table="account", key=row.id, detail="disabled")
        unit.session.flush()
        _fit_keys(unit, signed.opened)


def enable(signed: SignedIn, account_id: int, password: str) -> None:
    """Let a disabled user in again, with the roles of before and a new password. A server keeps its own passwords.

    Raises Forbidden, UnknownAccount, PasswordRefused.
    """
    with kept_keys(signed.opened), signed.opened.database.unit(signed.actor) as unit:
        row = _managed(unit, account_id)
        row.enabled = True
        _give(unit, row, password, "enabled")
        _fit_keys(unit, signed.opened, row.username, password)


def _managed(unit: Unit, account_id: int) -> system.Account:
    unit.demand(Right.MANAGE_ACCOUNTS)
    row = unit.session.get(system.Account, account_id)
    if row is None:
        raise UnknownAccount
    return row


def _spare(unit: Unit, row: system.Account) -> None:
    """Refuse what would leave the actor, or everybody, without the administrator's role."""
    if row.id == unit.actor.account_id:
        raise OwnAccount
    role = system.AccountRole
    # Locked on a server, so that two administrators cannot each remove the other at the same time.
    others = unit.session.scalars(
        select(system.Account.id)
        .join(role, role.account_id == system.Account.id)
        .where(role.role == Role.ADMINISTRATOR, system.Account.enabled)
        .order_by(system.Account.id)
        .with_for_update()
    ).all()
    if not set(others) - {row.id}:
        raise LastAdministrator


def _set_roles(unit: Unit, account_id: int, roles: frozenset[Role]) -> bool:
    """Whether anything changed."""
    rows = unit.session.scalars(
        select(system.AccountRole).where(system.AccountRole.account_id == account_id)
    ).all()
    for row in rows:
        if row.role not in roles:
            unit.session.delete(row)
    added = roles - {row.role for row in rows}
    unit.session.add_all(system.AccountRole(account_id=account_id, role=role) for role in added)
    return bool(added) or any(row.role not in roles for row in rows)


def _give(unit: Unit, row: system.Account, password: str, detail: str) -> None:
    check_password(password, row.username)
    row.preferences = {**row.preferences, GIVEN: True}
    unit.log(AuditKind.RIGHTS, table="account", key=row.id, detail=detail)
    unit.session.flush()


def _fit_keys(unit: Unit, opened: Opened, username: str = "", password: str = "") -> None:
    """The last act of a unit: the key file has a key for enabled accounts only, a new one for who got a password."""
    if opened.keys is None:
        return
    enabled = set(
        unit.session.scalars(select(func.lower(system.Account.username)).where(system.Account.enabled))
    )
    for name in opened.keys.usernames:
        if name not in enabled:
            opened.keys.remove(name)
    if username:
        opened.keys.set_password(username, password, opened.data_key, opened.cost)
    opened.keys.save()


def _user(unit: Unit, opened: Opened, row: system.Account) -> User:
    keyed = opened.keys is None or row.username.casefold() in opened.keys.usernames
    usable = UserState.ACTIVE if keyed else UserState.KEYLESS
    state = usable if row.enabled else UserState.DISABLED
    return User(accounts.named(unit, row.username), state, given=bool(row.preferences.get(GIVEN)))


def _name(user: User) -> tuple[object, ...]:
    return sort_key(user.account.display_name), user.account.username
