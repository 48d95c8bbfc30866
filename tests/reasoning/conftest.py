"""The body built by hand of tests/evidence, for claims whose truth is known without the code."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "evidence_conftest", Path(__file__).parents[1] / "evidence" / "conftest.py"
)
assert _SPEC is not None and _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)

build, seconds = _MODULE.build, _MODULE.seconds
