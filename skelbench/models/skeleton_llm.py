"""SkeletonLLM: a differentiable renderer before a vision-language model (arXiv 2603.18003, figure 2)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Bool, Float
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import PreTrainedTokenizerBase

from skelbench.errors import ModelError
from skelbench.models.backbones import Backbone
from skelbench.models.backbones.writing import write_after
from skelbench.models.contradiction import contradiction, people_in
from skelbench.models.lessons import Lesson, PackedLessons, pack_lessons
from skelbench.models.packing import PackedQuestion, pack_question
from skelbench.models.prompts import prompt_before_answer
from skelbench.models.rejection import RejectionRule
from skelbench.models.scorer import Scorer, normalised
from skelbench.models.settings import ModelSettings
from skelbench.records import Answer, Question, Rejection, as_json
from skelbench.render import Renderer, Scene, published_camera, published_frames, sample_frames, scene_of
from skelbench.skeleton import SkeletonSequence, place_in_view

__all__ = ["SkeletonLLM"]


class SkeletonLLM(nn.Module):
    """Renderer, vision-language backbone and tokenizer, with the settings they were trained under."""

    def __init__(
        self,
        renderer: Renderer,
        backbone: Backbone,
        tokenizer: PreTrainedTokenizerBase,
        settings: ModelSettings,
        rejection: RejectionRule | None = None,
    ) -> None:
        super().__init__()
        if renderer.moments is not None and len(renderer.moments) != settings.frames:
            raise ModelError(
                f"The model reads {settings.frames} frames, its renderer learned {len(renderer.moments)} moments: "
                "give soft_frames the same number"
            )
        self.renderer = renderer
        self.backbone = backbone
        self.tokenizer = tokenizer
        self.settings = settings
        self.rejection = rejection
        self.content_hash = self.place = ""  # of the folder it was read from, and which; set when it is loaded

    @property
    def choices(self) -> tuple[str, ...]:
        """Labels the model was trained to give."""
        return self.settings.choices

    def read_frames(
        self, frames: Float[Tensor, "B F 3 H W"], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B C"], Float[Tensor, "B E"]]:
        """Sum of log p over every choice's tokens (nats), and the state just before the answer."""
        log_probs, hidden = self.backbone.read(frames, packed)
        return packed.sum_by_choice(log_probs), hidden

    def forward(
        self, clips: Sequence[tuple[Float[Tensor, "1 T P J D"], Scene]], packed: PackedQuestion
    ) -> tuple[Float[Tensor, "B C"], Float[Tensor, "B E"]]:
        """Draw ragged clips, each with its own scene, and read them in one batch."""
        placed = [(positions.to(self.device), scene) for positions, scene in clips]
        with torch.autocast(self.device.type, enabled=False):  # pixels need float32
            if self.settings.patches == "all":
                return self.read_frames(torch.cat(self.renderer.draw(placed)), packed)
            drawn = self.renderer.draw_patches(placed, self.backbone.patch)
        patches, mask = torch.cat([one.patches for one in drawn]), torch.cat([one.mask for one in drawn])
        log_probs, hidden = self.backbone.read_patches(patches, mask, packed)
        return packed.sum_by_choice(log_probs), hidden

    def teach(
        self, clips: Sequence[tuple[Float[Tensor, "1 T P J D"], Scene]], lessons: Sequence[Sequence[Lesson]]
    ) -> tuple[PackedLessons, Float[Tensor, "S V"]]:
        """Draw ragged clips and read each one's own lessons: the tokens to learn, and the logits where they stand."""
        images, kept = self.see(clips)
        backbone = self.backbone
        packed = pack_lessons(self.tokenizer, lessons, backbone.tokens_per_frame, backbone.layout, kept)
        return packed, backbone.read_lessons(images, packed)

    def see(
        self, clips: Sequence[tuple[Float[Tensor, "1 T P J D"], Scene]]
    ) -> tuple[Float[Tensor, "S E"], Bool[Tensor, "B F K"]]:
        """Draw ragged clips: the image tokens of all blocks that are read, clip by clip, and which blocks they are."""
        placed, backbone = [(positions.to(self.device), scene) for positions, scene in clips], self.backbone
        with torch.autocast(self.device.type, enabled=False):  # pixels need float32
            if self.settings.patches == "foreground":
                drawn = self.renderer.draw_patches(placed, backbone.patch)
            else:
                frames = torch.cat(self.renderer.draw(placed))
        if self.settings.patches == "foreground":
            mask = torch.cat([one.mask for one in drawn])
            return backbone.see_patches(torch.cat([one.patches for one in drawn]), mask)
        kept = torch.ones(*frames.shape[:2], backbone.tokens_per_frame, dtype=torch.bool)
        return backbone.see(backbone.prepare(frames)).flatten(0, 1), kept

    def question(self, choices: Sequence[str] | None = None) -> Question:
        """The recognition question over the given choices, or over the model's own; other labels are asked openly.

        Raises:
            ModelError: neither the caller nor the model names any.
        """
        chosen = tuple(choices or self.choices)
        if not chosen:
            raise ModelError(f"Model '{self.settings.name}' lists no choices of its own: name candidates")
        is_own = set(chosen) <= set(self.choices) or not self.settings.open_question
        return Question(self.settings.question if is_own else self.settings.open_question, chosen)

    def pack(self, question: Question) -> PackedQuestion:
        """The question's tokens, all choices behind one prefix."""
        frames, tokens = self.settings.frames, self.backbone.tokens_per_frame
        return pack_question(self.tokenizer, question.text, question.choices, frames, tokens, self.backbone.layout)

    def draw(
        self, sequence: SkeletonSequence, jitter: np.random.Generator | None = None, frames: npt.ArrayLike | None = None
    ) -> tuple[Float[Tensor, "1 T P J D"], Scene]:
        """Positions in view and the scene around them; `frames_of` says which frames, unless they are given.

        Raises:
            ModelError: the recording has a single frame, which is no motion.
        """
        if sequence.frames < 2:
            raise ModelError(
                f"A motion needs at least 2 frames, this recording has {sequence.frames}: nothing can be read from it"
            )
        placed = place_in_view(sequence)
        given = self.frames_of(placed.frames, jitter) if frames is None else np.asarray(frames)
        chosen = sample_frames(self.settings.frames, placed.frames) if given is None else given
        size = self.backbone.image_size
        camera = published_camera(size) if self.settings.camera == "sensor" else None
        return scene_of(placed, chosen, size, camera, learned_times=given is None)

    def frames_of(self, total: int, jitter: np.random.Generator | None = None) -> npt.NDArray[np.int64] | None:
        """Which of `total` frames are looked at; None where the renderer looks at moments it learned.

        Segment centres, or as the settings' `sampling` says, unless jittered.
        """
        if jitter is None and self.renderer.moments is not None:
            return None
        if jitter is None and self.settings.sampling == "published":
            return published_frames(self.settings.frames, total)
        return sample_frames(self.settings.frames, total, jitter)

    def scorer(
        self,
        sequence: SkeletonSequence,
        question: Question,
        frames: npt.ArrayLike | None = None,
        jitter: np.random.Generator | None = None,
    ) -> Scorer:
        """The clip's score as a pure function of its joint positions."""
        positions, scene = self.draw(sequence, jitter, frames)
        return Scorer(
            self, positions.to(self.device), scene, question, self.pack(question), self.settings.score_normalisation
        )

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.parameters()).device

    @torch.no_grad()
    def answer(self, sequence: SkeletonSequence, choices: Sequence[str] | None = None) -> Answer:
        """Score every choice for one clip, with calibrated probabilities and the rejection's verdict."""
        return self.answer_all([sequence], choices)[0]

    @torch.no_grad()
    def answer_all(self, sequences: Sequence[SkeletonSequence], choices: Sequence[str] | None = None) -> list[Answer]:
        """Answers for several clips, read in one batch."""
        question = self.question(choices)
        packed = self.pack(question)
        scores, hidden = self([self.draw(sequence) for sequence in sequences], packed)
        kept = normalised(scores, packed, self.settings.score_normalisation)
        answers = [self._answer(question, row) for row in kept]
        if self.rejection is None:
            return answers
        own = scores if question.choices == self.choices else torch.full_like(scores, torch.nan)
        signs = zip(answers, sequences, hidden, own, strict=True)
        return [replace(a, rejection=self._judge(a.best, s, h, o)) for a, s, h, o in signs]

    def _answer(self, question: Question, scores: Tensor) -> Answer:
        probabilities = (scores / self.settings.temperature).softmax(-1)
        by_choice, shares = (dict(zip(question.choices, t.tolist(), strict=True)) for t in (scores, probabilities))
        return Answer(question, by_choice, self.settings.score_normalisation, shares)

    def _judge(self, label: str, sequence: SkeletonSequence, hidden: Tensor, scores: Tensor) -> Rejection:
        assert self.rejection is not None
        against = contradiction(label, place_in_view(sequence))
        judged = self.rejection.judge(hidden.cpu().numpy(), scores.cpu().numpy(), against)
        people, known = people_in(sequence), self.settings.people
        if not known or people <= known:
            return judged
        reason = f"{people} people are in the recording, the model was trained on motions of {known} alone"
        return replace(judged, rejected=True, reason=reason)

    @torch.no_grad()
    def generate(self, sequence: SkeletonSequence, max_new_tokens: int = 16) -> str:
        """What the model writes by itself, greedily, after the recognition question."""
        return self.write([sequence], self.settings.question, max_new_tokens)[0]

    @torch.no_grad()
    def write(
        self, sequences: Sequence[SkeletonSequence], question: str, max_new_tokens: int = 96, stop_at_end: bool = True
    ) -> list[str]:
        """What the model writes of each clip by itself, greedily, after a question; all clips in one batch."""
        images, kept = self.see([self.draw(sequence) for sequence in sequences])
        backbone = self.backbone
        text = prompt_before_answer(question, self.settings.frames, backbone.tokens_per_frame, backbone.layout)
        prompt = torch.tensor(self.tokenizer(text, add_special_tokens=False)["input_ids"])
        written = write_after(backbone, images, kept, prompt, max_new_tokens, stop_at_end)
        return [str(self.tokenizer.decode(row, skip_special_tokens=True)).strip() for row in written]

    def save_pretrained(self, folder: Path, dtype: torch.dtype = torch.bfloat16) -> None:
        """Write the folder DESIGN defines: the hub's own files, renderer.safetensors, skelbench.json.

        Raises:
            ModelError: low-rank updates stand beside the weights, which a reader of the folder would lose.
        """
        if any(".lora_" in name for name in self.backbone.network.state_dict()):
            raise ModelError("Low-rank updates stand beside the model's weights: merge them before it is saved")
        folder.mkdir(parents=True, exist_ok=True)
        training_dtype = next(self.backbone.parameters()).dtype
        self.backbone.network.to(dtype).save_pretrained(folder)
        self.backbone.network.to(training_dtype)
        self.tokenizer.save_pretrained(folder)
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in self.renderer.state_dict().items()}
        save_file(tensors, folder / "renderer.safetensors")
        settings = replace(self.settings, rejection={})
        (folder / "rejection.safetensors").unlink(missing_ok=True)  # an older rule must not outlive its figures
        if self.rejection is not None:
            self.rejection.save(folder / "rejection.safetensors")
            settings = replace(settings, rejection=self.rejection.figures())
        text = json.dumps(as_json(settings), indent=1, ensure_ascii=False)
        (folder / "skelbench.json").write_text(text + "\n", encoding="utf-8")
        for path in folder.glob("*.safetensors"):
            path.chmod(0o644)  # the library writes them for their owner alone
