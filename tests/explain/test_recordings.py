"""The shipped model on recordings of actions it was never trained on: it must say so, by the motion alone."""

import shutil

import pytest

from skelbench.explain import AttributionSettings, ControlSettings, ExplainSettings, explain_clip
from skelbench.formats import read
from skelbench.models import load_model

pytestmark = pytest.mark.realdata
QUICK = ExplainSettings(AttributionSettings(samplings=1, steps=4), ControlSettings(draws=2))
TRIAL = "pose2sim/S00_P01_MultiParticipants/S00_P01_T02_Participants1-2/pose-associated/cam01_json"


@pytest.fixture(scope="module")
def model():
    return load_model()


@pytest.mark.parametrize("name", ["S001C001P001R001A011", "S003C001P015R001A034"])  # reading, rubbing hands
def test_an_action_never_trained_is_called_unknown_whatever_the_file_is_called(model, real_data, tmp_path, name):
    renamed = tmp_path / "wave.skeleton"
    shutil.copy(real_data / "ntu_skeleton" / f"{name}.skeleton", renamed)
    explanation = explain_clip(model, read(renamed), settings=QUICK)
    assert explanation.rejected
    assert explanation.attributions == ()
    assert explanation.evidence


@pytest.mark.parametrize("place", ["ntu_skeleton/S001C003P008R002A058.skeleton", TRIAL])
def test_two_people_are_more_than_it_was_trained_on(model, real_data, place):
    answer = model.answer(read(real_data / place))
    assert answer.rejection.rejected
    assert "2 people" in answer.rejection.reason


def test_a_recorded_walk_is_read_as_a_walk_and_explained(model, real_data):
    explanation = explain_clip(model, read(next(real_data.rglob("walk01.bvh"))), settings=QUICK)
    assert explanation.answer.best == "walk"
    assert not explanation.rejected
    assert len(explanation.attributions) == 2


@pytest.mark.parametrize("name", ["S002C001P003R001A003", "S004C002P003R001A017"])  # brushing teeth, taking off a shoe
def test_actions_close_to_a_trained_one_are_called_unknown_too(model, real_data, name):
    assert model.answer(read(real_data / "ntu_skeleton" / f"{name}.skeleton")).rejection.rejected
