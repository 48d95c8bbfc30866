import hashlib
from collections import Counter
from pathlib import Path

import numpy as np

import skelbench.reasoning
from skelbench.choreography import choreograph
from skelbench.reasoning import Claim, parse_claims, tell_reasons
from skelbench.reasoning.claim_bench import frozen_shapes

FROZEN = "cdfcbc476f6d45917a687444cf3df7899ad645632a234404378182bef8b1b02b"


def said(claims):
    return Counter(
        f"({claims[one.first]}) {one.action} ({claims[one.second]})" if one.is_order else str(one) for one in claims
    )


def test_the_frozen_sentences_are_those_that_were_written_before_the_parser():
    path = Path(skelbench.reasoning.__file__).with_name("paraphrases.toml")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == FROZEN
    shapes = frozen_shapes()["shape"]
    assert len(shapes) >= 40 and sum(len(shape["sentences"]) for shape in shapes) >= 200


def test_the_claims_of_the_frozen_sentences_are_read_and_few_others():
    defaults = frozen_shapes()["defaults"]
    wanted = found = more = 0
    for shape in frozen_shapes()["shape"]:
        for frozen in shape["sentences"]:
            text = frozen["text"].format(**defaults)
            right = said([Claim.read(claim.format(**defaults)) for claim in frozen["claims"]])
            got = said(parse_claims(text[0].upper() + text[1:]).claims)
            wanted, found = wanted + right.total(), found + (right & got).total()
            more += (got - right).total()
    assert found >= 0.99 * wanted and more <= 0.02 * wanted


def test_what_is_not_understood_is_kept_and_counted():
    parsed = parse_claims("The weather is fine. The left hand goes to the mouth. Colourless ideas sleep.\nLabel: eat")
    assert parsed.unparsed == ("The weather is fine", "Colourless ideas sleep")
    assert [str(claim) for claim in parsed.claims] == ["left hand | at | mouth"] and parsed.label == "eat"
    assert parse_claims("").claims == ()


def test_told_reasons_are_read_whole():
    for label in ("drink water", "clap", "kick", "squat", "wave"):
        truth = choreograph(label, 4).truth
        for seed in range(5):
            parsed = parse_claims(tell_reasons(truth, label, np.random.default_rng(seed)))
            assert all("the person" in one for one in parsed.unparsed)  # what a coach would say is no claim of ours
            assert parsed.label == label and parsed.claims


def test_pronouns_stand_for_what_was_named_last():
    parsed = parse_claims("The left hand rises. Then it goes to the ear. The trunk leans forward, then it straightens.")
    assert [str(claim) for claim in parsed.claims if not claim.is_order] == [
        "left hand | goes | up", "left hand | at | ear", "trunk | bends | forward", "trunk | straightens"
    ]  # fmt: skip
