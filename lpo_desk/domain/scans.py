"""Scanned papers on their way to their case or paper."""

from lpo_desk.domain.labels import Labelled


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
