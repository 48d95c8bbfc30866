"""The house's own rules: layers, sizes, names, pins, and nothing of this machine in what is shared."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*(ROOT / "skelbench").rglob("*.py"), *(ROOT / "widgets" / "skelbench_widgets").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

FILE_LINES, BODY_LINES, ARGUMENTS, CELL_LINES = 400, 50, 6, 15
VAGUE_NAMES = {"utils", "util", "common", "misc", "base", "helpers", "helper", "manager"}

# Modules without a test file of their own that no test imports by name, and why that is enough.
TESTED_ELSEWHERE = {
    "skelbench.__main__": "two lines that call skelbench.cli.main; tests/cli/test_app.py runs `python -m skelbench`",
    "skelbench.records.run": "one frozen dataclass without code; tests/records/test_report.py writes and reads it",
}

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    inside = path.relative_to(ROOT / "widgets" if path.is_relative_to(ROOT / "widgets") else ROOT)
    return ".".join(part for part in inside.with_suffix("").parts if part != "__init__")


def functions(tree: ast.AST) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(tree) if isinstance(node, FunctionNode))


def body_lines(function: FunctionNode) -> int:
    """Lines of the body without its docstring."""
    first = function.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and type(first.value.value) is str
    )
    body = function.body[1:] if documented else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def argument_names(function: FunctionNode) -> list[str]:
    spec = function.args
    stars = [star for star in (spec.vararg, spec.kwarg) if star]
    return [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *stars) if a.arg not in ("self", "cls")]


def declared_names(tree: ast.Module) -> list[str] | None:
    """The literal value of `__all__`, or None where there is none."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return list(ast.literal_eval(node.value))
    return None


