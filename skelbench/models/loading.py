"""A model from a folder or a hub id: the hub's own files read by transformers, ours read strictly beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForImageTextToText, AutoTokenizer, PreTrainedModel
from transformers.utils import logging

from skelbench.errors import ModelError
from skelbench.models.backbones import backbone_for
from skelbench.models.rejection import RejectionRule
from skelbench.models.settings import ModelSettings, read_settings
from skelbench.models.skeleton_llm import SkeletonLLM
from skelbench.paths import data_folder
from skelbench.render import AUTO, Renderer, renderer_from
from skelbench.render.soundness import refuse_unsound

__all__ = ["default_model_folder", "load_model", "load_renderer", "model_hash"]


def default_model_folder() -> Path:
    """The model that ships with the project."""
    return data_folder() / "models" / "default"


def load_model(path: Path | str | None = None, device: str = "cpu") -> SkeletonLLM:
    """The model of a folder, of a hub id, or the shipped one; in evaluation mode, float32, weights frozen.

    Raises:
        ModelError: the folder is incomplete, or its renderer does not fit.
        FormatError: a tensor of its renderer holds values that no training leaves behind.
    """
    folder = default_model_folder() if not path else Path(path)
    is_folder = folder.is_dir()
    if not is_folder and (not path or folder.is_absolute() or len(folder.parts) != 2):
        raise ModelError(f"Expected a model folder or a hub id like 'owner/name', found nothing at '{path or folder}'")
    if is_folder and not (folder / "config.json").exists():
        raise ModelError(f"Expected a model folder with config.json, found none in {folder}")
    place = str(folder) if is_folder else str(path)
    settings = read_settings(folder) if is_folder else ModelSettings(name=place)
    logging.disable_progress_bar()  # a second of silence is better than a bar in every report
    config = AutoConfig.from_pretrained(place)
    adapter = backbone_for(config)(_network(place), settings.normalise)
    tokenizer = AutoTokenizer.from_pretrained(place)
    model = SkeletonLLM(_renderer(folder, settings), adapter, tokenizer, settings, _rejection(folder, settings))
    model.content_hash, model.place = model_hash(folder) if is_folder else place, place
    return model.to(device).eval().requires_grad_(False)


def load_renderer(path: Path | str | None = None) -> Renderer:
    """The renderer of a model folder, or of the shipped model, as it was trained; weights frozen.

    Raises:
        ModelError: the folder has no settings, or its renderer does not fit.
        FormatError: a tensor holds values that no training leaves behind.
    """
    folder = default_model_folder() if not path else Path(path)
    if not (folder / "skelbench.json").exists():
        raise ModelError(f"Expected a model folder with skelbench.json to take a renderer from, found none in {folder}")
    return _renderer(folder, read_settings(folder)).eval().requires_grad_(False)


def _network(place: str) -> PreTrainedModel:
    """The network with every one of its weights read, and none beside them.

    Raises:
        ModelError: low-rank updates that nobody merged are among the weights, or some are missing or too many.
    """
    if (Path(place) / "adapter_config.json").exists():
        raise ModelError(f"{place} holds low-rank updates that were not merged: merge them into the weights, save anew")
    network: PreTrainedModel
    network, found = AutoModelForImageTextToText.from_pretrained(place, dtype=torch.float32, output_loading_info=True)
    wrong = {what: sorted(map(str, found[f"{what}_keys"])) for what in ("missing", "unexpected", "mismatched")}
    if any(".lora_" in name or ".base_layer." in name for name in wrong["unexpected"]):
        raise ModelError(f"{place} was saved before its low-rank updates were merged: merge them, save anew")
    if any(wrong.values()):
        told = "; ".join(f"{what}: {', '.join(names[:3])} ({len(names)})" for what, names in wrong.items() if names)
        raise ModelError(f"Expected the weights in {place} to be those of its config.json, found {told}")
    return network


def _renderer(folder: Path, settings: ModelSettings) -> Renderer:
    # which backend drew the training pictures is a fact about that machine, not about the model
    anywhere = {name: AUTO if name == "backend" else value for name, value in settings.renderer.items()}
    renderer = renderer_from(anywhere)
    path = folder / "renderer.safetensors"
    if path.exists():
        state = load_file(path)
        refuse_unsound(state, path.name)
        missing, unexpected = renderer.load_state_dict(state, strict=False)
        if missing or unexpected:
            raise ModelError(f"{path} lacks {missing or 'nothing'} and has {unexpected or 'nothing'} too many")
    return renderer


def _rejection(folder: Path, settings: ModelSettings) -> RejectionRule | None:
    path = folder / "rejection.safetensors"
    return RejectionRule.load(path, settings.rejection) if path.exists() else None


def model_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of a model folder, sorted."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
