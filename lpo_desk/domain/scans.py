"""Scanned papers on their way to their case or paper."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled, Term
from lpo_desk.domain.qr import parse_qr_text

MOST_OCTETS = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Of one page, however small its file is: a picture of 20 kB may unpack to gigabytes."""
MOST_PAGES = 200


class ScanMedia(Labelled):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"


class ScanState(Labelled):
    """FAILED: could not be read whole, and waits until somebody has mended or discarded it."""

    INBOX = "inbox"
    FILED = "filed"
    FAILED = "failed"
    DISCARDED = "discarded"


class ScanFailure(Labelled):
    """Why a file could not be read whole. The term says what happened and what to do. STOPPED: the program has ended
    twice while it read the file."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_SLOW = "too_slow"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    NOT_A_SCAN = "not_a_scan"
    STOPPED = "stopped"


class DiscardReason(Labelled):
    """Why a scan goes nowhere."""

    BLANK = "blank"
    SCANNED_AGAIN = "scanned_again"
    HELD_ALREADY = "held_already"
    NOT_OURS = "not_ours"


class TrialState(Labelled):
    """What trying a scan folder came to. NOBODYS: no office's files would be looked for in it."""

    WORKS = "works"
    NO_PATH = "no_path"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOBODYS = "nobodys"
    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class TrialFile:
    """A file that lies in the folder. office: a code. media: by its first bytes, None of what is no scan."""

    office: str
    name: str
    media: ScanMedia | None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class FolderTrial:
    state: TrialState
    files: tuple[TrialFile, ...] = ()

    @property
    def taken(self) -> tuple[TrialFile, ...]:
        """What would be taken in as a scan."""
        return tuple(file for file in self.files if file.media is not None and file.readable)


class ScanRefused(UserError):
    """The scan is not there any more, or somebody else has filed it meanwhile."""

    key = "scan.gone"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen in a file. numbers: of our own codes on all its pages, each once, in their order."""

    media: ScanMedia | None = None
    pages: int | None = None
    numbers: tuple[str, ...] = ()
    failure: ScanFailure | None = None


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A file as it came. content: None of one too large to be kept. digest: SHA-256 of the whole."""

    content: bytes | None
    size: int
    digest: bytes

    @classmethod
    def of(cls, content: bytes) -> "ScanFile":
        return cls(content, len(content), hashlib.sha256(content).digest())


@dataclass(frozen=True, slots=True)
class ScanRow:
    """code: the number that was read on it. home: the number of the case or paper it was filed with. failure: a term
    key, "" for one that was read. first: the key of an earlier scan of the same bytes."""

    id: int
    state: ScanState
    office: str
    arrived_at: datetime
    media: ScanMedia | None
    pages: int | None
    size: int
    code: str = ""
    failure: str = ""
    home: str = ""
    first: int | None = None
    filed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a scan can be filed with: a case or a paper. person: whose."""

    number: str
    kind: Term
    title: str = ""
    person: str = ""
    case_id: int | None = None
    record_id: int | None = None

    @property
    def key(self) -> tuple[int | None, int | None]:
        return self.case_id, self.record_id


def numbers_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The numbers in codes of our own, each once; codes of others and misread ones say nothing."""
    found = (parse_qr_text(text) for text in texts)
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_to_file_by(reading: Reading) -> str:
    """The one number that all codes of a scan name, "" for none. Where two are named, a person must look: somebody may
    have laid two people's papers into the feeder together."""
    return reading.numbers[0] if len(reading.numbers) == 1 else ""
