"""Whose turn it is with PDFium: the library serves one thread at a time, and three of ours use it."""

from threading import RLock

PDFIUM = RLock()
"""Held for a page at a time, so that the window waits for one page at most."""
