"""Which release this is."""

from importlib import metadata


def version() -> str:
    """As pyproject.toml has it; `0` where the program runs from bare files that nobody installed."""
    try:
        return metadata.version("lpo-desk")
    except metadata.PackageNotFoundError:
        return "0"
