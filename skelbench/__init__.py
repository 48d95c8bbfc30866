"""skelbench: an interactive workbench for what human-skeleton action models read in a motion.

A file becomes a `SkeletonSequence`; the renderer turns it into frames; the model turns frames and a question into an
`Answer`; the gradient of that answer flows back to the joints; evidence measures the same joints; reports and widgets
only draw.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
