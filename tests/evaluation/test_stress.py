import numpy as np
import pytest

from skelbench.datasets import load
from skelbench.errors import ParameterError
from skelbench.evaluation import (
    AnswerStore,
    Reader,
    StressSettings,
    cross_format_tables,
    disturbances,
    formats_of,
    reliance_table,
    robustness_table,
)
from skelbench.records import Answer, Question

LABELS = ("wave", "sit down", "stand up", "walk")


@pytest.fixture(scope="module")
def clips():
    return load("choreography:seed=3,clips=8,actions=sit down+stand up")


def answers(names):
    return [Answer(Question("?", LABELS), {label: float(label == name) for label in LABELS}) for name in names]


@pytest.fixture(scope="module", autouse=True)
def _torch_is_there():
    import skelbench.models  # noqa: F401  what counting people brings in: not on the clock of the first test


def by_motion(sequences):
    """Sits down or stands up, by whether the pelvis ends lower than it began; else it waves."""
    moved = [float(s.landmark("pelvis")[-1, 0, 1] - s.landmark("pelvis")[0, 0, 1]) for s in sequences]
    return answers(["wave" if abs(m) < 0.1 else "sit down" if m < 0 else "stand up" for m in moved])


@pytest.fixture
def reader():
    return Reader(by_motion, batch=5)


def test_a_reader_of_motion_loses_it_when_frozen_and_turns_round_with_time(reader, clips):
    table = reliance_table(reader, clips).set_index("kind")
    assert table.loc["as recorded", "accuracy"] == 1.0
    assert table.loc["motion frozen", ["accuracy", "change"]].tolist() == [0.0, -1.0]
    assert table.loc["time reversed", ["accuracy", "followed", "followed_of"]].tolist() == [0.0, 1.0, 8]
    assert table.loc["another's motion", ["accuracy", "followed"]].tolist() == [0.0, 1.0]
    assert np.isnan(table.loc["motion frozen", "followed"])


def test_a_reader_of_poses_does_not_notice(clips):
    def poses(sequences):
        heights = [float(np.nanmin(s.landmark("pelvis")[:, 0, 1])) for s in sequences]
        return answers(["sit down" if height < 5 else "walk" for height in heights])

    table = reliance_table(Reader(poses), clips).set_index("kind")
    for kind in ("motion frozen", "frames shuffled", "time reversed"):
        assert table.loc[kind, ["change", "same_answer"]].tolist() == [0.0, 1.0]


def test_robustness_has_the_published_rows_each_paired_with_the_plain_clips(reader, clips):
    table = robustness_table(reader, clips)
    assert table["kind"].tolist()[0] == "as recorded" and len(table) == 1 + len(disturbances())
    levels = table.groupby("kind", sort=False)["level"].agg(list).to_dict()
    assert levels["joints left out"] == ["10%", "20%", "30%", "50%"]
    assert levels["noise"] == ["2 cm", "5 cm", "10 cm"]
    assert levels["fewer joints"] == ["20", "17", "13"]
    aside = table[table["kind"] == "seen from aside"]
    assert aside["change"].tolist() == [0.0] * 3 and (table["upper"] >= table["accuracy"]).all()
    assert (table["clips"] == 8).all()


def test_formats_are_the_same_motions_written_differently(reader, clips):
    formats = formats_of(clips)
    assert {found[0].sequence.dimensions for found in formats.values()} == {2, 3}
    plain = {name: found for name, found in formats.items() if "2-D" not in name and "coco" not in name}
    table, same = cross_format_tables(reader, plain)
    assert table["accuracy"].tolist() == [1.0] * len(plain)
    assert same.to_numpy().tolist() == [[1.0] * len(plain)] * len(plain)


def test_choreography_of_one_seed_on_several_topologies_is_paired_by_place(reader):
    source = "choreography:seed=3,clips=4,actions=sit down+stand up,topologies={}"
    table, same = cross_format_tables(reader, {name: load(source.format(name)) for name in ("kinect_v2", "smpl_22")})
    assert table["change"].tolist() == [0.0, 0.0] and same.shape == (2, 2)


def test_formats_of_other_clips_are_no_pairs(reader, clips):
    with pytest.raises(ParameterError, match="same clips"):
        cross_format_tables(reader, {"a": clips, "b": clips[:4]})


def test_answers_are_kept_row_by_row_and_rows_are_told(clips, tmp_path):
    asked, told = [], []

    def ask(sequences):
        asked.append(len(sequences))
        return by_motion(sequences)

    settings = StressSettings(store=AnswerStore(tmp_path), progress=told.append)
    first = reliance_table(Reader(ask, "key"), clips, settings)
    assert told[:2] == ["as recorded", "motion frozen"] and sum(asked) == 6 * 8
    again = reliance_table(Reader(ask, "key"), clips, settings)
    assert sum(asked) == 6 * 8
    assert again.equals(first)


def test_one_label_alone_has_nobody_to_exchange_motions_with(reader):
    with pytest.raises(ParameterError, match="'sit down' alone"):
        reliance_table(reader, load("choreography:clips=2,actions=sit down"))
