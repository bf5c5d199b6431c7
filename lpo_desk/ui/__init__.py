"""The window: PySide6 widgets over the services. Nothing below this layer knows Qt."""
