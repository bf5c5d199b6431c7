"""Qt item models over frozen row dataclasses."""
