"""The command line: no argument opens the window, a subcommand does one thing and ends.

Exit codes: 0 done, 1 refused with a sentence on stderr, 2 wrong usage, 130 interrupted, 141 nobody reads the answer.
Nothing printed here is personal data. Each command imports what it needs when it runs, so that `--help` is quick.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from lpo_desk import paths
from lpo_desk.cli.language import spoken
from lpo_desk.cli.parser import make_parser
from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang, terms

DONE, REFUSED, USAGE, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; gives its exit code and raises nothing."""
    _speak_utf8()
    paths.keep_private()
    words = list(sys.argv[1:] if argv is None else argv)
    lang = spoken(words)
    if "--link" in words and len(words) != 2:
        return USAGE  # Windows puts a link into a line of words: one that brings words of its own is refused whole
    try:
        code = _run(words, lang)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`lpo-desk verify | head -1`). Python would complain at exit about what it could not write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _run(words: list[str], lang: Lang) -> int:
    try:
        args = make_parser(lang).parse_args(words)
    except SystemExit as end:  # argparse has said why
        return end.code if isinstance(end.code, int) else USAGE
    if args.profile_dir is not None:
        paths.use_profile(Path(args.profile_dir))
    try:
        outcome = args.run(args, lang)
    except UserError as refusal:
        print(refusal.sentence(lang), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        raise
    except Exception as bug:
        print(terms("cli.bug", lang=lang, trace=_trace(bug)), file=sys.stderr)
        return REFUSED
    if isinstance(outcome, int):
        return outcome
    print(outcome.shown(as_json=getattr(args, "json", False)), end="")
    if outcome.complaint:
        print(outcome.complaint, file=sys.stderr)
    return REFUSED if outcome.complaint else DONE


def _trace(bug: Exception) -> str:
    """Kind and place of a bug. Never its message: that may hold a value of the register."""
    frames = traceback.extract_tb(bug.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:]]
    return f"{type(bug).__name__}, {' > '.join(places)}"


def _speak_utf8() -> None:
    """Names of files and Finnish words reach a pipe as UTF-8 on every system.

    The windowed program of Windows has no streams at all: what is said then goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the whole process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
