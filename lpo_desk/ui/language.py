"""The language of the screen, switched while the program runs.

Widgets are not asked to retranslate themselves: whoever sets a text binds it once, and the binding is applied again
when the clerk changes the language.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from lpo_desk.domain.labels import Labelled, Term
from lpo_desk.domain.printed import Country
from lpo_desk.domain.reference import country_name
from lpo_desk.formats import format_count, format_date, format_datetime, format_decimal
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.followers import Followers

QT_WORDS = "qt-words"  # the application has one translator of Qt's own texts, whoever installed it
LOCALES = {Lang.FI: "fi_FI", Lang.SV: "sv_FI", Lang.EN: "en_FI"}  # never sv_SE: ISO dates and kronor


class Language(QObject):
    """The one source of words for all widgets. `changed` comes after every bound text has been set again."""

    changed = Signal()

    def __init__(self, lang: Lang = Lang.FI, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lang = lang
        self._followers = Followers()
        self._install()

    @property
    def lang(self) -> Lang:
        return self._lang

    def switch(self, lang: Lang) -> None:
        """Change the language of everything on the screen."""
        if lang is self._lang:
            return
        self._lang = lang
        self._install()
        self._followers.tell()
        self.changed.emit()

    def text(self, key: str, /, **values: object) -> str:
        """The term in the language of the screen."""
        return terms(key, lang=self._lang, **values)

    def bind(self, setter: Callable[[str], object], key: str, /, **values: object) -> None:
        """Set a widget's text now and after each change: `language.bind(button.setText, "common.save")`.

        The setter must be a method of a QObject; the binding ends with that object. A second binding of the same
        setter replaces the first.
        """
        owner, name = _owner_and_name(setter)
        self._followers.add(owner, lambda target: getattr(target, name)(self.text(key, **values)), name)

    def follow(self, owner: QObject, apply: Callable[[], object], /) -> None:
        """Call `apply` now and after each change, as long as `owner` lives: for texts that are computed.

        `apply` may be a bound method of `owner`; then the owner is not kept alive by it.
        """
        self._followers.add_call(owner, apply)

    def unbind(self, setter: Callable[[str], object], /) -> None:
        """Let the text be: whoever calls the setter from now on says what it shows."""
        self._followers.drop(*_owner_and_name(setter))

    def show(self, value: object) -> str:
        """A value as the clerk reads it: dates and numbers by the language, yes or no, labelled members by their term."""
        match value:
            case None:
                return ""
            case bool():
                return self.text("common.yes" if value else "common.no")
            case Term():
                return self.text(value.key, **value.values)
            case Labelled():
                return self.text(value.term)
            case Country(code):
                return country_name(code, self._lang)
            case datetime():
                return format_datetime(value, self._lang)
            case date():
                return format_date(value, self._lang)
            case int():
                return format_count(value)
            case tuple():
                return ", ".join(self.show(each) for each in value)
            case Decimal():
                return format_decimal(value, self._lang)
            case _:
                return str(value)

    def _install(self) -> None:
        """Qt's own words (context menus, standard buttons) and the locale of keyboards' names and calendars."""
        QLocale.setDefault(QLocale(LOCALES[self._lang]))
        app = QCoreApplication.instance()
        if app is None:
            return
        for old in app.findChildren(QTranslator, QT_WORDS):  # of this language, or of one before it
            app.removeTranslator(old)
            old.deleteLater()
        words = QTranslator(app)
        words.setObjectName(QT_WORDS)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._lang is not Lang.EN and words.load(f"qtbase_{self._lang.value}", folder):
            app.installTranslator(words)


def _owner_and_name(method: Callable[[str], object]) -> tuple[QObject, str]:
    owner = getattr(method, "__self__", None)
    if not isinstance(owner, QObject):
        raise TypeError("only methods of Qt objects can be bound to a term; use follow() for the rest")
    return owner, method.__name__
