import numpy as np

from skelbench.explain import AttributionSettings, ControlSettings, Target, attribute, strongest, with_controls
from skelbench.explain.controls import motion_energy
from skelbench.skeleton import place_in_view


def test_the_strongest_are_named_by_person_and_joint():
    assert strongest(np.array([[0.0, 5.0], [7.0, 1.0]]), 2) == [(1, 0), (0, 1)]


def test_motion_energy_is_the_way_from_the_baseline(waving):
    placed = place_in_view(waving)
    lifted = placed.positions + np.array([0, 0.5, 0], dtype=np.float32)
    np.testing.assert_allclose(motion_energy(placed, lifted), 0.5 * placed.frames, rtol=1e-4)


def test_both_controls_stand_beside_the_attribution(tiny_model, waving):
    question, target, placed = tiny_model.question(), Target("wave"), place_in_view(waving)
    found = attribute(tiny_model, waving, question, target, AttributionSettings(samplings=1, steps=8))
    scorer = tiny_model.scorer(waving, question)
    controlled = with_controls(found, scorer, placed, target, ControlSettings(draws=6))
    random, energy = controlled.controls
    assert (random.name, energy.name) == ("random joints", "motion energy")
    assert random.lower <= random.control_drop <= random.upper
    top = [(0, placed.topology.joint_index[joint]) for joint in controlled.top_joints(3)]
    scores = scorer.without_joints([[], top])[:, 0]
    np.testing.assert_allclose(random.own_drop, float(scores[0] - scores[1]), atol=1e-5)
