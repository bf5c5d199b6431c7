"""The whole answer to a case, made on the database thread: the letter, the extract, and the copy to take elsewhere.

Here, because the copy is made by exports/ and the letter by documents/, and neither may know the other.
"""

from lpo_desk.db.database import Database
from lpo_desk.documents.casework import issue_reply
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import CopyFormat, RequestRight
from lpo_desk.domain.done import EnclosedCopy
from lpo_desk.domain.letters import GRANTS
from lpo_desk.exports.portability import make, text_of
from lpo_desk.services import cases, portability
from lpo_desk.terms import Term


def issue_whole_reply(
    database: Database, actor: Actor, case_id: int, ticket: Ticket | None
) -> dict[DocumentKind, bytes]:
    """Print and archive the reply with all that it encloses; see documents.casework.issue_reply."""
    return issue_reply(database, actor, case_id, ticket, _copy(database, actor, case_id, ticket))


def preview_copy(database: Database, actor: Actor, case_id: int, ticket: Ticket) -> tuple[str, str]:
    """The file of a portability as it would be given today, for the reviewer's eyes: its name, and all its text."""
    with database.reading(actor) as unit:
        case = cases.read(unit, case_id)
        copy = portability.build(unit, ticket, case_id)
    asked = next(claim.asked for claim in case.claims if claim.asked.right is RequestRight.PORTABILITY)
    file = make(copy, asked.copy_format or CopyFormat.JSON, case.intake.reply_lang)
    return file.name, text_of(file)


def _copy(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> EnclosedCopy | None:
    """The file of a granted portability; None where none was asked or granted."""
    with database.reading(actor) as unit:
        case = cases.read(unit, case_id)
        asked = [
            claim.asked.copy_format or CopyFormat.JSON
            for claim in case.claims
            if claim.asked.right is RequestRight.PORTABILITY and claim.resolution in GRANTS
        ]
        if not asked or ticket is None:
            return None
        copy = portability.build(unit, ticket, case_id)
    file = make(copy, asked[0], case.intake.reply_lang)
    included = tuple(Term(group.label) for group in copy.groups if group.rows)
    return EnclosedCopy(file.kind, file.name, file.content, file.sha256, included)
