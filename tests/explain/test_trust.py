import pytest

from skelbench.datasets import load
from skelbench.errors import ExplanationError
from skelbench.explain import AttributionSettings, ControlSettings, trust_figures, trust_of

QUICK = AttributionSettings(samplings=1, steps=8)


def clips(actions):
    return load(f"choreography:seed=1,clips=2,split=held_out,actions={actions},topologies=kinect_v2")


def test_every_figure_stands_beside_its_controls(tiny_model):
    figures = trust_figures(tiny_model, clips("wave+clap"), QUICK)
    assert (figures["clips"], figures["gradient_steps"]) == (2, 8)
    assert set(figures["controls"]) == {"random joints", "motion energy"}
    lift = figures["controls"]["motion energy"]["lift"]
    assert lift.estimate == pytest.approx(figures["own_drop"] - figures["controls"]["motion energy"]["drop"], abs=1e-9)


def test_a_label_the_model_does_not_know_is_refused(tiny_model):
    with pytest.raises(ExplanationError, match="'bow' is not a label of this model"):
        trust_of(tiny_model, clips("bow")[0], QUICK, ControlSettings())
