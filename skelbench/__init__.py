"""skelbench: an interactive workbench for what human-skeleton action models read in a motion.

A file becomes a `SkeletonSequence`; the renderer turns it into frames; the model turns frames and a question into an
`Answer`; the gradient of that answer flows back to the joints; evidence measures the same joints; reports and widgets
only draw.
"""

from typing import Any

__all__ = ["__version__", "load_ipython_extension"]

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext skelbench` in a notebook: the report's look for figures, and `%skel FILE` for a player."""
    from skelbench.extension import load

    load(shell)
