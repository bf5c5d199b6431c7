"""The building blocks of every page, wizard and dialog."""
