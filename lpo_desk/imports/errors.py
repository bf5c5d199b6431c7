"""What the import tells the user instead of a traceback; nothing has been written when one of these is raised."""

from lpo_desk.domain.errors import UserError


class WorkbookRefused(UserError):
    """The file cannot be read at all: missing, not a workbook, broken, locked, or dangerous to open."""


class SheetMissing(UserError):
    """The sheet of customers is not in the workbook."""

    key = "import.sheet_missing"


class ColumnMissing(UserError):
    """A column that nothing can be imported without."""

    key = "import.column_missing"
