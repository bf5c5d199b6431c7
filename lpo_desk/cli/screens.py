"""The window, and the tour that plays a day in it."""

import argparse


def window(args: argparse.Namespace) -> int:
    """Open the program until its user closes it; gives Qt's exit code."""
    from lpo_desk import app

    return app.run(database=args.database or "", practice=args.practice)


def tour(args: argparse.Namespace) -> int:
    from lpo_desk.terms import Lang
    from lpo_desk.ui import tour

    return tour.play(args.out, Lang.SV if args.lang == Lang.SV.value else Lang.FI)
