"""Word of a newer version: a signed file on a share or a web server, read for administrators where that is configured.

Nothing is downloaded or installed, and nothing about this computer, its users or its register goes out.
"""
