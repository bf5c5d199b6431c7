"""The window, and the tour that plays a day in it."""

import argparse


def window(args: argparse.Namespace) -> int:
    """Open the program until its user closes it; gives Qt's exit code."""
    from lpo_desk import app

    return app.run(database=args.database or "", practice=args.practice)


def tour(args: argparse.Namespace) -> int:
    """Play the tour into a folder. Raises the refusal of the step that fails."""
    from lpo_desk import app
    from lpo_desk.terms import Lang
    from lpo_desk.ui.tour.play import play

    play(app.make_application(), app.Program, args.out, Lang.SV if args.lang == Lang.SV.value else Lang.FI)
    return 0
