"""Every error skelbench raises on purpose.

SkelbenchError                 a sentence for the user; the command line prints it and exits with 2
├── FormatError                a file is not what it claims to be (names the file and the place)
├── SkeletonError              positions, masks, times or topology do not fit together
├── RecordError                a saved record is malformed or was changed
├── ParameterError             a parameter is unknown, misspelt, out of range or secret
├── UnknownNameError           a registry holds no such name (also a KeyError)
├── RenderError                the renderer was asked for something it cannot draw
├── ModelError                 a model folder is incomplete, or a question does not fit the model
├── ServerError                a model server cannot be had, or its budget is spent: the work stops
├── WorkError                  work that was split up took its workers down, or none could be had
├── ExplanationError           an attribution cannot be computed or trusted
└── ReportError                a report could not be made or does not verify
"""

__all__ = [
    "ExplanationError",
    "FormatError",
    "ModelError",
    "ParameterError",
    "RecordError",
    "RenderError",
    "ReportError",
    "ServerError",
    "SkelbenchError",
    "SkeletonError",
    "UnknownNameError",
    "WorkError",
]


class SkelbenchError(Exception):
    """A sentence that says what was expected, what was found, where, and what to do."""


class FormatError(SkelbenchError):
    """A file is not what it claims to be."""


class SkeletonError(SkelbenchError):
    """Positions, masks, times or topology do not fit together."""


class RecordError(SkelbenchError):
    """A saved record is malformed or was changed."""


class ParameterError(SkelbenchError):
    """A parameter is unknown, misspelt, out of range or secret."""


class UnknownNameError(SkelbenchError, KeyError):
    """A registry holds no item of that name."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class RenderError(SkelbenchError):
    """The renderer was asked for something it cannot draw."""


class ModelError(SkelbenchError):
    """A model folder is incomplete, or a question does not fit the model."""


class ServerError(SkelbenchError):
    """A model server cannot be had, or its budget is spent: no further question can be asked."""


class WorkError(SkelbenchError):
    """Work that was split up took its workers down, or none could be had."""


class ExplanationError(SkelbenchError):
    """An attribution cannot be computed or trusted."""


class ReportError(SkelbenchError):
    """A report could not be made or does not verify."""
