"""Cells that mean the same on every sheet: dates, years, postcodes, money, numbers of customers, codes of people."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lpo_desk.domain.dates import DateRefused, parse_legacy_date
from lpo_desk.domain.identifiers import IdentifierRefused, mask_hetu, parse_hetu
from lpo_desk.domain.legacy import ImportReason
from lpo_desk.domain.text import scrub
from lpo_desk.imports.row import Row

NUMBER_LIMIT = 40
_POSTCODE = re.compile(r"(?:FIN?-?)?([0-9]{5})", re.IGNORECASE)
_MONEY = re.compile(r"-?[0-9]+(?:[.,][0-9]{1,2})?")
_MAX_CENTS = 10_000_000


def code(row: Row, column: str) -> str:
    """A number that names something (customer, subscription, paper): text, without blanks at the ends."""
    text = row.line(column, limit=NUMBER_LIMIT)
    if text.isascii():
        return text
    # Taken apart, a sign may begin with a space or be longer than a number can be.
    plain = scrub(unicodedata.normalize("NFKC", text), limit=NUMBER_LIMIT)[0]
    if plain != text:  # full-width digits would look like another customer's number
        row.changed(column, ImportReason.ODD_UNICODE, plain)
    return plain


def day(row: Row, column: str) -> date | None:
    """A date; texts and serial numbers count as changed, impossible days are left out."""
    if row.blank(column):
        return None
    cell = row.cells[column]
    try:
        found = parse_legacy_date(cell)
    except DateRefused:
        row.left_out(column, ImportReason.DATE_INVALID)
        return None
    if not isinstance(cell, date):
        reason = ImportReason.DATE_TEXT if isinstance(cell, str) else ImportReason.DATE_SERIAL
        row.changed(column, reason, found.isoformat())
    return found


def year(row: Row, column: str) -> int | None:
    if row.blank(column):
        return None
    shown = row.shown(column).strip()
    if re.fullmatch(r"(?:19|20|21)[0-9]{2}", shown):
        return int(shown)
    row.left_out(column, ImportReason.YEAR_INVALID)
    return None


def postcode(row: Row, column: str) -> str:
    """Five digits as text. Excel ate the leading zero of those it took for numbers: 7900 is 07900."""
    cell = row.cells[column]
    if isinstance(cell, str) and len(cell) == 5 and cell.isascii() and cell.isdigit():  # as nearly all are
        return cell
    if row.blank(column):
        return ""
    shown = row.shown(column)
    if (not isinstance(cell, str) and re.fullmatch(r"[0-9]{3,5}", shown)) or re.fullmatch(
        r"\s*[0-9]{4}\s*", shown
    ):
        found = shown.strip().zfill(5)
        row.changed(column, ImportReason.POSTCODE_NUMBER, found)
        return found
    match = _POSTCODE.fullmatch(shown.strip())
    if not match:
        row.left_out(column, ImportReason.POSTCODE_ODD)
        return ""
    if match[1] != shown:
        row.changed(column, ImportReason.POSTCODE_ODD, match[1])
    return match[1]


def cents(row: Row, column: str) -> int | None:
    """Euros -> cents."""
    if row.blank(column):
        return None
    amount = _cents(row.shown(column))
    if amount is None:
        row.left_out(column, ImportReason.FEE_INVALID)
    return amount


@lru_cache(1024)
def _cents(shown: str) -> int | None:
    """Of a fee, which many pay alike."""
    shown = re.sub(r"(?:€|eur[oa]?)?(?:\s*/\s*kk)?\s*\Z", "", shown.strip().lower()).strip()
    if not _MONEY.fullmatch(shown):
        return None
    try:
        amount = int((Decimal(shown.replace(",", ".")) * 100).to_integral_exact())
    except InvalidOperation:
        return None
    return amount if 0 <= amount <= _MAX_CENTS else None


def hetu(row: Row, column: str) -> str:
    """A personal identity code of 11 characters; an impossible one is left out. Never shown unmasked as `stored`."""
    if row.blank(column):
        return ""
    try:
        found = parse_hetu(row.shown(column), today=row.today).value
    except IdentifierRefused:
        row.left_out(column, ImportReason.HETU_INVALID, secret=True)
        return ""
    if found != row.shown(column):
        row.changed(column, ImportReason.HETU_REFORMATTED, mask_hetu(found), secret=True)
    return found
