"""What a decided request orders of papers: the paper follows the decision (peers.md 1.9, point 19)."""

from lpo_desk.domain.labels import Labelled


class PaperTaskKind(Labelled):
    """LOOK: what the paper holds is to be looked through. ANNOTATE: the correction is written on it."""

    LOOK = "look"
    ANNOTATE = "annotate"
    DESTROY = "destroy"


class PaperTaskState(Labelled):
    """KEPT: not destroyed, for a reason, with a day where there is one."""

    OPEN = "open"
    DONE = "done"
    KEPT = "kept"
