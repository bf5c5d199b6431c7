"""LPO Desk: the counter program of LPOnet Osk Anl."""
