"""Coordinates as text: the same language model, given numbers instead of pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from skelbench.models.backbones import BACKBONES
from skelbench.models.baselines.baseline import BASELINES, Baseline, BaselineKind
from skelbench.models.baselines.convolution import root_row
from skelbench.models.baselines.from_scratch import ScratchConfig, new_backbone
from skelbench.models.baselines.graph import hops_from
from skelbench.models.baselines.moments import people_by_motion
from skelbench.models.packing import PackedQuestion, pack_question
from skelbench.models.prompts import UNSEEN_JOINT, coordinates_question
from skelbench.render import Clip
from skelbench.skeleton import Topology

__all__ = ["STEPS", "CoordinatesConfig", "CoordinatesReader", "coordinates_text", "key_joints"]

STEPS = 100  # numbers 0 to 99 across the clip's longest side, so that each is one token
_KEY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "torso": ("pelvis", "spine", "chest"),
        "neck": ("neck", "head"),
        **{f"{side}_arm": (f"{side}_shoulder", f"{side}_elbow", f"{side}_hand") for side in ("left", "right")},
        **{f"{side}_leg": (f"{side}_hip", f"{side}_knee", f"{side}_ankle") for side in ("left", "right")},
    }
)


@dataclass(frozen=True)
class CoordinatesConfig(ScratchConfig):
    """Size of the language model; `image_size` only says how the clip's scene is drawn up, nothing is drawn."""


def key_joints(topology: Topology) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """At most three joints a part, by name, with the rows whose mean each is; none stands there twice.

    Human parts give their landmarks; other parts their nearest joint to the root, their farthest, and the one between.
    """
    hops = hops_from(root_row(topology), topology)
    found: dict[tuple[int, ...], str] = {}
    for part, joints in (topology.parts or {"body": topology.joints}).items():
        marks = [mark for mark in _KEY.get(part, ()) if topology.has(mark)]
        if not marks and joints:
            ordered = sorted(joints, key=lambda joint: hops[topology.joint_index[joint]])
            marks = [ordered[row] for row in sorted({0, (len(ordered) - 1) // 2, len(ordered) - 1})]
        for mark in marks:
            found.setdefault(topology.rows_of(mark), mark)
    return tuple((name, rows) for rows, name in found.items())


def coordinates_text(clip: Clip) -> str:
    """A line a frame and person: x, y and z of the key joints in hundredths of the clip's longest side.

    The person who moves most comes first, whatever the order in the file.
    """
    positions, scene = clip
    points, seen = positions[0].detach().double().cpu().numpy(), scene.valid & scene.present[..., None]
    lowest = np.where(seen[..., None], points, np.inf).reshape(-1, 3).min(0)
    span = np.where(seen[..., None], points, -np.inf).reshape(-1, 3).max(0) - lowest
    keys, box = [rows for _, rows in key_joints(scene.topology)], (lowest, float(span.max()))
    lines = []
    for number, frame in enumerate(scene.frames, start=1):
        for person in people_by_motion(clip):
            if seen[frame, person].any():
                words = [_place(points[frame, person], seen[frame, person], rows, box) for rows in keys]
                lines.append(f"Frame{number}: {' '.join(words)}\n")
    return "".join(lines)


def _place(
    points: npt.NDArray[np.float64], seen: npt.NDArray[np.bool_], rows: tuple[int, ...],
    box: tuple[npt.NDArray[np.float64], float],
) -> str:  # fmt: skip
    known = [row for row in rows if seen[row]]
    if not known:
        return UNSEEN_JOINT
    shares = (points[known].mean(0) - box[0]) / max(box[1], 1e-6)
    return " ".join(f"{min(int(share * STEPS), STEPS - 1):02d}" for share in shares)


class CoordinatesReader(Baseline):
    """Labels scored as in `PicturesReader`; rounding to text cuts the gradient to the joints."""

    precision, rounded = "bf16", "texts"

    def __init__(self, labels: Sequence[str], topology: Topology, config: CoordinatesConfig) -> None:
        super().__init__(labels, topology)
        self.config, self.layout = config, BACKBONES[config.family].layout
        self.question = coordinates_question([name for name, _ in key_joints(topology)])
        numbers = "".join(f" {number:02d}" for number in range(STEPS))
        texts = [self.question, numbers, f" {UNSEEN_JOINT}" * STEPS, *labels] * 20
        backbone, self.tokenizer = new_backbone(config, texts)
        words, head = backbone.network.get_input_embeddings(), backbone.network.lm_head
        self.texts = nn.ModuleDict({"words": words, "language": backbone.language_model, "head": head})

    def pack(self, clip: Clip) -> PackedQuestion:
        """The clip's numbers, the question and all labels behind one prefix."""
        text = coordinates_text(clip) + self.question
        return pack_question(self.tokenizer, text, self.labels, 0, 0, self.layout)

    def forward(self, clips: Sequence[Clip]) -> Float[Tensor, "B C"]:
        """Sums of log p over the tokens of every label.

        Raises:
            ModelError: a clip has other joints than the reader was made for.
        """
        self.refuse_other_joints(clips)
        packed = [self.pack(clip) for clip in clips]
        longest = max(len(one.ids) for one in packed)
        ids, places = (torch.zeros(len(packed), longest, dtype=torch.long) for _ in range(2))
        visible = torch.zeros(len(packed), longest, longest, dtype=torch.bool)
        for row, one in enumerate(packed):
            ids[row, : len(one.ids)], places[row, : len(one.ids)] = one.ids, one.position_ids
            visible[row, : len(one.ids), : len(one.ids)] = one.visible
        given = self.texts["words"](ids)
        mask = torch.zeros(visible.shape, dtype=given.dtype).masked_fill(~visible, torch.finfo(given.dtype).min)
        hidden = self.texts["language"](
            inputs_embeds=given, attention_mask=mask[:, None], position_ids=places, use_cache=False
        ).last_hidden_state
        sources = torch.stack([one.sources for one in packed])
        logits = self.texts["head"](hidden[torch.arange(len(packed))[:, None], sources]).float()
        told = logits.log_softmax(-1).gather(-1, packed[0].targets.expand(len(packed), -1)[..., None])[..., 0]
        return packed[0].sum_by_choice(told)

    def loss(self, scores: Float[Tensor, "B C"], labels: Int[Tensor, " B"]) -> Tensor:
        """The language model's own: minus log p of the label's tokens, in nats a clip."""
        return -scores.gather(1, labels[:, None]).mean()

    def tokens(self, clips: Sequence[Clip]) -> float:
        """Tokens a clip, numbers and question; labels that are scored apart."""
        return float(np.mean([self.pack(clip).prefix for clip in clips]))


BASELINES.register("coordinates")(
    BaselineKind("key joints as text before the same language model", CoordinatesReader, CoordinatesConfig)
)
