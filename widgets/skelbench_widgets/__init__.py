"""Widgets for JupyterLab and their static twins."""

from skelbench_widgets.page import player_assets, player_html
from skelbench_widgets.player import Player

__all__ = ["Player", "player_assets", "player_html"]
