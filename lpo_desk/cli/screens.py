"""The window, the tour that plays a day in it, and the self-test that tries everything once."""

import argparse
from decimal import Decimal
from pathlib import Path

from lpo_desk.cli.outcome import Outcome
from lpo_desk.terms import Lang, terms


def window(args: argparse.Namespace) -> int:
    """Open the program until its user closes it; gives Qt's exit code."""
    from lpo_desk import app

    return app.run(database=args.database or "", practice=args.practice, link=args.link, lang=args.lang or "")


def tour(args: argparse.Namespace) -> int:
    """Play the tour into a folder. Raises the refusal of the step that fails."""
    from lpo_desk import app
    from lpo_desk.ui.tour.play import play

    play(app.make_application(), app.Program, args.out, Lang.SV if args.lang == Lang.SV.value else Lang.FI)
    return 0


def self_test(args: argparse.Namespace, lang: Lang) -> Outcome:
    """Ends with 1 and a sentence when a check failed, after telling of all."""
    from lpo_desk.selftest.record import FILE
    from lpo_desk.selftest.run import run

    result = run(args.self_test)
    lines = tuple(
        terms(
            "cli.self_test_good" if check.ok else "cli.self_test_bad",
            lang=lang,
            check=terms(f"cli.self_test_{check.name}", lang=lang),
            seconds=Decimal(str(check.seconds)),
            error=check.error,
        )
        for check in result.checks
    )
    failed = "" if result.ok else terms("cli.self_test_failed", lang=lang, file=str(args.self_test / FILE))
    return Outcome(result.as_json(), lines, failed)


def self_test_window(args: argparse.Namespace) -> int:
    from lpo_desk.selftest.screen import play

    database, since, told = args.self_test_window
    return play(args.self_test, database, float(since), Path(told))
