"""What a report may be told: the schema read from a notebook's `parameters` cell, and values checked against it.

A line of that cell is `name = default  # help [accepts]`; `accepts` is a range (`0 to 10`), a list (`camera | keep`) or
a kind of file (`skeleton file`, `model folder`).
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from skelbench.errors import ParameterError
from skelbench.records import ReportParameter, digest
from skelbench.registry import suggest

__all__ = ["Parameter", "Schema", "is_secret_name", "parse_pairs", "read_schema", "report_id"]

Value = str | int | float | bool

_SECRET_WORDS = frozenset(
    {"apikey", "auth", "bearer", "credential", "credentials", "passphrase", "passwd", "password", "passwords", "pwd",
     "secret", "secrets", "token"}
)  # fmt: skip
_SECRET_KEYS = frozenset(
    {"access", "api", "auth", "client", "encryption", "hub", "private", "secret", "service", "signing", "ssh"}
)
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_RANGE = re.compile(r"^(-?[\d.]+(?:e-?\d+)?) to (-?[\d.]+(?:e-?\d+)?)\b")


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell."""

    name: str
    default: Value
    help: str = ""
    accepts: str = ""

    @property
    def type(self) -> str:
        """The default value's type: bool, int, float or str."""
        return type(self.default).__name__

    def parse(self, value: Any) -> Value:
        """The value in the parameter's type, from a command line's text or from Python.

        Raises:
            ParameterError: the value is of another type, out of range or not among the accepted ones.
        """
        try:
            found = self._converted(value)
        except (ValueError, TypeError) as error:
            raise ParameterError(
                f"Parameter '{self.name}' needs {_KINDS[self.type]}, found {value!r}{self._hint()}"
            ) from error
        self._check(found)
        return found

    def _converted(self, value: Any) -> Value:
        kind = type(self.default)
        if kind is bool:
            word = str(value).strip().lower()
            if word not in _YES | _NO:
                raise ValueError(word)
            return word in _YES
        if isinstance(value, bool) or (kind is str and not isinstance(value, str)):
            raise TypeError(type(value).__name__)
        if kind is int and isinstance(value, float) and not value.is_integer():
            raise ValueError(value)
        return kind(value)

    def _check(self, value: Value) -> None:
        limits = _RANGE.match(self.accepts)
        if limits and isinstance(value, int | float) and not float(limits[1]) <= value <= float(limits[2]):
            raise ParameterError(f"Parameter '{self.name}' accepts {self.accepts}, found {value!r}")
        options = [option.strip() for option in self.accepts.split("|")] if "|" in self.accepts else []
        if options and value not in options:
            near = suggest(str(value), options)
            raise ParameterError(f"Parameter '{self.name}' accepts {' or '.join(options)}, found {value!r}.{near}")

    def _hint(self) -> str:
        return f" ({self.help})" if self.help else ""


_KINDS = {"bool": "true or false", "int": "a whole number", "float": "a number", "str": "text"}


@dataclass(frozen=True)
class Schema:
    """The parameters of one notebook, in its own order."""

    notebook: str
    parameters: tuple[Parameter, ...]

    def __contains__(self, name: object) -> bool:
        return any(parameter.name == name for parameter in self.parameters)

    def __getitem__(self, name: str) -> Parameter:
        found = next((parameter for parameter in self.parameters if parameter.name == name), None)
        if found is None:
            known = [parameter.name for parameter in self.parameters]
            raise ParameterError(
                f"Report '{self.notebook}' has no parameter '{name}'.{suggest(name, known)} "
                f"Known: {', '.join(known) or 'none'}."
            )
        return found

    def parse(self, given: Mapping[str, Any]) -> dict[str, Value]:
        """Every parameter's value: the given ones checked, the others at their defaults.

        Raises:
            ParameterError: a name is unknown or holds a secret, or a value does not fit.
        """
        for name in given:
            _refuse_secret(name)
        checked = {name: self[name].parse(value) for name, value in given.items()}
        return {parameter.name: checked.get(parameter.name, parameter.default) for parameter in self.parameters}

    def changed(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values that differ from their defaults."""
        return {p.name: values[p.name] for p in self.parameters if values[p.name] != p.default}

    def record(self, values: Mapping[str, Value]) -> tuple[ReportParameter, ...]:
        """The values as a report's record keeps them."""
        return tuple(ReportParameter(p.name, p.type, values[p.name]) for p in self.parameters)


def is_secret_name(name: str) -> bool:
    """Whether a name's whole words name a secret: `hub_token` and `apiKey` do, `max_new_tokens` and `keypoints` do not.

    >>> is_secret_name("hub_token"), is_secret_name("max_new_tokens")
    (True, False)
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    parts = [word for word in re.split(r"[^a-z0-9]+", words) if word]
    named_keys = (first in _SECRET_KEYS and second in {"key", "keys"} for first, second in pairwise(parts))
    return bool(_SECRET_WORDS & set(parts)) or any(named_keys)


def _refuse_secret(name: str) -> None:
    if is_secret_name(name):
        raise ParameterError(
            f"Parameter '{name}' names a secret, and a report stores its parameters: "
            f"set the environment variable {name.upper()} instead and read it inside the notebook"
        )


def parse_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """`key=value` texts as a mapping.

    Raises:
        ParameterError: a text has no `=`, or a name is given twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        _refuse_secret(name)
        if not equals or not name:
            raise ParameterError(f"A parameter is given as -p name=value, found '{pair}'")
        if name in found:
            raise ParameterError(f"Parameter '{name}' is given twice")
        found[name] = value.strip()
    return found


def read_schema(notebook: str, source: str) -> Schema:
    """The schema of a parameters cell.

    Raises:
        ParameterError: the cell holds something else than `name = literal` lines, or a name that holds a secret.
    """
    try:
        statements = ast.parse(source).body
        comments = _comments(source)
        parameters = tuple(_parameter(statement, comments.get(statement.lineno, "")) for statement in statements)
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        raise ParameterError(
            f"Expected lines 'name = default  # help' in the parameters cell of '{notebook}', but {error}"
        ) from error
    for parameter in parameters:
        _refuse_secret(parameter.name)
    return Schema(notebook, parameters)


def _parameter(statement: ast.stmt, comment: str) -> Parameter:
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        raise ValueError(f"line {statement.lineno} is no assignment")
    target, default = statement.targets[0], ast.literal_eval(statement.value)
    if not isinstance(target, ast.Name) or not isinstance(default, str | int | float | bool):
        raise ValueError(f"line {statement.lineno} does not give one name a text, number, true or false")
    described = re.fullmatch(r"(.*?)\s*(?:\[(.*)\])?", comment)
    text, accepts = described.groups() if described else (comment, None)
    return Parameter(target.id, default, text, accepts or "")


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}


def report_id(schema: Schema, values: Mapping[str, Value]) -> str:
    """The notebook's name, and eight digits that stand for the parameters that differ from their defaults."""
    changed = schema.changed(values)
    return f"{schema.notebook}-{digest(changed)[:8]}" if changed else schema.notebook