def bound_names(statements: list[ast.stmt]) -> set[str]:
    """Every name a module binds at its top level, branches of `if` and `try` included."""
    names: set[str] = set()
    for node in statements:
        if isinstance(node, FunctionNode | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names |= {
                part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
        elif isinstance(node, ast.If | ast.Try):
            names |= bound_names(
                [child for child in ast.walk(node) if isinstance(child, ast.stmt) and child is not node]
            )
    return names


def imported_modules(tree: ast.AST) -> set[str]:
    """Dotted names a file imports; `from a.b import c` counts as a.b.c and as a.b."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def shared_files() -> list[Path]:
    """What git would share: tracked files and untracked ones it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files are shared")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def test_the_layers_hold():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_below_the_renderer_loads_torch_and_asking_for_help_loads_neither_torch_nor_jupyter():
    light = ["errors", "registry", "paths", "records", "skeleton", "formats", "evidence", "choreography", "datasets"]
    heavy = {"torch", "transformers", "captum", "IPython", "ipywidgets", "anywidget", "nbformat"}
    program = (
        f"import importlib, sys\nfor name in {light}: importlib.import_module('skelbench.' + name)\n"
        "import skelbench.cli.app as frame\nframe.register()\n"
        f"print(*sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_no_file_is_longer_than_400_lines():
    long = {shown(path): count for path in SOURCES if (count := len(path.read_text().splitlines())) > FILE_LINES}
    assert long == {}


def test_no_function_is_longer_than_50_lines(trees: dict[Path, ast.Module]):
    long = {
        f"{shown(path)}:{function.lineno} {function.name}": body_lines(function)
        for path, tree in trees.items()
        for function in functions(tree)
        if body_lines(function) > BODY_LINES
    }
    assert long == {}


def test_no_function_takes_more_than_6_arguments(trees: dict[Path, ast.Module]):
    """A command's options are its arguments: the public functions of skelbench/cli are exempt."""
    wide = {
        f"{shown(path)}:{function.lineno} {function.name}": len(argument_names(function))
        for path, tree in trees.items()
        for function in functions(tree)
        if len(argument_names(function)) > ARGUMENTS
        and not (path.is_relative_to(ROOT / "skelbench" / "cli") and not function.name.startswith("_"))
    }
    assert wide == {}


def test_no_module_has_a_vague_name():
    assert [shown(path) for path in SOURCES if VAGUE_NAMES & {path.stem, path.parent.name}] == []


def test_every_module_lists_its_public_names(trees: dict[Path, ast.Module]):
    assert [shown(path) for path, tree in trees.items() if declared_names(tree) is None] == []


def test_every_listed_name_exists_and_every_public_definition_is_listed(trees: dict[Path, ast.Module]):
    wrong = {}
    for path, tree in trees.items():
        listed = set(declared_names(tree) or ())
        defined = {node.name for node in tree.body if isinstance(node, FunctionNode | ast.ClassDef)}
        missing = {name for name in defined if not name.startswith("_")} - listed
        absent = listed - bound_names(tree.body)
        if missing or absent:
            wrong[shown(path)] = {"defined but not listed": sorted(missing), "listed but not there": sorted(absent)}
    assert not wrong, json.dumps(wrong, indent=1)


def test_every_list_of_public_names_is_sorted():
    folders = [ROOT / "skelbench", ROOT / "widgets"]
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "RUF022", "--no-cache", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def own_test(module: str) -> Path:
    """skelbench.render.camera -> tests/render/test_camera.py; the widgets' tests lie in tests/widgets."""
    package, *folders, name = module.split(".")
    inside = ["widgets"] if package == "skelbench_widgets" else folders
    return (ROOT / "tests").joinpath(*inside, f"test_{name}.py")


def test_every_module_is_tested():
    imported = set().union(*(imported_modules(ast.parse(path.read_text(encoding="utf-8"))) for path in TESTS))
    for package in (path for path in SOURCES if path.name == "__init__.py"):  # what tests import through a package
        for node in ast.parse(package.read_text(encoding="utf-8")).body:
            names = [alias.asname or alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            if any(f"{module_name(package)}.{name}" in imported for name in names):
                imported.add(node.module)
    names = {module_name(path) for path in SOURCES if path.name != "__init__.py"}
    own = {name for name in names if own_test(name).is_file()}
    untested = sorted(names - own - imported - set(TESTED_ELSEWHERE))
    assert not untested, "\n".join(["neither a test file of their own nor a test that imports them:", *untested])


def test_the_list_of_modules_tested_elsewhere_is_not_out_of_date():
    names = {module_name(path) for path in SOURCES}
    assert [name for name in TESTED_ELSEWHERE if name not in names] == []


def test_no_test_folder_is_a_package_and_every_test_folder_mirrors_one():
    packages = {path.name for path in (ROOT / "skelbench").iterdir() if (path / "__init__.py").is_file()}
    allowed = packages | {"contracts", "notebooks", "browser", "widgets"}
    folders = {path.parent for path in TESTS if path.parent != ROOT / "tests"}
    assert [shown(folder) for folder in folders if folder.relative_to(ROOT / "tests").parts[0] not in allowed] == []
    assert [shown(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^[\s-]*([A-Za-z0-9_.-]+)==([^\s#]+)", text, flags=re.MULTILINE)
    return {name.lower().replace("_", "-"): version for name, version in found}


def test_every_dependency_has_a_pin():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = settings["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"], *settings["build-system"]["requires"]]
    names = {re.split(r"[\s\[<>=!~;]", requirement)[0].lower().replace("_", "-") for requirement in asked}
    assert names - pins((ROOT / "constraints.txt").read_text()).keys() == set()


def test_every_pin_lies_within_the_range_the_project_declares():
    from packaging.requirements import Requirement

    held = pins((ROOT / "constraints.txt").read_text())
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, [*settings["dependencies"], *settings["optional-dependencies"]["dev"]])
    assert [str(item) for item in asked if not item.specifier.contains(held[item.name.lower()])] == []


def test_the_conda_environment_repeats_the_pins_and_the_install_line():
    text = (ROOT / "environment.yml").read_text()
    held = pins((ROOT / "constraints.txt").read_text())
    repeated = pins(text)
    assert repeated
    assert {name: version for name, version in repeated.items() if held.get(name) != version} == {}
    pip_section = [line.strip().removeprefix("- ") for line in text.partition("- pip:")[2].splitlines() if line.strip()]
    assert pip_section == ["-c constraints.txt", f"torch=={held['torch']}", "-e .[dev]"]


def test_the_makefile_installs_what_the_constraints_say():
    text = (ROOT / "Makefile").read_text()
    held = pins((ROOT / "constraints.txt").read_text())
    assert re.findall(r"torch==([0-9.]+)", text) in ([], [held["torch"]])
    assert '-c constraints.txt -e ".[dev]"' in text


def test_the_version_is_the_same_everywhere():
    import skelbench

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert skelbench.__version__ == declared
    assert f"version: {declared}" in (ROOT / "CITATION.cff").read_text()
    assert (
        f"[{declared}]" in (ROOT / "CHANGELOG.md").read_text() or "[Unreleased]" in (ROOT / "CHANGELOG.md").read_text()
    )


def test_the_licence_is_apache_2():
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"


def registry_hosts() -> set[str]:
    """Hosts this machine installs from, read off its own settings and never written here."""
    done = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    return {host for host in re.findall(r"https?://(?:[^/@\s'\"]*@)?([^/:\s'\"]+)", done.stdout) if "." in host}


def test_nothing_shared_names_a_place_of_this_machine_or_a_registry():
    places = [f"{ROOT}/", f"{ROOT.parent / 'shared'}/", *registry_hosts()]
    homes = re.compile(r"/(?:home|Users)/[a-z]\w*/|/root/[.\w]|index[-_]url|https?://[^\s\"']*/simple\b")
    found = []
    for path in shared_files():
        content = path.read_bytes()
        if b"\0" in content[:8192] or path == Path(__file__):
            continue
        text = content.decode("utf-8", "replace")
        found += [f"{shown(path)}: {place}" for place in places if place in text]
        found += [f"{shown(path)}: {match.group()}" for match in homes.finditer(text)]
    assert found == []


def test_no_recording_and_no_heavy_file_is_shared():
    model = ROOT / "data" / "models"
    heavy = {
        shown(path): path.stat().st_size
        for path in shared_files()
        if path.stat().st_size > (12_000_000 if path.is_relative_to(model) else 1_000_000)
    }
    assert heavy == {}


def code_cells(path: Path) -> list[dict[str, object]]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_a_story_and_holds_no_logic(path: Path):
    cells = code_cells(path)
    sources = ["".join(cell["source"]) for cell in cells]
    plain = ["\n".join(line for line in source.splitlines() if not line.startswith(("%", "!"))) for source in sources]
    defined = [
        node.lineno
        for text in plain
        for node in ast.walk(ast.parse(text))
        if isinstance(node, FunctionNode | ast.ClassDef)
    ]
    assert defined == [], "a cell defines a function or a class"
    assert [len(source.splitlines()) for source in sources if len(source.splitlines()) > CELL_LINES] == []
    assert [cell["outputs"] for cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    assert len(tagged) == 1, "a notebook needs exactly one cell tagged 'parameters'"


def test_the_readme_names_only_targets_commands_and_packages_that_exist():
    from skelbench.cli.app import COMMANDS, GROUPS

    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", readme, flags=re.MULTILINE)) - targets == set()
    assert set(re.findall(r"(?:bin/|-m )skelbench +([a-z]+)", readme)) - {*COMMANDS, *GROUPS} == set()
    packages = {path.parent.name for path in (ROOT / "skelbench").glob("*/__init__.py")}
    assert packages - set(re.findall(r"^  ([a-z]+)/ ", readme, flags=re.MULTILINE)) == set()


def test_every_tier_of_the_tests_has_its_target_and_ci_runs_those_that_need_no_more_than_a_machine():
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    makefile, ci = (ROOT / "Makefile").read_text(), (ROOT / ".ci" / "run").read_text()
    assert [name for marker in markers if f"-m {(name := marker.split(':')[0])} " not in makefile] == []
    tiers = ["test", "browser", "realdata", "check", "kernels"]
    assert re.findall(r"^tier \d+ ([a-z]+)$", ci, flags=re.MULTILINE) == tiers
    assert sum(map(int, re.findall(r"^tier (\d+) ", ci, flags=re.MULTILINE))) <= 35 * 60
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
