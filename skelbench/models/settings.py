"""What a model folder's `skelbench.json` says: everything about the model that the hub's own files do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from skelbench.errors import ModelError
from skelbench.models.prompts import RECOGNITION
from skelbench.records import read_json

__all__ = ["ModelSettings", "read_settings"]


@dataclass(frozen=True)
class ModelSettings:
    """Settings frozen with the weights; the defaults are what a bare hub model gets (as published)."""

    name: str = "unnamed"
    choices: tuple[str, ...] = ()  # labels the model was trained to give; empty: the caller must name candidates
    question: str = RECOGNITION
    open_question: str = ""  # asked where other labels than its own are the choices; empty: the same question
    people: int = 0  # most people in a training clip; a recording of more is unknown. 0: never asked
    frames: int = 12
    sampling: Literal["centres", "published"] = "centres"  # which frames, where neither jittered, given nor learned
    camera: Literal["fit_clip", "sensor"] = "fit_clip"
    normalise: Literal["none", "imagenet", "family"] = "family"  # colours: ImageNet's, or the family's own
    patches: Literal["all", "foreground"] = "all"  # "foreground": blocks nothing was drawn on are never read
    score_normalisation: Literal["sum", "mean_token", "over_choices"] = "sum"
    temperature: float = 1.0  # divides the scores before they become probabilities; fitted after training
    renderer: Mapping[str, Any] = field(default_factory=dict)  # its kind (draction), its config's fields
    stages: tuple[Mapping[str, Any], ...] = ()  # as trained, in order
    training_data: str = ""  # clip-source id
    code_version: str = ""
    rejection: Mapping[str, Any] = field(default_factory=dict)  # the calibrated rule, its tensors lie beside it
    figures: Mapping[str, Any] = field(default_factory=dict)  # measured when it was made


def read_settings(folder: Path) -> ModelSettings:
    """Settings of a model folder; a folder without `skelbench.json` (a plain hub model) gets the defaults.

    Raises:
        ModelError: the file has a field this version does not know.
    """
    path = folder / "skelbench.json"
    if not path.exists():
        return ModelSettings(name=folder.name)
    content = read_json(path)
    unknown = sorted(set(content) - {f.name for f in fields(ModelSettings)})
    if unknown:
        raise ModelError(f"{path} has fields this version does not know: {', '.join(unknown)}")
    content["choices"] = tuple(content.get("choices", ()))
    content["stages"] = tuple(content.get("stages", ()))
    return ModelSettings(**content)
