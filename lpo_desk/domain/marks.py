"""What a request lacks of the marks that the privacy notice asks of it."""

from lpo_desk.domain.case import Intake, Requester
from lpo_desk.domain.claims import KINDS


def missing_marks(intake: Intake) -> tuple[str, ...]:
    """Term keys of the marks of the notice's last paragraph that a request lacks, and of what its authority lacks.

    They are told, and stop nothing: a form dated after the day it is said to have come, or an authority that had run
    out, is for the officer to ask about. What needs no form, as an objection to marketing, lacks neither signature nor
    mention (art. 21(2)).
    """
    formal = any(KINDS[asked.right].form is not None for asked in intake.claims)
    acts, paper = intake.requester is not Requester.SELF, bool(intake.authority_document)
    until, received = intake.authority_until, intake.received_on
    late = intake.signed and bool(received and intake.signed_on and intake.signed_on > received)
    found = {
        "request.mark_missing_signed": formal and not intake.signed,
        "request.mark_signed_later": late,
        "request.mark_missing_names_register": formal and not intake.names_register,
        "request.mark_missing_delivered": formal and not intake.delivered_to_office,
        "request.mark_missing_authority": acts and not paper,
        "request.mark_authority_expired": acts and paper and bool(until and received and until < received),
    }
    return tuple(key for key, lacking in found.items() if lacking)
