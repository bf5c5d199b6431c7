"""`lpo-desk --self-test DIR`: the same checks of a checkout, of a bundle and of the installed program.

Everything is made up and made anew in the folder; the user's settings and databases are not touched.
"""
