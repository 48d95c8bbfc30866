"""A grid: which readers are compared, on which clips, with which budget, as one TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skelbench.errors import ParameterError
from skelbench.models.baselines import BASELINES
from skelbench.registry import known_settings, suggest

__all__ = ["Budget", "Grid", "Row", "read_grid"]

_SHIPPED = Path(__file__).parent.parent / "grids"


@dataclass(frozen=True)
class Budget:
    """What every reader gets alike."""

    clips: int  # seen in the training that is judged, each drawn anew
    selection_clips: int = 0  # seen in each training that tries a setting
    batch: int = 24
    weight_decay: float = 0.05
    warm_up: float = 0.05  # share of the steps


@dataclass(frozen=True)
class Row:
    """One reader of the table."""

    name: str  # as the table shows it
    reader: str  # a registered kind
    learning_rates: tuple[float, ...]  # the settings tried; the same number in every row
    settings: Mapping[str, Any] = field(default_factory=dict)  # of the reader's config
    seeds: tuple[int, ...] = (0,)
    pretrained: str = ""  # what it had learned from before, in words; empty: nothing

    def __post_init__(self) -> None:
        object.__setattr__(self, "learning_rates", tuple(self.learning_rates))
        object.__setattr__(self, "seeds", tuple(self.seeds))

    @property
    def slug(self) -> str:
        """Its name as a folder's."""
        return "".join(letter if letter.isalnum() else "-" for letter in self.name.lower())


@dataclass(frozen=True)
class Grid:
    """A comparison by protocol: settings are tried on `train` and judged on `choose`, then both train, `test` judges.

    Raises:
        ParameterError: no rows, two of one name, an unknown reader, or rows that try different numbers of settings.
    """

    name: str
    title: str
    train: str  # clip sources
    test: str
    rows: tuple[Row, ...]
    budget: Budget
    choose: str = ""  # empty: nothing is chosen, each row has one setting
    frames: int = 8  # that pictures and coordinates as text look at
    image_size: int = 112
    checkpoint_every: int = 100  # steps
    path: Path = Path()  # where it was read

    def __post_init__(self) -> None:
        names = [row.name for row in self.rows]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if not names or repeated:
            raise ParameterError(f"Grid '{self.name}' needs rows of different names, found {names or 'none'}")
        for row in self.rows:
            _ = BASELINES[row.reader]
        counts = {row.name: len(row.learning_rates) for row in self.rows}
        wanted = 1 if not self.choose else max(counts.values())
        uneven = {name: count for name, count in counts.items() if count != wanted}
        if uneven or not wanted:
            raise ParameterError(
                f"Every row of grid '{self.name}' must try as many learning_rates as the others"
                f"{'' if self.choose else ' (one, where nothing is chosen)'}, found {counts}"
            )

    def row(self, name: str) -> Row:
        """The row of that name.

        Raises:
            ParameterError: there is none.
        """
        found = next((row for row in self.rows if row.name == name), None)
        if found is None:
            names = [row.name for row in self.rows]
            raise ParameterError(
                f"Grid '{self.name}' has no row '{name}'.{suggest(name, names)} Its rows: {', '.join(names)}."
            )
        return found


def read_grid(path: str | Path) -> Grid:
    """A grid from a TOML file, or one of those that ship, by name.

    Raises:
        ParameterError: the file is missing, is no TOML, or has a setting that does not exist.
    """
    file = Path(path) if Path(path).suffix == ".toml" else _SHIPPED / f"{path}.toml"
    if not file.exists():
        known = ", ".join(sorted(one.stem for one in _SHIPPED.glob("*.toml")))
        raise ParameterError(f"Expected a grid at '{path}', found none; grids that ship: {known}")
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        rows = tuple(Row(**known_settings(Row, row, "A row")) for row in content.pop("rows", ()))
        budget = Budget(**known_settings(Budget, content.pop("budget", {}), "[budget]"))
        return Grid(**known_settings(Grid, content, file.name), rows=rows, budget=budget, path=file)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise ParameterError(f"Expected a comparison's grid in {file.name}, but {error}") from error
