"""Connecting to a server: its address, and a button that tells whether it answers (ux.md 8.1)."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.focus import rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import make_room, role_label

USUAL_DATABASE = "lpo_desk"


class ServerForm(QWidget):
    """Nobody has signed in yet: what is asked of the server needs no user."""

    def __init__(self, runner: Runner, language: Language) -> None:
        super().__init__()
        self._runner, self._language = runner, language
        self.host = Entry("server.host", language, hint="server.host_hint")
        self.database = Entry("server.database", language)
        self.database.edit.setText(USUAL_DATABASE)
        self.certificate = Entry("server.certificate", language, hint="server.certificate_hint")
        self.browse, self.test = QPushButton(), QPushButton()
        self.told, self.warning = role_label("muted"), role_label("warning")
        for label in (self.told, self.warning):
            label.setWordWrap(True)
        self.told.hide()
        self._lay_out()
        self.browse.clicked.connect(self._browse)
        self.test.clicked.connect(lambda: self.ask(lambda _: self._say("server.answers")))
        for entry in (self.host, self.database, self.certificate):
            entry.edit.textChanged.connect(lambda _: self.told.hide())  # what was told is of another address

    def ask(self, answered: Callable[[str], None]) -> None:
        """Whether the server answers: `answered` gets its address; what is wrong is told beside the field."""
        if not self.test.isEnabled():
            return  # it is being asked
        typed = (self.host.text, self.database.text, self.certificate.text)

        def call() -> str:
            from lpo_desk.services import servers

            address = servers.location(*typed)
            servers.try_out(address)
            return address

        self._say("server.trying")
        self._wait(True)
        self._runner.run(self, call, lambda address: self._answered(address, answered), self._failed)

    def _wait(self, waiting: bool) -> None:
        """While the server is asked, what is typed stands still."""
        rest(self.test, waiting)
        for entry in (self.host, self.database, self.certificate):
            entry.edit.setReadOnly(waiting)

    def _answered(self, address: str, answered: Callable[[str], None]) -> None:
        self._wait(False)
        answered(address)

    def _say(self, term: str) -> None:
        self._language.bind(self.told.setText, term)
        self.told.show()
        make_room(self.window())
        announce(self.test, self.told.text())

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        self.told.hide()
        if not isinstance(error, UserError):
            raise error
        places = {
            "server.database_refused": self.database,
            "server.certificate_missing": self.certificate,
            "database.server_not_trusted": self.certificate,
        }
        places.get(error.key, self.host).refuse(error)

    def _browse(self) -> None:
        kinds = f"{self._language.text('server.certificates')} (*.pem *.crt *.cer)"
        name, _ = QFileDialog.getOpenFileName(self, self._language.text("server.certificate"), "", kinds)
        if name:
            self.certificate.edit.setText(name)
            self.certificate.forgive()

    def _lay_out(self) -> None:
        for button in (self.browse, self.test):
            button.setAutoDefault(False)
        file, tried = QHBoxLayout(), QHBoxLayout()
        file.addWidget(self.certificate, 1)
        file.addWidget(self.browse)
        tried.addWidget(self.test)
        tried.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 11, 0)
        column.setSpacing(14)
        column.addWidget(self.warning)
        column.addWidget(self.host)
        column.addWidget(self.database)
        column.addLayout(file)
        column.addLayout(tried)
        column.addWidget(self.told)
        column.addStretch(1)
        self._language.bind(self.warning.setText, "server.not_yet_real")
        self._language.follow(self, self._reword)

    def _reword(self) -> None:
        self.browse.setText(self._language.text("first_start.browse"))
        self.test.setText(self._language.text("server.try"))
