"""Where each event leads a case from each of its states (peers.md 4.2)."""

from lpo_desk.domain.case import OPEN, CaseEvent, CaseStatus

TRANSITIONS: dict[tuple[CaseStatus, CaseEvent], CaseStatus] = {
    (CaseStatus.RECEIVED, CaseEvent.IDENTITY_OK): CaseStatus.GATHER,
    (CaseStatus.RECEIVED, CaseEvent.IDENTITY_DOUBTED): CaseStatus.IDENTITY,
    (CaseStatus.IDENTITY, CaseEvent.PROOF_ARRIVED): CaseStatus.GATHER,
    (CaseStatus.IDENTITY, CaseEvent.NO_PROOF): CaseStatus.DECIDE,
    (CaseStatus.GATHER, CaseEvent.ASK_TO_SPECIFY): CaseStatus.CLARIFY,
    (CaseStatus.CLARIFY, CaseEvent.ANSWERED): CaseStatus.GATHER,
    (CaseStatus.GATHER, CaseEvent.GATHERED): CaseStatus.REVIEW,
    (CaseStatus.REVIEW, CaseEvent.REVIEWED): CaseStatus.DECIDE,
    (CaseStatus.REVIEW, CaseEvent.SEND_BACK): CaseStatus.GATHER,
    (CaseStatus.DECIDE, CaseEvent.SEND_BACK): CaseStatus.REVIEW,
    (CaseStatus.DECIDE, CaseEvent.PROOF_ARRIVED): CaseStatus.GATHER,
    (CaseStatus.DECIDE, CaseEvent.DECIDED): CaseStatus.REPLY,
    (CaseStatus.REPLY, CaseEvent.SEND_BACK): CaseStatus.DECIDE,
    (CaseStatus.REPLY, CaseEvent.HANDED_OVER): CaseStatus.CLOSED,
    (CaseStatus.RECEIVED, CaseEvent.ASK_TO_SPECIFY): CaseStatus.CLARIFY,
    (CaseStatus.CLOSED, CaseEvent.REOPENED): CaseStatus.REVIEW,
    (CaseStatus.CLOSED, CaseEvent.RETURNED): CaseStatus.REPLY,
    **{
        (status, event): CaseStatus.CLOSED
        for status in OPEN
        for event in (CaseEvent.WITHDRAWN, CaseEvent.MARKED_DUPLICATE, CaseEvent.MOVED)
    },
}


def after(status: CaseStatus, event: CaseEvent, *, identified: bool = True) -> CaseStatus | None:
    """The status that `event` leads to, or None where it may not happen.

    Nobody's data are gathered before identity was accepted: an answer or a reopening leads to its check then.
    """
    found = TRANSITIONS.get((status, event))
    if not identified and event in (CaseEvent.ANSWERED, CaseEvent.REOPENED) and found is not None:
        return CaseStatus.RECEIVED
    return found


def possible(status: CaseStatus, *, identified: bool) -> frozenset[CaseEvent]:
    """The events that may happen to a case; `identified`: whether its person's identity was accepted.

    A case that came to decision because no proof came may still get its proof, and has nothing to send back:
    nothing was gathered. Only who was identified can be known to be the one who asked the same before.
    """
    events = frozenset(event for event in CaseEvent if after(status, event) is not None)
    if not identified:
        events -= {CaseEvent.MARKED_DUPLICATE}
    if status is not CaseStatus.DECIDE:
        return events
    return events - {CaseEvent.PROOF_ARRIVED if identified else CaseEvent.SEND_BACK}
