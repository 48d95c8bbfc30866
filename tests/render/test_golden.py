"""Our pictures and gradients against the published renderer's own."""

from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.render.golden import bar_of, judge_folder


@pytest.mark.realdata
@pytest.mark.parametrize("backend", ["cpu", "torch"])
@pytest.mark.parametrize("precision", ["single", "double"])
def test_golden_files_come_out_within_the_bars(reference_data, backend, precision):
    assert_within_the_bars(judge_folder(reference_data / "draction", backend, precision))


@pytest.mark.realdata
def test_the_definition_is_the_published_one_to_its_last_digits(reference_data, tmp_path):
    for name in ("one_c1.npz", "functional_112.npz", "draction_candidate_01.safetensors"):
        (tmp_path / name).symlink_to(reference_data / "draction" / name)
    figures = judge_folder(tmp_path, "reference", "double")["one_c1"]
    assert {key: value for key, value in figures.items() if value > bar_of(key)} == {}


@pytest.mark.slow  # half a minute and two gigabytes
def test_golden_files_come_out_within_the_bars_by_the_definition(reference_data):
    assert_within_the_bars(judge_folder(reference_data / "draction", "reference", "double"))


@pytest.mark.gpu
@pytest.mark.parametrize("precision", ["single", "double"])
def test_golden_files_come_out_within_the_bars_on_a_cuda_device(reference_data, precision):
    assert_within_the_bars(judge_folder(reference_data / "draction", "cuda", precision))


def assert_within_the_bars(cases):
    assert set(cases) == {"absent_c1", "hml_c1", "one_c1", "two_c1"}
    assert {"frames112", "frames224", "frames112_f64", "grad_poses", "grad_nfm.0.weight"} <= set(cases["two_c1"])
    over = {(case, key): value for case, keys in cases.items() for key, value in keys.items() if value > bar_of(key)}
    assert over == {}


def test_a_folder_without_cases_or_weights_says_what_is_missing(tmp_path):
    with pytest.raises(FormatError, match="npz files with poses"):
        judge_folder(tmp_path)
    np.savez(tmp_path / "lone.npz", poses=np.zeros((1, 1, 25, 3)), candidate=np.array(3))
    with pytest.raises(FormatError, match=r"case lone asks for the weights draction_candidate_03\.safetensors"):
        judge_folder(tmp_path)
    (tmp_path / "text.npz").write_text("no archive")
    with pytest.raises(FormatError, match=r"golden case as npz in text\.npz"):
        judge_folder(tmp_path)
