"""The form of a new database: where, which offices, who is the first user."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.accounts import DEFAULT_OFFICES, NewOffice, Role
from lpo_desk.domain.errors import UserError
from lpo_desk.settings import default_database, machine
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.language import Language
from lpo_desk.ui.recovery import NewPassword
from lpo_desk.ui.widgets.inputs import ComboBox, role_label

_MOST_OFFICES = 6
_ALSO = (Role.CLERK, Role.OFFICE_LEAD, Role.DPO, Role.MANAGER)


@dataclass(frozen=True)
class Plan:
    """What was typed, checked: enough to found a database."""

    location: Path
    offices: tuple[NewOffice, ...]
    office: str
    name: str
    username: str
    password: str
    roles: frozenset[Role]


class OfficeRows(QGroupBox):
    """The offices, one row each: the letter that begins case numbers, the name in Finnish and in Swedish."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.rows: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(7)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.add_button = QPushButton()
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(lambda: self._add())
        self.problem = role_label("error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        for place, term in enumerate(("code", "name_fi", "name_sv")):
            head = role_label("label")
            language.bind(head.setText, f"first_start.office_{term}")
            self._grid.addWidget(head, 0, place)
        for office in DEFAULT_OFFICES:
            self._add(office)
        column = QVBoxLayout(self)
        column.addLayout(self._grid)
        column.addWidget(self.problem)
        below = QHBoxLayout()
        below.addWidget(self.add_button)
        below.addStretch(1)
        column.addLayout(below)
        language.bind(self.setTitle, "first_start.offices")
        language.bind(self.add_button.setText, "first_start.add_office")

    def offices(self) -> tuple[NewOffice, ...]:
        """Rows without a letter are left out; the usual offices keep their addresses."""
        usual = {office.code: office for office in DEFAULT_OFFICES}
        found = []
        for cells in self.rows:
            code, name_fi, name_sv = (cell.text().strip() for cell in cells)
            code = code.upper()
            if code:
                known = usual.get(code)
                same = known is not None and known.name_fi == name_fi
                base = known if known is not None and same else NewOffice(code, "", "")
                found.append(replace(base, name_fi=name_fi or name_sv, name_sv=name_sv or name_fi))
        return tuple(found)

    def check(self) -> bool:
        codes = [office.code for office in self.offices()]
        named = all(office.name_fi for office in self.offices())
        fits = bool(codes) and named and len(set(codes)) == len(codes)
        fits = fits and all(code.isascii() and code.isalpha() for code in codes)
        self.problem.setText("" if fits else self._language.text("first_start.offices_wrong"))
        self.problem.setVisible(not fits)
        if not fits:
            self.rows[0][0].setFocus()
        return fits

    def _add(self, office: NewOffice | None = None) -> None:
        cells = (QLineEdit(), QLineEdit(), QLineEdit())
        cells[0].setFixedWidth(56)
        row = len(self.rows) + 1
        for place, (cell, term) in enumerate(zip(cells, ("code", "name_fi", "name_sv"), strict=True)):
            cell.setMaxLength(2 if place == 0 else 60)
            self._language.bind(cell.setAccessibleName, f"first_start.office_{term}")
            self._grid.addWidget(cell, row, place)
            if office is not None:
                cell.setText(getattr(office, term))
        self.rows.append(cells)
        self.add_button.setVisible(len(self.rows) < _MOST_OFFICES)
        if office is None:
            cells[0].setFocus()


class NewDatabaseForm(QWidget):
    """Everything on one page; the defaults are LPOnet's own."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.folder = Entry("first_start.folder", language, hint="first_start.folder_hint")
        self.folder.edit.setText(str(default_database().parent))
        self.browse = QPushButton()
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.offices = OfficeRows(language)
        self.name = Entry("first_start.name", language)
        self.username = Entry("login.username", language, hint="first_start.username_hint")
        self.password = NewPassword(language)
        self.office = ComboBox()
        self.roles = {role: QCheckBox() for role in _ALSO}
        self.roles[Role.CLERK].setChecked(True)
        self._lay_out()
        language.follow(self, self._reword)
        here = machine().office
        if here in {office.code for office in self.offices.offices()}:
            self.office.set_value(here)

    def plan(self) -> Plan | None:
        """What was typed; None after the first wrong field was told."""
        for entry in (self.folder, self.name, self.username):
            if not entry.text.strip():
                entry.refuse(UserError("login.missing"))
                return None
        if not self.offices.check() or not self.password.check(self.username.text):
            return None
        offices = self.offices.offices()
        home = str(self.office.value() or "")
        return Plan(
            Path(self.folder.text.strip()).expanduser() / default_database().name,
            offices,
            home if home in {office.code for office in offices} else offices[0].code,
            self.name.text.strip(),
            self.username.text.strip(),
            self.password.password,
            frozenset({Role.ADMINISTRATOR, *(role for role, box in self.roles.items() if box.isChecked())}),
        )

    def refuse(self, error: UserError) -> bool:
        """Tell the error beside the field it is about; False when it is about none."""
        places = {
            "account.username_refused": self.username,
            "database.exists": self.folder,
            "database.folder_network": self.folder,
            "database.folder_synced": self.folder,
            "database.folder_program": self.folder,
        }
        place = self.password.first if error.key.startswith("password.") else places.get(error.key)
        if place is not None:
            place.refuse(error)
        return place is not None

    def _browse(self) -> None:
        title = self._language.text("first_start.folder")
        folder = QFileDialog.getExistingDirectory(self, title, self.folder.text)
        if folder:
            self.folder.edit.setText(folder)
            self.folder.forgive()

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.browse)
        user = QGroupBox()
        self._language.bind(user.setTitle, "first_start.user")
        inside = QVBoxLayout(user)
        inside.setSpacing(11)
        label, also = role_label("label"), role_label("label")
        label.setBuddy(self.office)
        self._language.bind(label.setText, "first_start.home_office")
        self._language.bind(self.office.setAccessibleName, "first_start.home_office")
        self._language.bind(also.setText, "first_start.roles")
        for widget in (self.name, self.username, self.password, label, self.office, also):
            inside.addWidget(widget)
        for box in self.roles.values():
            inside.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 11, 0)
        column.setSpacing(14)
        column.addLayout(where)
        column.addWidget(self.offices)
        column.addWidget(user)
        column.addStretch(1)

    def _reword(self) -> None:
        self.browse.setText(self._language.text("first_start.browse"))
        for role, box in self.roles.items():
            box.setText(self._language.show(role))
        self.office.set_choices(
            (office.code, office.name_sv if self._language.lang.value == "sv" else office.name_fi)
            for office in self.offices.offices()
        )
