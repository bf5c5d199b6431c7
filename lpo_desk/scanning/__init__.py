"""Scans from outside: files of a watched folder, what they are by their bytes, and the codes on their pages.

Imports domain alone; what is found goes to services/scans.py.
"""

from lpo_desk.scanning.reader import read

__all__ = ["read"]
