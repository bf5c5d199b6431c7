"""`backup`, `restore`, `verify`."""

import argparse

from lpo_desk.cli.opening import location_of, password_of, signed_in, user_of
from lpo_desk.cli.outcome import Outcome
from lpo_desk.domain.upkeep import Kept, VerifyReport
from lpo_desk.formats import format_size
from lpo_desk.services import upkeep
from lpo_desk.terms import Lang, terms


def backup(args: argparse.Namespace, lang: Lang) -> Outcome:
    with signed_in(args, lang) as signed:
        kept = upkeep.backup(signed, args.to)
    return _kept("cli.backup_done", kept, lang)


def restore(args: argparse.Namespace, lang: Lang) -> Outcome:
    location = location_of(args)
    user = user_of(args, str(args.file), lang)
    return _kept("cli.restore_done", upkeep.restore(args.file, location, user, password_of(args, lang)), lang)


def replay(args: argparse.Namespace, lang: Lang) -> Outcome:
    """After a server was restored by its own tools."""
    with signed_in(args, lang) as signed:
        count = upkeep.erase_again(signed)
    return Outcome({"erased": count}, (terms("cli.replay_done", lang=lang, count=count),))


def verify(args: argparse.Namespace, lang: Lang) -> Outcome:
    """Ends with 1 and a sentence when anything is wrong, after telling all that was found."""
    with signed_in(args, lang) as signed, signed.opened.database.reading(signed.actor) as unit:
        report = upkeep.verify(unit)
    faults = ", ".join(terms(f"cli.verify_{name}", lang=lang) for name in report.faults)
    complaint = terms("cli.verify_failed", lang=lang, faults=faults) if faults else ""
    return Outcome(_record(report), _lines(report, lang), complaint)


def _kept(key: str, kept: Kept, lang: Lang) -> Outcome:
    size = format_size(kept.size, lang)
    line = terms(key, lang=lang, file=str(kept.file), at=kept.made_at, rows=kept.rows, size=size)
    record = {
        "file": str(kept.file),
        "made_at": kept.made_at.isoformat(),
        "schema": kept.schema,
        "rows": kept.rows,
        "size": kept.size,
    }
    return Outcome(record, (line,))


def _record(report: VerifyReport) -> dict[str, object]:
    return {
        "ok": report.ok,
        "faults": list(report.faults),
        "pages": report.pages,
        "references": report.references,
        "schema": report.schema,
        "audit": {
            "events": report.events,
            "sealed": report.sealed,
            "broken_seals": report.broken_seals,
            "bad_bodies": report.bad_bodies,
        },
        "unlisted": report.unlisted,
        "ledger": report.ledger,
        "tables": report.tables,
    }


def _lines(report: VerifyReport, lang: Lang) -> tuple[str, ...]:
    checks = {
        "pages": report.pages,
        "references": report.references,
        "schema": report.schema_known,
        "audit": not (report.broken_seals or report.bad_bodies),
        "search": not report.unlisted,
        "ledger": report.ledger,
    }
    words = {True: "cli.verify_good", False: "cli.verify_bad", None: "cli.verify_server"}
    lines = [
        f"{terms(f'cli.verify_{n}', lang=lang)}: {terms(words[ok], lang=lang)}"
        for n, ok in checks.items()
        if n != "ledger" or ok is not None
    ]
    rows = sum(report.tables.values())
    counts = terms("cli.verify_counts", lang=lang, rows=rows, events=report.events, sealed=report.sealed)
    return (*lines, counts)
