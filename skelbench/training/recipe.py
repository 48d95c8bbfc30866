"""A recipe: everything a training run depends on, as one TOML file that is kept with the run."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from skelbench.errors import ParameterError
from skelbench.registry import known_settings
from skelbench.training.stage import Stage
from skelbench.training.stream import Variety

__all__ = ["ModelShape", "Recipe", "read_recipe"]

_SHIPPED = Path(__file__).parent / "recipes"


@dataclass(frozen=True)
class ModelShape:
    """Size of a model trained from scratch."""

    width: int = 144
    layers: int = 4
    frames: int = 8
    image_size: int = 112
    vocabulary: int = 512
    normalise: Literal["none", "imagenet", "family"] = "imagenet"
    patches: Literal["all", "foreground"] = "foreground"  # "foreground" where the family's tower can leave blocks out
    family: str = "internvl"  # a registered backbone
    renderer: Mapping[str, Any] = field(default_factory=dict)  # its kind (draction), its config's fields


@dataclass(frozen=True)
class Recipe:
    """What is trained, on what, how, and how it is judged."""

    name: str
    seed: int
    data: str  # clip source the model learns from, or several joined by " + "
    held_out: str  # clip source it is judged on: bodies, seeds and views never trained on
    stages: tuple[Stage, ...]
    exposed: str = ""  # actions never trained on, which teach the rejection's probe; empty: no rejection
    reserve: str = ""  # the same actions, other bodies and views, which set the rejection's limit
    unseen: str = ""  # further actions never trained on, which only report the rejection's figure
    shape: ModelShape = ModelShape()
    variety: Variety = field(default_factory=Variety)
    start: str = ""  # model folder or hub id to start from, "default" the shipped one; empty: random weights
    shots: int = 0  # clips of each label that are learned from; 0: all
    precision: Literal["bf16", "float32"] = "bf16"  # of tower and language model while training; see `teach`
    checkpoint_every: int = 100  # steps
    path: Path = Path()  # where it was read


def read_recipe(path: str | Path) -> Recipe:
    """A recipe from a TOML file, or one of those that ship, by name.

    Raises:
        ParameterError: the file is missing, is no TOML, or has a setting that does not exist.
    """
    file = Path(path) if Path(path).suffix == ".toml" else _SHIPPED / f"{path}.toml"
    if not file.exists():
        known = ", ".join(sorted(p.stem for p in _SHIPPED.glob("*.toml")))
        raise ParameterError(f"Expected a recipe at '{path}', found none; recipes that ship: {known}")
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        stages = tuple(
            Stage(**{"task": "", **known_settings(Stage, stage, "A stage")}) for stage in content.pop("stages", ())
        )
        shape = ModelShape(**known_settings(ModelShape, content.pop("model", {}), "[model]"))
        variety = Variety(**known_settings(Variety, content.pop("variety", {}), "[variety]"))
        settings = known_settings(Recipe, content, file.name)
        return Recipe(**settings, stages=stages, shape=shape, variety=variety, path=file)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise ParameterError(f"Expected a training recipe in {file.name}, but {error}") from error
