"""Settings of this computer and of the user."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.settings import Settings
from lpo_desk.ui.change_password import ChangePassword
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.recovery import FormDialog
from lpo_desk.ui.scan_trial import ScanTrial
from lpo_desk.ui.widgets.inputs import ComboBox, SpinBox, role_label

if TYPE_CHECKING:
    from lpo_desk.ui.context import Context

LOOK = "look"  # name of the user's preference
LOOKS = ("system", "light", "dark")
_LONGEST_MINUTES = 60


class SettingsDialog(FormDialog):
    """`saved` is called with the new settings of the machine and the chosen look."""

    def __init__(self, context: "Context", saved: Callable[[Settings, str], object], parent: QWidget) -> None:
        super().__init__("settings.title", "common.save", context.runner, context.language, parent)
        self._context, self._saved = context, saved
        self._settings = context.settings
        self.look = ComboBox()
        self.look.set_choices((look, self._language.text(f"settings.look_{look}")) for look in LOOKS)
        chosen = context.preference(LOOK, LOOKS[0])
        self.look.set_value(chosen if chosen in LOOKS else LOOKS[0])
        self.minutes = SpinBox()
        self.minutes.setRange(0, _LONGEST_MINUTES)
        self.minutes.setSpecialValueText(self._language.text("settings.never"))
        self.minutes.setValue(self._settings.idle_minutes)
        self.shared = QCheckBox()
        self.shared.setChecked(self._settings.shared)
        self.folder = Entry("settings.report_folder", context.language, hint="settings.report_folder_hint")
        self.folder.edit.setText(self._settings.report_folder)
        self.scans = Entry("settings.scan_folder", context.language, hint="settings.scan_folder_hint")
        self.scans.edit.setText(self._settings.scan_folder)
        self.trial = ScanTrial(context, lambda: self.scans.text)
        self.browse, self.browse_scans, self.password = QPushButton(), QPushButton(), QPushButton()
        for button in (self.browse, self.browse_scans, self.password):
            button.setAutoDefault(False)
        self.browse.clicked.connect(lambda: self._browse(self.folder, "settings.report_folder"))
        self.browse_scans.clicked.connect(lambda: self._browse(self.scans, "settings.scan_folder"))
        self.scans.edit.textEdited.connect(self.trial.clear)
        self.password.clicked.connect(lambda: ChangePassword(context, self).open())
        self._lay_out()
        self.look.setFocus()
        assign_window_mnemonics(self)

    def submit(self) -> None:
        changed = replace(
            self._settings,
            idle_minutes=self.minutes.value(),
            shared=self.shared.isChecked(),
            report_folder=self.folder.text.strip(),
            scan_folder=self.scans.text.strip(),
        )
        self.accept()
        self._saved(changed, str(self.look.value()))

    def _browse(self, entry: Entry, title: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._language.text(title), entry.text)
        if folder:
            entry.edit.setText(folder)
            self.trial.clear()

    def _lay_out(self) -> None:
        bind = self._language.bind
        bind(self.shared.setText, "settings.shared")
        for button in (self.browse, self.browse_scans):
            bind(button.setText, "first_start.browse")
        bind(self.password.setText, "login.change_title")
        mine, machine = QGroupBox(), QGroupBox()
        bind(mine.setTitle, "settings.mine")
        bind(machine.setTitle, "settings.machine")
        own = QVBoxLayout(mine)
        _labelled(own, "settings.look", self.look, self._context)
        password = QHBoxLayout()
        password.addWidget(self.password)
        password.addStretch(1)
        own.addLayout(password)
        shared = QVBoxLayout(machine)
        _labelled(shared, "settings.idle_minutes", self.minutes, self._context)
        shared.addWidget(self.shared)
        for entry, button in ((self.folder, self.browse), (self.scans, self.browse_scans)):
            row = QHBoxLayout()
            row.addWidget(entry, 1)
            row.addWidget(button)
            shared.addLayout(row)
        shared.addWidget(self.trial)
        for box in (mine, machine):
            self.column.addWidget(box)


def _labelled(column: QVBoxLayout, term: str, widget: QWidget, context: "Context") -> None:
    label: QLabel = role_label("label")
    label.setBuddy(widget)
    context.language.bind(label.setText, term)
    context.language.bind(widget.setAccessibleName, term)
    column.addWidget(label)
    column.addWidget(widget)
