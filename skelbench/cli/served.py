"""A model behind a server, as the options `--server`, `--model-name` and `--key-variable` name it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skelbench.models.server import ServedModel, ServerConfig

__all__ = ["served_figures", "served_model", "server_config"]


def server_config(server: str, model_name: str, key_variable: str) -> ServerConfig:
    """The server of an address, or of a card (a TOML file) whose model and key the options may replace.

    Raises:
        ParameterError: the address, the card or a name in it is not right.
    """
    from skelbench.models.server import ServerConfig, read_server_card

    if not server.endswith(".toml"):
        return ServerConfig(server, model_name, key_variable)
    card = read_server_card(Path(server))
    return replace(card, model=model_name or card.model, key_variable=key_variable or card.key_variable)


def served_model(config: ServerConfig) -> ServedModel:
    """The model with the renderer its card names, and the cache of replies in the build folder."""
    from skelbench.models import load_renderer
    from skelbench.models.server import FrameDrawer, ServedModel
    from skelbench.paths import build_folder
    from skelbench.render import new_renderer

    renderer = load_renderer() if config.renderer == "learned" else new_renderer(config.renderer)
    return ServedModel(config, FrameDrawer(renderer, config.frames, config.size), build_folder() / "cache" / "server")


def served_figures(model: ServedModel) -> dict[str, Any]:
    """What a report says of the server: who, how the frames were drawn, what was asked and what it cost; no key."""
    config = model.config
    return {
        "host": config.host, "model": config.model, "renderer": config.renderer, "frames": config.frames,
        "size": config.size, **model.spending.figures(),
    }  # fmt: skip
