import numpy as np

from skelbench.choreography import TRAINED, Variation, choreograph, plan
from skelbench.choreography.script import Phase, Style, phase
from skelbench.choreography.surroundings import AFTER_SHARE, BEFORE_SHARE, EXCERPT_SHARE, excerpt, surrounded
from skelbench.choreography.timeline import write_timeline

NOD = Style("nod", (phase("down", 0.5, head=(20, 0, 0)), Phase("up", 0.5, home=True)))
SITTING = Style("sit", (phase("sink", 0.5, pelvis=(0, -0.4, -0.4)),))


def names(style, spare=4.0, seed=0):
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


def excerpts(style, seeds=400):
    found = []
    for seed in range(seeds):
        rng = np.random.Generator(np.random.PCG64(seed))
        timeline = write_timeline(style, (rng, rng), 1.0, 1.0, {})
        found.append((timeline, *excerpt(timeline, rng, (-9.0, 9.0))))
    return [(timeline, start, length) for timeline, start, length in found if start != -9.0]


def test_an_excerpt_keeps_all_but_the_first_and_the_last_phase():
    three = Style("three", (phase("one", 0.5), phase("two", 0.7), phase("three", 0.4)))
    found = excerpts(three)
    assert abs(len(found) / 400 - EXCERPT_SHARE) < 0.08
    for _, start, length in found:
        assert 0.0 <= start <= 0.5 and start + length >= 1.2 and length >= 0.6
    assert min(length for _, _, length in found) < 0.8
    assert max(length for _, _, length in found) > 1.4


def test_an_excerpt_of_one_phase_is_any_part_of_it():
    found = excerpts(Style("one", (phase("only", 3.0),)))
    assert min(start for _, start, _ in found) < 0.2 and max(start + length for _, start, length in found) > 2.8
    assert all(0.3 * 3.0 <= length <= 0.8 * 3.0 for _, _, length in found)
