"""`import customers`, `export`."""

import argparse
from datetime import date
from pathlib import Path

from lpo_desk.cli.opening import office_of, signed_in
from lpo_desk.cli.outcome import Meter, Outcome
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.reports import Month
from lpo_desk.exports.catalogue import EXPORTS, IMPORT_REPORT
from lpo_desk.exports.target import TargetMissing
from lpo_desk.imports.run import ImportSummary, run
from lpo_desk.services import accounts, reports
from lpo_desk.services.accounts import SignedIn
from lpo_desk.settings import version
from lpo_desk.terms import Lang, terms


class MonthAhead(UserError):
    """A month that has not begun has nothing to tell."""

    key = "cli.month_ahead"


def import_customers(args: argparse.Namespace, lang: Lang) -> Outcome:
    """All of the old register's workbook or nothing; its report names people and stays in the file of `--report`."""
    wanted: Path | None = args.report
    if wanted is not None and not wanted.parent.is_dir():
        raise TargetMissing(folder=str(wanted.parent))
    with signed_in(args, lang) as signed:
        with Meter(lang) as meter:
            database, actor = signed.opened.database, signed.actor
            summary = run(database, actor, args.file, version=version(), dry_run=args.dry_run, progress=meter)
        lines, complaint = _told(summary, lang), ""
        if wanted is not None:
            try:
                place = IMPORT_REPORT.write(summary.report, _paper_lang(args, signed), wanted, None)
                lines.append(terms("cli.import_report_done", lang=lang, file=str(place)))
            except UserError as refusal:  # the import itself is done, and must be told as done
                complaint = refusal.sentence(lang)
    return Outcome(summary.as_json(), tuple(lines), complaint)


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
        path = wanted.write(report, _paper_lang(args, signed), args.out, None)
    record = {"export": wanted.name, "month": str(month), "file": str(path), "rows": rows}
    return Outcome(record, (terms("cli.export_done", lang=lang, file=str(path), rows=rows),))


def _month(asked: str | None, today: date) -> Month:
    """The month asked for, or the last whole one."""
    month = Month.parse(asked) if asked else Month.of(today).plus(-1)
    if month.first > today:
        raise MonthAhead
    return month


def _paper_lang(args: argparse.Namespace, signed: SignedIn) -> Lang:
    """What is written is in the language asked for, else in the user's own, whatever the system speaks."""
    return Lang(args.lang) if args.lang else signed.account.lang


def _told(summary: ImportSummary, lang: Lang) -> list[str]:
    key = "cli.import_tried" if summary.report.dry_run else "cli.import_done"
    lines = [terms(key, lang=lang)]
    for total in summary.report.totals:
        counts = {
            name: getattr(total, name) for name in ("rows", "imported", "unchanged", "refused", "blank")
        }
        lines.append(terms("cli.import_sheet", lang=lang, sheet=total.sheet.title, **counts))
    return lines
