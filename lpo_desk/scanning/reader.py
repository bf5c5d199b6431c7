"""What a scanned file is, by its bytes and never by its name: every page decoded in full, and the codes on it."""

from lpo_desk.domain.scans import MOST_OCTETS, MOST_PAGES, Reading, ScanFailure, numbers_of
from lpo_desk.scanning.codes import codes
from lpo_desk.scanning.pages import media_of, pages_of
from lpo_desk.scanning.refused import Refused


def read(content: bytes) -> Reading:
    """Never raises: what cannot be read says why."""
    if len(content) > MOST_OCTETS:
        return Reading(failure=ScanFailure.TOO_LARGE)
    if not content:
        return Reading(failure=ScanFailure.EMPTY)
    media = media_of(content)
    if media is None:
        return Reading(failure=ScanFailure.NOT_A_SCAN)
    count, texts = 0, list[str]()
    try:
        for page in pages_of(content, media, whole=True):
            count += 1
            if count > MOST_PAGES:
                raise Refused(ScanFailure.TOO_MANY_PAGES)
            texts += codes(page)
    except Refused as refused:
        return Reading(media, failure=refused.failure)
    except Exception:  # decoders that are fed with broken bytes raise whatever their depths do
        return Reading(media, failure=ScanFailure.UNREADABLE)
    if not count:
        return Reading(media, failure=ScanFailure.EMPTY)
    return Reading(media, count, numbers_of(texts))
