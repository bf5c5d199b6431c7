"""The program's log: JSON lines of event codes and ids. Personal data have no place in it (ux.md 8.4).

Errors are written as their kind and where they happened, never with their message: the message of a ValueError
may hold what somebody typed. What else is written goes through the redactor.
"""

import json
import logging
import platform
import re
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from lpo_desk.settings import version

LOGGER = "lpo_desk"
FILE = "lpo-desk.jsonl"
_BYTES, _FILES = 2_000_000, 10

logging.getLogger(LOGGER).addHandler(logging.NullHandler())  # never to the screen by default

_PATTERNS = (
    ("hetu", re.compile(r"(?<!\d)\d{6} ?[-+A-FU-Y] ?\d{3}[0-9A-Y](?![0-9A-Z])", re.IGNORECASE)),
    ("email", re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{2,4}){3,8}\b")),
    ("phone", re.compile(r"(?<![\w.])(?:\+|0)\d(?:[ ()/-]{0,2}\d){4,13}(?!\w)")),
)


def redact(text: str) -> str:
    """The text with identity codes, e-mail addresses, account and phone numbers replaced by their kind."""
    for kind, pattern in _PATTERNS:
        text = pattern.sub(f"<{kind}>", text)
    return text


def trace_of(trace: TracebackType | None) -> list[str]:
    """File, line and function of each frame, the innermost last; no values, no folders of the user's."""
    return [
        f"{'/'.join(Path(frame.filename).parts[1:][-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


def report_of(error: BaseException) -> str:
    """What may be copied or saved for whoever mends the program."""
    lines = [
        f"LPO Desk {version()}",
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}",
        "",
        type(error).__name__,
        *(f"  {line}" for line in trace_of(error.__traceback__)),
    ]
    return redact("\n".join(lines))


class JsonLines(logging.Formatter):
    """One JSON object for each record: when, how grave, what, and for errors their kind and place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": redact(record.getMessage()),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = trace_of(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def start_log(folder: Path) -> logging.Handler:
    """Write the program's own records, and no library's, to the folder. Close the handler at the end."""
    handler = RotatingFileHandler(
        folder / FILE, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True
    )
    handler.setFormatter(JsonLines())
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return handler


def stop_log(handler: logging.Handler) -> None:
    logging.getLogger(LOGGER).removeHandler(handler)
    handler.close()
