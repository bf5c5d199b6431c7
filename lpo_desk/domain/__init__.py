"""Rules of the field as plain Python: no SQL, no Qt, no files, no clock."""
