import nbformat
import pytest

from skelbench.errors import ReportError
from skelbench.report.catalogue import find_notebook, list_notebooks


def test_a_notebook_is_found_by_every_form_of_its_name(tiny_project):
    paths = {find_notebook(name).path for name in ("tiny", "03_tiny", "03", "03_tiny.ipynb", "notebooks/03_tiny.ipynb")}
    assert paths == {tiny_project / "notebooks" / "03_tiny.ipynb"}
    assert find_notebook("tiny").schema["factor"].default == 2.5


def test_a_wrong_name_suggests_the_nearest(tiny_project):
    with pytest.raises(ReportError, match=r"No report is called 'tny'\. Did you mean 'tiny'"):
        find_notebook("tny")


def test_a_notebook_without_parameters_is_no_report(tiny_project):
    plain = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Index")])
    nbformat.write(plain, tiny_project / "notebooks" / "00_index.ipynb")
    assert [notebook.name for notebook in list_notebooks()] == ["tiny"]
    with pytest.raises(ReportError, match="no cell tagged 'parameters'"):
        _ = find_notebook("notebooks/00_index.ipynb").schema


def test_a_broken_notebook_is_named(tiny_project):
    (tiny_project / "odd.ipynb").write_text("{not json")
    with pytest.raises(ReportError, match=r"Expected a notebook in odd\.ipynb"):
        _ = find_notebook("odd.ipynb").schema
