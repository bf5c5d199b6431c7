"""All checks, one after the other, each whatever became of the one before."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lpo_desk import paths
from lpo_desk.selftest.record import Facts, Place, Result

CHECKS = (
    *("libraries", "shipped", "database", "migration", "customer", "papers", "workbook", "kept"),
    *("updates", "window", "traces"),  # `traces` looks at what all the others have left
)


def run(out: Path) -> Result:
    """Make and check everything in `out`, which keeps papers, pictures and result.json.

    Raises OSError where the folder cannot be written.
    """
    out = out.expanduser().absolute()
    out.mkdir(parents=True, exist_ok=True)
    result = Result()
    with tempfile.TemporaryDirectory(prefix="work-", dir=out, ignore_cleanup_errors=True) as work:
        paths.use_profile(Path(work) / "profile")
        place = Place(out, Path(work))
        for name in CHECKS:
            result.check(name, partial(_look, name, place))
    result.write(out)
    return result


def _look(name: str, place: Place) -> Facts:
    """Loaded here, so that a library that is missing fails the checks that need it and no more."""
    if name == "libraries":
        from lpo_desk.selftest import loading

        return loading.libraries(place)
    if name == "window":
        from lpo_desk.selftest import screen

        return screen.window(place)
    from lpo_desk.selftest import outside, parts

    check: Callable[[Place], Facts] = getattr(outside if name in ("updates", "traces") else parts, name)
    return check(place)
