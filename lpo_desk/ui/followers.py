"""Who wants to be told of a change, without being kept alive by it."""

import weakref
from collections.abc import Callable
from itertools import count

import shiboken6
from PySide6.QtCore import QObject

_PURGE_EVERY = 512


class Followers:
    """Calls that belong to Qt objects: made once at once and again at every change, as long as the object lives.

    A call must take its object as its argument, not from a closure: a closure would keep the Python object alive.
    """

    def __init__(self) -> None:
        self._calls: dict[tuple[int, str], tuple[weakref.ref[QObject], Callable[[QObject], object]]] = {}
        self._numbers = count()

    def add(self, owner: QObject, call: Callable[[QObject], object], name: str = "") -> None:
        """A second call of the same name and owner replaces the first."""
        if len(self._calls) % _PURGE_EVERY == _PURGE_EVERY - 1:
            self._calls = {key: entry for key, entry in self._calls.items() if _living(entry[0])}
        self._calls[id(owner), name or f"#{next(self._numbers)}"] = weakref.ref(owner), call
        call(owner)

    def add_call(self, owner: QObject, call: Callable[[], object]) -> None:
        """Any callable; a bound method of `owner` is looked up by name and holds nothing."""
        name = getattr(call, "__name__", "")
        if getattr(call, "__self__", None) is owner:
            self.add(owner, lambda target: getattr(target, name)())
        else:
            self.add(owner, lambda _: call())

    def drop(self, owner: QObject, name: str) -> None:
        self._calls.pop((id(owner), name), None)

    def tell(self) -> None:
        for key, (owner, call) in tuple(self._calls.items()):
            living = _living(owner)
            if living is None:
                self._calls.pop(key, None)
            else:
                call(living)

    def __len__(self) -> int:
        return len(self._calls)


def _living(owner: "weakref.ref[QObject]") -> QObject | None:
    found = owner()
    return found if found is not None and shiboken6.isValid(found) else None
