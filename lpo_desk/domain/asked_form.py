"""What is asked in the wizard, as the two forms of the notice have it."""

from collections.abc import Sequence

from lpo_desk.domain.claims import Asked, RequestRight
from lpo_desk.domain.forms import Claims, CorrectionLine, ErasureLine
from lpo_desk.terms import Lang, terms


def form_claims(claims: Sequence[Asked], lang: Lang) -> Claims:
    """The parts of both forms. What the form has no part of its own for stands among "other", named in lang."""
    by_right = {asked.right: asked for asked in claims}
    access, copy = by_right.get(RequestRight.ACCESS), by_right.get(RequestRight.PORTABILITY)
    erasure, restriction = by_right.get(RequestRight.ERASURE), by_right.get(RequestRight.RESTRICTION)
    return Claims(
        access=access is not None,
        scope=access.scope if access else "",
        copy=copy.copy_format if copy else None,
        corrections=_corrections(by_right.get(RequestRight.RECTIFICATION)),
        erasures=_erasures(erasure, lang),
        restriction=restriction.restriction_ground if restriction else None,
        other="\n".join(_other(asked, lang) for asked in claims if asked.right in _OTHERS),
    )


_OTHERS = frozenset(
    {RequestRight.OBJECTION, RequestRight.MARKETING_OBJECTION, RequestRight.CONSENT_WITHDRAWAL}
)


def _corrections(asked: Asked | None) -> tuple[CorrectionLine, ...]:
    if asked is None:
        return ()
    lines = [CorrectionLine(item.present, item.wanted, item.reason, item.datum) for item in asked.items]
    if asked.scope:
        lines.append(CorrectionLine("", asked.scope))
    return tuple(lines)


def _erasures(asked: Asked | None, lang: Lang) -> tuple[ErasureLine, ...]:
    if asked is None:
        return ()
    ground = terms(asked.erasure_ground.term, lang=lang) if asked.erasure_ground else ""
    reason = ". ".join(part for part in (ground, asked.scope) if part)
    return tuple(ErasureLine(item.datum, reason) for item in asked.items) or (
        ErasureLine(asked.scope, ground),
    )


def _other(asked: Asked, lang: Lang) -> str:
    data = ", ".join(item.datum for item in asked.items)
    said = ". ".join(part for part in (data, asked.scope) if part)
    right = terms(asked.right.term, lang=lang)
    return f"{right}: {said}" if said else right
