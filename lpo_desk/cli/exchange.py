"""`import customers`, `export`."""

import argparse
from datetime import date

from lpo_desk.cli.opening import office_of, signed_in
from lpo_desk.cli.outcome import Outcome
from lpo_desk.cli.version import version
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.reports import Month
from lpo_desk.exports.catalogue import EXPORTS
from lpo_desk.services import accounts, reports
from lpo_desk.terms import Lang, terms


class MonthAhead(UserError):
    """A month that has not begun has nothing to tell."""

    key = "cli.month_ahead"


def export(args: argparse.Namespace, lang: Lang) -> Outcome:
    """Write a workbook of the catalogue. The trace in the audit is committed before the file exists."""
    wanted = EXPORTS[args.name]
    with signed_in(args, lang) as signed:
        database, actor = signed.opened.database, signed.actor
        with database.reading(actor) as unit:
            month = _month(args.month, unit.today)
            office = office_of(args, accounts.offices(unit))
            report = reports.monthly(unit, month, version=version(), office=office)
        rows = len(report.book)
        with database.unit(actor) as unit:
            reports.log_export(unit, wanted.name, rows)
        path = wanted.write(report, Lang(args.lang) if args.lang else signed.account.lang, args.out, None)
    record = {"export": wanted.name, "month": str(month), "file": str(path), "rows": rows}
    return Outcome(record, (terms("cli.export_done", lang=lang, file=str(path), rows=rows),))


def _month(asked: str | None, today: date) -> Month:
    """The month asked for, or the last whole one."""
    month = Month.parse(asked) if asked else Month.of(today).plus(-1)
    if month.first > today:
        raise MonthAhead
    return month
