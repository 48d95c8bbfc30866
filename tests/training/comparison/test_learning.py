import json

import pytest
import torch

from skelbench.training.comparison.learning import Lesson, read_all, teach
from skelbench.training.run import RunFolder


def taught(contest, folder, stop_after=None, row="joints"):
    row, lesson = contest.grid.row(row), Lesson(24, 1e-2, 3, contest.grid.budget, checkpoint_every=2)
    reader = contest.reader(row, 3)

    def report(done, steps, loss):
        if done == stop_after:
            raise KeyboardInterrupt

    if stop_after:
        with pytest.raises(KeyboardInterrupt):
            teach(reader, contest._learning, lesson, RunFolder(folder), report)
        return reader, 0.0
    return reader, teach(reader, contest._learning, lesson, RunFolder(folder), report)


@pytest.mark.parametrize("row", ["joints", "graph"])
@pytest.mark.parametrize("stop_after", [1, 3, 4])
def test_a_training_killed_between_steps_ends_with_the_same_bytes(row, stop_after, small_contest, tmp_path):
    """Dropout included: the state of torch's generator is kept too."""
    whole = taught(small_contest, tmp_path / "whole", row=row)[0].state_dict()
    taught(small_contest, tmp_path / "cut", stop_after, row)
    resumed = taught(small_contest, tmp_path / "cut", row=row)[0].state_dict()
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    lines = [json.loads(line) for line in (tmp_path / "cut" / "steps.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[-1]["clips_seen"] == 24


def test_a_training_that_is_done_is_not_done_again(small_contest, tmp_path):
    first, seconds = taught(small_contest, tmp_path)
    again, same = taught(small_contest, tmp_path)
    assert same == seconds
    assert all(torch.equal(first.state_dict()[name], again.state_dict()[name]) for name in first.state_dict())
    assert not again.training


def test_cpu_seconds_add_up_over_an_interruption(small_contest, tmp_path):
    taught(small_contest, tmp_path, stop_after=4)
    spent = RunFolder(tmp_path).load_checkpoint()["cpu_seconds"]
    assert 0 < spent < taught(small_contest, tmp_path)[1]


def test_every_clip_is_read_as_it_is(small_contest, tmp_path):
    reader, _ = taught(small_contest, tmp_path)
    scores, tokens = read_all(reader, small_contest._choosing, batch=4)
    with torch.no_grad():
        alone = reader([small_contest._choosing.as_it_is(5)])
    torch.testing.assert_close(scores[5:], alone, rtol=1e-4, atol=1e-5)
    assert scores.shape == (6, 2) and tokens == 0
