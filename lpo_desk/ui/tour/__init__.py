"""Plays a counter day through the real widgets, with the same keys a clerk presses (`play.play`)."""
