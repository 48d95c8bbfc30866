"""Readers compared with one budget, by one protocol."""

from skelbench.training.comparison.contest import Contest, TestReading
from skelbench.training.comparison.draws import Draws
from skelbench.training.comparison.grid import Budget, Grid, Row, read_grid
from skelbench.training.comparison.learning import Lesson, read_all, teach
from skelbench.training.comparison.table import comparison_table, rows_to_repeat

__all__ = [
    "Budget",
    "Contest",
    "Draws",
    "Grid",
    "Lesson",
    "Row",
    "TestReading",
    "comparison_table",
    "read_all",
    "read_grid",
    "rows_to_repeat",
    "teach",
]
