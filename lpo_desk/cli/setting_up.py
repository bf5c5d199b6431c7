"""`init`, `user add`, `practice`."""

import argparse

from lpo_desk.cli.opening import location_of, new_password, office_of, signed_in
from lpo_desk.cli.outcome import Meter, Outcome
from lpo_desk.domain.accounts import DEFAULT_OFFICES, Role
from lpo_desk.services import accounts
from lpo_desk.services.accounts import NewAccount
from lpo_desk.terms import Lang, terms


def init(args: argparse.Namespace, lang: Lang) -> Outcome:
    """An empty database, its offices, and an administrator. The recovery key is told here and never again."""
    location = location_of(args)
    office = office_of(args, DEFAULT_OFFICES)
    account = NewAccount(args.user, args.name, frozenset({Role.ADMINISTRATOR}), office, _own_lang(args, lang))
    signed = accounts.found(location, account, new_password(args.password_file, lang))
    signed.opened.close()
    key = signed.opened.recovery_key
    lines = [terms("cli.init_done", lang=lang, database=location)]
    if key:
        lines += ["", terms("cli.init_recovery", lang=lang), "", f"    {key}", ""]
    return Outcome({"database": location, "recovery_key": key or None}, tuple(lines))


def add_user(args: argparse.Namespace, lang: Lang) -> Outcome:
    with signed_in(args, lang) as signed:
        with signed.opened.database.reading(signed.actor) as unit:
            office = office_of(args, accounts.offices(unit))
        role = Role(args.role)
        account = NewAccount(
            args.name, args.display_name, frozenset({role}), office, _own_lang(args, signed.account.lang)
        )
        accounts.add_user(signed, account, new_password(args.new_password_file, lang))
    line = terms("cli.user_added", lang=lang, role=role)
    return Outcome({"added": True, "role": role.value, "office": office or None}, (line,))


def practice(args: argparse.Namespace, lang: Lang) -> Outcome:
    from lpo_desk import settings
    from lpo_desk.documents.casework import issue_reply
    from lpo_desk.documents.forms import inspection_form
    from lpo_desk.practice import CUSTOMERS, PASSWORD, build

    path = args.database or settings.practice_database()
    customers = args.customers or CUSTOMERS
    with Meter(lang) as meter:
        made = build(
            path,
            customers=customers,
            seed=args.seed,
            print_reply=issue_reply,
            print_form=inspection_form,
            replace=args.replace,
            progress=meter,
        )
    lines = (
        terms("cli.practice_done", lang=lang, database=str(path)),
        terms("cli.practice_counts", lang=lang, customers=made.customers, cases=made.cases),
        terms("cli.practice_users", lang=lang, users=", ".join(made.users), password=PASSWORD),
    )
    record = {
        "database": str(path),
        "customers": made.customers,
        "persons": made.persons,
        "organisations": made.organisations,
        "subscriptions": made.subscriptions,
        "events": made.events,
        "paper_records": made.papers,
        "cases": made.cases,
        "seed": args.seed,
        "users": list(made.users),
        "password": PASSWORD,
    }
    return Outcome(record, lines)


def _own_lang(args: argparse.Namespace, otherwise: Lang) -> Lang:
    """`--lang` is also the language of the new user's screens, which speak Finnish or Swedish."""
    lang = Lang(args.lang) if args.lang else otherwise
    return Lang.FI if lang is Lang.EN else lang
