"""The workbook of the old register -> values of domain/legacy.py, every value refused or changed named."""
