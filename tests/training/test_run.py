import json

import torch

from skelbench.training import RunFolder, hardware, versions
from skelbench.training.run import parameter_summary


def test_steps_about_to_be_made_again_are_dropped(tmp_path):
    folder = RunFolder(tmp_path)
    for step in (1, 2, 3):
        folder.append_step({"step": step})
    with (tmp_path / "steps.jsonl").open("a") as file:
        file.write('{"step": 4, "lo')  # killed while writing
    folder.keep_steps_before(3)
    assert [json.loads(line)["step"] for line in (tmp_path / "steps.jsonl").read_text().splitlines()] == [1, 2]


def test_a_checkpoint_comes_back(tmp_path):
    folder = RunFolder(tmp_path)
    assert folder.load_checkpoint() is None
    folder.save_checkpoint({"step": 3, "model": {"w": torch.ones(2)}})
    state = folder.load_checkpoint()
    assert state is not None
    assert state["step"] == 3
    assert torch.equal(state["model"]["w"], torch.ones(2))


def test_a_parameter_is_a_number_or_four():
    found = parameter_summary({"one": torch.tensor(2.0), "many": torch.tensor([1.0, 3.0])})
    assert found == {"one": 2.0, "many": [2.0, 1.414214, 1.0, 3.0]}


def test_versions_and_machine_name_no_place():
    assert {"torch", "transformers", "python"} <= versions().keys()
    assert set(hardware()) == {"machine", "threads", "cuda"}


def test_the_last_two_checkpoints_are_kept_and_half_a_one_is_not_seen(tmp_path):
    folder = RunFolder(tmp_path)
    torch.save({"step": 8}, tmp_path / "checkpoints" / "last.pt")
    assert folder.load_checkpoint()["step"] == 8
    for step in (9, 10, 11):
        folder.save_checkpoint({"step": step})
    assert [path.stem for path in folder.checkpoints()] == ["step-00000010", "step-00000011"]
    (tmp_path / "checkpoints" / "step-00000012.part").write_bytes(b"half")
    assert folder.load_checkpoint()["step"] == 11
