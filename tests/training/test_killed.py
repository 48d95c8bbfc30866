"""A training that is killed at any moment, and one that is shared by two processes, against one left alone."""

import json
import multiprocessing
import os
import random
import socket
import time

import numpy as np
import pytest
import torch

from skelbench.training import RunFolder, Trainer, build_model, read_recipe

RECIPE = """
name = "small"
seed = 3
data = "choreography:seed=1,clips=24,split=train,actions=wave+clap+bow,topologies=mixed"
held_out = ""
precision = "float32"
checkpoint_every = 2
[model]
width = 48
layers = 1
frames = 2
image_size = 56
vocabulary = 384
[[stages]]
name = "first"
trains = ["render", "vision", "project", "language"]
clips = 20
batch = 4
learning_rate = 1.0e-3
optimiser = "muon"
[stages.tasks]
choose_label = {}
yes_no = { branches = 2 }
[[stages]]
name = "second"
task = "rationale"
trains = ["project", "lora"]
clips = 12
batch = 4
learning_rate = 1.0e-3
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("recipe") / "small.toml"
    path.write_text(RECIPE)
    return path


def train(recipe, folder, workers, environment):
    os.environ.update(environment)
    torch.set_num_threads(1)
    read = read_recipe(recipe)
    model = build_model(read, ("wave", "clap", "bow"))
    model = Trainer(model, read, RunFolder(folder), workers=workers).run()
    torch.save(model.state_dict(), folder / "end.pt")


def start(recipe, folder, workers=0, **environment):
    """A process of its own, forked from a server that has imported what takes long."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["skelbench.training"])
    process = context.Process(target=train, args=(recipe, folder, workers, environment))
    process.start()
    return process


def finish(process):
    process.join(300)
    assert process.exitcode == 0


@pytest.fixture(scope="module")
def alone(written, tmp_path_factory):
    """A run nobody disturbs."""
    folder = tmp_path_factory.mktemp("alone")
    finish(start(written, folder))
    return folder


def lines(folder):
    return [json.loads(line) for line in (folder / "steps.jsonl").read_text().splitlines()]


def steps_written(folder):
    path = folder / "steps.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def kill_and_resume(written, alone, folder, kills, workers):
    chance, killed = random.Random(kills), 0
    while killed < kills:
        process = start(written, folder, workers)
        goal = steps_written(folder) + chance.randrange(0, 3)
        while process.is_alive() and steps_written(folder) < goal:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.1))
        if not process.is_alive():
            break
        process.kill()  # SIGKILL
        process.join()
        killed += 1
    finish(start(written, folder, workers))
    ours, theirs = (torch.load(path / "end.pt", weights_only=True) for path in (folder, alone))
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)
    told = [[line | {"seconds": 0} for line in lines(path)] for path in (folder, alone)]
    assert told[0] == told[1]
    return killed


def test_a_training_killed_twice_ends_with_the_bytes_of_one_left_alone(written, alone, tmp_path):
    assert [line["step"] for line in lines(alone)] == list(range(1, 9))
    assert kill_and_resume(written, alone, tmp_path, 2, workers=0) == 2


@pytest.mark.slow
@pytest.mark.parametrize("workers", [0, 1])
def test_a_training_killed_twenty_times_ends_with_the_bytes_of_one_left_alone(tmp_path, workers):
    longer = tmp_path / "small.toml"
    longer.write_text(RECIPE.replace("clips = 20", "clips = 100").replace("clips = 12", "clips = 60"))
    (tmp_path / "alone").mkdir()
    finish(start(longer, tmp_path / "alone"))
    assert kill_and_resume(longer, tmp_path / "alone", tmp_path / "killed", 20, workers) == 20


def test_two_processes_with_half_a_batch_each_follow_the_loss_of_one(written, alone, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "ACCELERATE_USE_CPU": "true"}
    both = [start(written, tmp_path, RANK=rank, LOCAL_RANK=rank, **shared) for rank in ("0", "1")]
    for process in both:
        finish(process)
    ours, theirs = (np.array([line["loss"] for line in lines(folder)]) for folder in (tmp_path, alone))
    assert [line["clips_seen"] for line in lines(tmp_path)] == [line["clips_seen"] for line in lines(alone)]
    np.testing.assert_allclose(ours, theirs, rtol=1e-4)  # sums in another order


def test_checkpoints_of_an_undisturbed_run_are_the_last_two(alone):
    kept = sorted(path.name for path in (alone / "checkpoints").iterdir())
    assert kept == ["step-00000006.pt", "step-00000008.pt"]
