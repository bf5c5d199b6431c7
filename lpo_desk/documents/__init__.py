"""PDF through Typst: receipts, letters and the register extract, as bytes to be archived, shown and printed.

Every document is tagged PDF/UA-1 and archival PDF/A-2a in one file, in Finnish or Swedish (English for
trials), and the same input gives the same bytes.
"""

from lpo_desk.documents.extract import extract
from lpo_desk.documents.letters import extension_notice, reply_letter
from lpo_desk.documents.receipt import receipt

__all__ = ["extension_notice", "extract", "receipt", "reply_letter"]
