"""What `%load_ext skelbench` adds to a notebook: the report's look for its figures, and `%skel FILE`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from skelbench.errors import ParameterError

__all__ = ["load", "show_player"]


def load(shell: Any) -> None:
    """Give the notebook's figures the report's theme, and the notebook the line magic `%skel FILE`."""
    import plotly.io

    from skelbench.report.theme import use_theme

    use_theme()
    plotly.io.renderers.default = "plotly_mimetype"
    shell.register_magic_function(show_player, magic_kind="line", magic_name="skel")


def show_player(line: str) -> Any:
    """A player for the recording named on the line, of any format skelbench reads.

    Raises:
        ParameterError: the line does not name exactly one file.
    """
    from skelbench_widgets import Player

    from skelbench.formats import read

    words = shlex.split(line)
    if len(words) != 1:
        raise ParameterError(f"%skel expects one file, quoted where its name has spaces; found {len(words)} words")
    return Player(read(Path(words[0]).expanduser()))
