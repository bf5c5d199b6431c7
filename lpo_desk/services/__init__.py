"""What the program does: one module for each area, plain functions `f(unit, ...)` that give domain values.

Every public function names the right it needs with `@requires`.
"""
