import numpy as np

from skelbench.choreography import TRAINED, Variation, choreograph, plan
from skelbench.choreography.script import Phase, Style, phase
from skelbench.choreography.surroundings import AFTER_SHARE, BEFORE_SHARE, surrounded
from skelbench.choreography.timeline import write_timeline

NOD = Style("nod", (phase("down", 0.5, head=(20, 0, 0)), Phase("up", 0.5, home=True)))
SITTING = Style("sit", (phase("sink", 0.5, pelvis=(0, -0.4, -0.4)),))


def names(style, spare=3.0, seed=0):
    rng = np.random.Generator(np.random.PCG64(seed))
    timeline = write_timeline(style, (rng, rng), 1.0, 1.0, {})
    return [item.name for item in surrounded(style, timeline, spare, rng).phases]


def test_the_action_itself_stays_whole():
    for seed in range(40):
        told = names(NOD, seed=seed)
        start = told.index("down")
        assert told[start : start + 2] == ["down", "up"]


def test_about_a_third_has_something_before_and_something_after():
    told = [names(NOD, seed=seed) for seed in range(400)]
    assert abs(np.mean([item[0] != "down" for item in told]) - BEFORE_SHARE) < 0.08
    assert abs(np.mean([item[-1] != "up" for item in told]) - AFTER_SHARE) < 0.08


def test_without_time_nothing_is_added():
    assert all(names(NOD, spare=1.0, seed=seed) == ["down", "up"] for seed in range(40))


def test_who_ends_seated_does_not_walk_off():
    told = [names(SITTING, seed=seed) for seed in range(100)]
    assert all(item[-1] == "sink" for item in told)
    assert any(item[0] == "walk up" for item in told)


def test_base_styles_whole_clips_and_a_wish_have_none():
    own = {
        item.name
        for label in TRAINED
        for seed in range(12)
        for item in plan(label, seed, Variation(styles="base")).style.phases
        if hasattr(item, "name")
    }
    assert "turn to it" not in own and "look round" not in own
    free = [choreograph("bow", seed, Variation(texts=False)) for seed in range(30)]
    bare = [choreograph("bow", seed, Variation(texts=False, around=False)) for seed in range(30)]
    different = sum(one.content_hash != two.content_hash for one, two in zip(free, bare, strict=True))
    assert 3 < different < 27
