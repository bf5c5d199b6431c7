"""Rules from cells to values, one module per part of the register. A rule never raises on what a cell holds."""
