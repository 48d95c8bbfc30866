import sys
from pathlib import Path

import nbformat

from skelbench.report.clean import clean_notebook, without_paths


def test_this_machine_s_folders_leave_every_text(monkeypatch, tmp_path):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    text = f"{tmp_path}/data/a.bvh and {sys.prefix}/lib and {Path.home()}/x, <object at 0x7f00deadbeef>"
    cleaned = without_paths(text)
    assert cleaned == "data/a.bvh and python/lib and ~/x, <object at 0x…>"


def test_a_kept_notebook_has_no_timings_markers_or_widget_state(monkeypatch, tmp_path):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    marker = nbformat.v4.new_markdown_cell("An Exception was encountered")
    marker.metadata["tags"] = ["papermill-error-cell-tag"]
    cell = nbformat.v4.new_code_cell("1 / 0")
    cell.metadata.update(
        {"papermill": {"duration": 1}, "execution": {"shell.execute_reply": "then"}, "tags": ["injected-parameters"]}
    )
    cell.outputs = [nbformat.v4.new_output("error", ename="E", evalue=f"{tmp_path}/a", traceback=[f"in {tmp_path}/b"])]
    notebook = nbformat.v4.new_notebook(cells=[marker, cell])
    notebook.metadata.update({"papermill": {"input_path": "/secret"}, "widgets": {}})
    clean = clean_notebook(notebook)
    assert len(clean.cells) == 1 and clean.cells[0].id == "injected-parameters"
    assert not {"papermill", "widgets"} & set(clean.metadata) and set(clean.cells[0].metadata) == {"tags"}
    assert (clean.cells[0].outputs[0].evalue, clean.cells[0].outputs[0].traceback) == ("a", ["in b"])
