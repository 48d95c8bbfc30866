import json

import pytest
import torch

from skelbench.cli.bench_sparse import large_model
from skelbench.errors import ParameterError


def test_tokens_seconds_savings_and_the_difference_are_printed(run):
    code, out, _ = run("bench", "sparse", "--pixels", 56, "--clips", 1, "--repeats", 1, "--json")
    (row,) = json.loads(out)["costs"]
    assert code == 0
    assert row["pixels"] == 56
    assert row["patches_sparse"] <= row["patches_dense"] == 8 * 16
    assert row["tokens_dense"] - row["tokens_sparse"] == (row["patches_dense"] - row["patches_sparse"]) / 4
    assert row["worst_log_prob_difference"] < 1e-4


def test_both_ways_of_reading_are_paired_by_accuracy(run, tiny_folder):
    data = "choreography:seed=2,clips=6,split=held_out,actions=trained,topologies=kinect_v2"
    words = ["--model", tiny_folder, "--clips", 1, "--repeats", 1, "--data", data, "--json"]
    code, out, err = run("bench", "sparse", *words)
    assert code == 0, err
    accuracy = json.loads(out)["accuracy"]
    assert accuracy["trained_with"] == "foreground"
    lower, upper = accuracy["difference_interval"]
    assert lower <= accuracy["accuracy"] - accuracy["accuracy_of_other"] <= upper


def test_the_large_network_needs_a_device(run):
    if torch.cuda.is_available():
        pytest.skip("a CUDA device is here")
    with pytest.raises(ParameterError, match="found none"):
        large_model()


@pytest.mark.gpu
def test_a_network_of_the_published_size_is_read_faster_and_in_less_memory_without_its_background(run):
    code, out, err = run("bench", "sparse", "--large", "--clips", 2, "--json")
    assert code == 0, err
    (row,) = json.loads(out)["costs"]
    assert row["pixels"] == 448
    assert row["saving"] >= 0.7 * row["allowed_saving"]
    assert row["memory_mb_sparse"] <= row["memory_mb_dense"]
