"""Field lists of the forms: which attribute of a domain value is asked for by which editor."""
