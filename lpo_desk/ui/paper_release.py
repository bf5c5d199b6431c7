"""The way out of papers and files about somebody: of a protected person asked first, always logged before they go.

The first step says what the paper tells and to whom it goes. Enter there goes back, so that no second Enter lets it out:
only the verb does, by its own key or by the mouse.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.leaving import Caution, Exit, Leaving, NotConfirmed
from lpo_desk.services import releasing
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.runner import tell

Confirmed = Callable[[Caution | None], object]


def ask_release(
    context: Context, owner: QWidget, leaving: Leaving | None, out: Exit, then: Confirmed
) -> None:
    """`then` gets what was confirmed, None where there was nothing to confirm. leaving: None for what is nobody's."""
    if leaving is None:
        then(None)
        return

    def asked(caution: Caution | None) -> None:
        if caution is None:
            then(None)
        else:
            _first_step(context, owner, caution, out, then)

    context.read(owner, lambda unit: releasing.caution(unit, leaving), asked)


def let_out(
    context: Context,
    owner: QWidget,
    leaving: Leaving | None,
    out: Exit,
    confirmed: Caution | None,
    go: Callable[[], object],
) -> None:
    """Log it, then `go`. Where things stand otherwise than was confirmed, it is asked anew."""
    if leaving is None:
        go()
        return

    def refused(error: Exception) -> None:
        if isinstance(error, NotConfirmed):
            _first_step(
                context,
                owner,
                error.caution,
                out,
                lambda caution: let_out(context, owner, leaving, out, caution, go),
            )
        else:
            tell(owner, error)

    context.write(
        owner,
        lambda unit: releasing.release(unit, leaving, out, confirmed),
        lambda _: go(),
        refused,
        purpose=Purpose.REQUEST,
    )


def note_gone(context: Context, owner: QWidget, number: str, contents: Iterable[bytes], out: Exit) -> None:
    """Papers of a case have been printed or written: its handover asks for it."""
    digests = [sha256(content).digest() for content in contents]
    context.write(owner, lambda unit: releasing.went(unit, number, digests, out), purpose=Purpose.REQUEST)


def _first_step(context: Context, owner: QWidget, caution: Caution, out: Exit, then: Confirmed) -> None:
    words = context.language.text
    told = ", ".join(words(kind.term) for kind in caution.exposed)
    where = words(caution.to.term)
    question = Question(
        "paper_release.title",
        "paper_release.tells" if told else "paper_release.tells_nothing",
        "paper_release.heading",
        f"paper_release.{out.value}",
        (("data", told), ("to", f"{where} ({caution.name})" if caution.name else where)),
    )
    dialog = ConfirmDialog(question, context.language, owner.window())
    dialog.confirmed.connect(lambda: then(caution))
    dialog.open()
