"""Why a file is not taken."""

from lpo_desk.domain.scans import ScanFailure


class Refused(Exception):
    """The file is not taken; `failure` says why."""

    def __init__(self, failure: ScanFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure
