"""The kernels of the `cuda` backend as machine code: built for a real device, without one."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="triton is not installed: pip install 'skelbench[cuda]'"
)

# Compiles every kernel for compute capability 9.0 (Hopper) and prints what the assembler says each needs.
PROGRAM = """
import json, pathlib, re, subprocess, triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource
from skelbench.render import cuda, triton_kernels

real, whole, long = "*fp32", "*i32", "*i64"
signatures = {
    "pack": {"table": real, "order": long, "out": (real, whole, whole), "reach": "fp32", "count": "i32"},
    "paint": {"packed": real, "boxes": whole, "starts": long, "pictures": real},
    "trace": {"packed": real, "places": (whole, long), "starts": long, "images": (real, real), "sums": real},
    "settle": {"table": real, "order": long, "packed": real, "first": long, "sums": real, "gradients": real},
}
tool = pathlib.Path(triton.__file__).parent / "backends" / "nvidia" / "bin" / "cuobjdump"
needs = {}
for name, signature in signatures.items():
    sized = name != "settle"
    source = ASTSource(
        fn=getattr(triton_kernels, name), signature={**signature, **({"SIZE": "constexpr"} if sized else {})},
        constexprs={(len(signature),): (448, 448)} if sized else {},
    )
    binary = triton.compile(source, target=GPUTarget("cuda", 90, 32), options=cuda._LAUNCH).asm["cubin"]
    path = pathlib.Path(name + ".cubin")
    path.write_bytes(binary)
    said = subprocess.run([tool, "-res-usage", path], capture_output=True, text=True, check=True).stdout
    needs[name] = {key: int(value) for key, value in re.findall(r"(REG|STACK|SHARED|LOCAL):(\\d+)", said)}
print(json.dumps(needs))
"""


def test_they_build_for_a_hopper_and_keep_everything_in_registers(project, tmp_path):
    surroundings = os.environ | {"TRITON_INTERPRET": "0", "TRITON_CACHE_DIR": str(tmp_path / "cache")}
    surroundings["PYTHONPATH"] = os.pathsep.join([str(project), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    needs = json.loads(done.stdout)
    assert set(needs) == {"pack", "paint", "trace", "settle"}
    for name, found in needs.items():
        assert found["STACK"] == found["LOCAL"] == found["SHARED"] == 0, name  # one warp shares and spills nothing
        assert found["REG"] <= 128, name  # 16 programs and more on a multiprocessor
