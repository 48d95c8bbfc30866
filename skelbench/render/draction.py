"""DrAction: a differentiable picture of skeletons (SkeletonLLM, arXiv 2603.18003), for any topology."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from skelbench.errors import ParameterError, RenderError
from skelbench.render.appearance import (
    Gate,
    ModulatedBy,
    Shade,
    depth_ramp,
    modulate,
    new_appearance_head,
    new_modulation_head,
    told_of_motion,
)
from skelbench.render.body import Body, BodyConfig, TopologyBody
from skelbench.render.footprint import footprints
from skelbench.render.fused import FusedSettings, draw_fused
from skelbench.render.moments import LearnedMoments, poses_at
from skelbench.render.patches import Patches, cut_patches, refuse_partial_patches, touched_patches
from skelbench.render.perceptron import apply_perceptron
from skelbench.render.posing import Clip, Cloud, Poses, Velocity, gather_cloud, poses_of, poses_of_all
from skelbench.render.renderer import RENDERERS, Renderer, RendererKind
from skelbench.render.rig import Blend, Rig
from skelbench.render.scene import Scene
from skelbench.render.splats import AUTO, BACKENDS, Splats, choose_backend
from skelbench.render.spread import Turning
from skelbench.render.threads import default_threads

__all__ = ["DepthRange", "DrAction", "DrActionConfig"]

DepthRange = Literal["person_frame", "clip", "none"]


@dataclass(frozen=True)
class DrActionConfig:
    """What DrAction draws and how.

    Raises:
        ParameterError: a number is out of range.
    """

    samples_per_bone: int = 10
    joint_radius: float = 0.035  # metres, one standard deviation; SkeletonLLM's is 0.02002
    bone_radius: float = 0.035
    modulation: bool = True  # colour and opacity change with position and velocity
    velocity: Velocity = "per_second"  # "stride4": metres four frames ahead, as published
    depth_range: DepthRange = "clip"  # what the depth colour spans; "person_frame" as published
    backend: str = AUTO  # or the name of one, whatever device and precision the positions have
    cut: float = 1e-6  # Gaussian weights below it may be left out
    threads: int = 0  # 0: SKELBENCH_THREADS, or two
    gain: float = 1.0  # brightness, clipped at white
    seed: int = 0  # of the parameters a new renderer starts from
    modulated_by: ModulatedBy = "both"  # what of a Gaussian's motion the modulation is told
    gate: Gate = "motion"  # what dims a Gaussian: its motion as published, a learned saliency, or nothing
    blend: Blend = "topology"  # which joints carry a bone's Gaussians; see `rig_of`
    turning: Turning = "bone"  # what turns Gaussians that are not round: "joint" uses a clip's orientations
    bone_stretch: float = 1.0  # how much longer than wide a bone's Gaussians are
    learned_scales: bool = False  # along, across and through the bone, by kinematic part
    soft_frames: int = 0  # how many moments are learned, for scenes that ask for them
    one_colour: bool = False  # every part starts white, where each has a colour of its own
    clamped_depth: bool = False  # draw what is behind the camera too, 0.1 mm before it, as the released code does

    def __post_init__(self) -> None:
        wrong = {
            "samples_per_bone": self.samples_per_bone >= 0,
            "joint_radius": self.joint_radius > 0,
            "bone_radius": self.bone_radius > 0,
            "cut": 0 <= self.cut < 1,
            "threads": self.threads >= 0,
            "gain": self.gain > 0,
            "velocity": self.velocity in get_args(Velocity),
            "depth_range": self.depth_range in get_args(DepthRange),
            "modulated_by": self.modulated_by in get_args(ModulatedBy),
            "gate": self.gate in get_args(Gate),
            "blend": self.blend in get_args(Blend),
            "turning": self.turning in get_args(Turning),
            "soft_frames": self.soft_frames >= 0,
            "bone_stretch": 0 < self.bone_stretch <= 100,
        }
        for name in [name for name, fine in wrong.items() if not fine]:
            raise ParameterError(f"DrActionConfig's {name} is out of range: {getattr(self, name)}")

    @property
    def plain(self) -> bool:
        """Whether round Gaussians, carried by the two ends of their bone and gated by motion, are all that is drawn."""
        look = (self.modulated_by, self.gate, self.clamped_depth) == ("both", "motion", False)
        shape = (self.blend, self.turning, self.bone_stretch, self.learned_scales) == ("topology", "bone", 1.0, False)
        return look and shape

    @property
    def body(self) -> BodyConfig:
        """What of it shapes the body."""
        return BodyConfig(
            self.samples_per_bone, self.joint_radius, self.bone_radius, self.blend, self.turning, self.bone_stretch,
            self.learned_scales, self.gate == "learned",
        )  # fmt: skip


class DrAction(Renderer):
    """Joints to pictures: Gaussians on joints and bones, their learned look, their footprint, blended by depth."""

    config: DrActionConfig

    def __init__(self, config: DrActionConfig | None = None, body: Body | None = None) -> None:
        super().__init__()
        self.config = config or DrActionConfig()
        generator = torch.Generator().manual_seed(self.config.seed)
        self.body = body or TopologyBody(self.config.body)
        self.appearance_head = new_appearance_head(
            generator, self.config.one_colour
        )  # 3 -> 64 -> 4: colour and opacity
        self.modulation_head = new_modulation_head(generator) if self.config.modulation else None  # 10 -> 64 -> 5
        self.depth_mix_logit = nn.Parameter(torch.tensor(-1.1))  # a quarter of the colour tells depth at first
        self.moments = LearnedMoments(self.config.soft_frames) if self.config.soft_frames else None

    def draw(self, clips: Sequence[Clip]) -> list[Tensor]:
        """Pictures (B F 3 H W) of several clips at once, all of one picture size.

        Raises:
            RenderError: positions do not fit their scene, the picture sizes differ, or the backend cannot draw on
                the device the positions are on.
        """
        return self.draw_poses(self._all_poses(clips))

    def poses(self, positions: Tensor, scene: Scene) -> Poses:
        """Joints (B F P' J 3) and velocities in the frames of the scene, or at the moments that were learned.

        Raises:
            RenderError: positions do not fit their scene, or it asks for moments nobody learned.
        """
        if not scene.learned_times:
            return poses_of(positions, scene, self.config.velocity)
        if self.moments is None:
            raise RenderError("The scene asks for learned moments, this renderer learned none: give it soft_frames")
        return poses_at(positions, scene, self.config.velocity, self.moments(scene.times))

    def _all_poses(self, clips: Sequence[Clip]) -> list[Poses]:
        if any(scene.learned_times for _, scene in clips):
            return [self.poses(positions, scene) for positions, scene in clips]
        return poses_of_all(clips, self.config.velocity)

    def backend_for(self, tensor: Tensor) -> str:
        """The name of the backend that draws positions of this device and precision."""
        return choose_backend(self.config.backend, tensor.device, tensor.dtype)

    def draw_poses(self, poses: Sequence[Poses]) -> list[Tensor]:
        """Pictures (B F 3 H W) of joints whose velocities are known."""
        rigs = [self.body.rig(one.scene.topology) for one in poses]
        if self._fuses(poses, rigs):
            return self._gained(self._draw_fused(poses, rigs))
        return self._gained(self._composite(poses, self._splats(poses, rigs)))

    def draw_patches(self, clips: Sequence[Clip], patch: int = 14) -> list[Patches]:
        """Only those patches of the pictures of several clips that some Gaussian touches above the cut.

        They are, bit for bit, the patches of `draw`. The backend `cpu` never builds the pictures.

        Raises:
            RenderError: as in `draw`, or patches of that side do not fill the pictures.
        """
        poses = self._all_poses(clips)
        refuse_partial_patches([one.scene.camera.size for one in poses], patch)
        rigs = [self.body.rig(one.scene.topology) for one in poses]
        if self._fuses(poses, rigs):
            drawn = self._draw_fused(poses, rigs, patch)
            patches, masks = drawn[: len(poses)], drawn[len(poses) :]
        else:
            splats = self._splats(poses, rigs)
            mask = touched_patches(splats, patch, (self.config.cut, self._threads))
            masks = _by_clip(mask, poses)
            patches = [cut_patches(*one) for one in zip(self._composite(poses, splats), masks, strict=True)]
        return [Patches(one, mask) for one, mask in zip(self._gained(patches), masks, strict=True)]

    @property
    def _threads(self) -> int:
        return self.config.threads or default_threads()

    def _gained(self, pictures: list[Tensor]) -> list[Tensor]:
        gain = self.config.gain
        return pictures if gain == 1 else [(one * gain).clamp(max=1) for one in pictures]

    def _fuses(self, poses: Sequence[Poses], rigs: Sequence[Rig]) -> bool:
        """Whether the compiled way from joints to pictures draws all of this."""
        tensors = [self.depth_mix_logit, *(one.joints for one in poses)]
        single = all(t.dtype == torch.float32 and t.device.type == "cpu" for t in tensors)
        return single and self.backend_for(poses[0].joints) == "cpu" and self.draws_plainly(rigs)

    def _draw_fused(self, poses: Sequence[Poses], rigs: Sequence[Rig], patch: int = 0) -> list[Tensor]:
        """Joints to pictures, or to patches and their masks, in one compiled step."""
        looks = {id(rig): self.appearance_head(self.body.features(rig)) for rig in {id(r): r for r in rigs}.values()}
        settings = FusedSettings(self.config.depth_range, self.config.cut, self._threads, patch)
        return draw_fused(poses, rigs, looks, (self.modulation_head, self.depth_mix_logit), settings)

    def _splats(self, poses: Sequence[Poses], rigs: Sequence[Rig]) -> Splats:
        """Whatever the configuration."""
        shapes = {id(rig): self.body.shape(rig) for rig in {id(rig): rig for rig in rigs}.values()}
        cloud = gather_cloud(poses, rigs, [shapes[id(rig)] for rig in rigs], self.config.clamped_depth)
        shade = self._shade(cloud, self._raw_looks(poses, rigs), self._saliency(poses, rigs))
        table = torch.cat([footprints(cloud), shade.opacity[:, None], shade.colour], dim=1)
        return Splats(table, cloud.points[:, 2].detach(), cloud.starts, cloud.size)

    def _composite(self, poses: Sequence[Poses], splats: Splats) -> list[Tensor]:
        """Whatever the backend."""
        pictures = BACKENDS[self.backend_for(splats.table)](splats, self.config.cut, self._threads)
        return _by_clip(pictures, poses)

    def draws_plainly(self, rigs: Sequence[Rig]) -> bool:
        """Whether these bodies need nothing beyond `DrActionConfig.plain`: no spread of their own, no turning."""
        return self.config.plain and all(rig.spread is None and self.body.shape(rig).plain for rig in rigs)

    def _raw_looks(self, poses: Sequence[Poses], rigs: Sequence[Rig]) -> Tensor:
        """(G 4) what the appearance head says of every Gaussian, before any sigmoid."""
        looks = {id(rig): self.appearance_head(self.body.features(rig)) for rig in {id(r): r for r in rigs}.values()}
        return _for_each_body(poses, rigs, looks)

    def _saliency(self, poses: Sequence[Poses], rigs: Sequence[Rig]) -> Tensor | None:
        """(G) logits of the learned gate."""
        logits = {id(rig): self.body.saliency(rig) for rig in {id(r): r for r in rigs}.values()}
        known = {rig: row[:, None] for rig, row in logits.items() if row is not None}
        return _for_each_body(poses, rigs, known)[:, 0] if known else None

    def _shade(self, cloud: Cloud, raw: Tensor, saliency: Tensor | None) -> Shade:
        change = None
        if self.modulation_head is not None:
            told = torch.cat([told_of_motion(cloud.motion, self.config.modulated_by), raw], dim=1)
            change = apply_perceptron(self.modulation_head, told, self.config.threads)
        shade = modulate(raw, change, self.config.gate, saliency)
        colour = shade.colour
        if self.config.depth_range != "none":
            mix = torch.sigmoid(self.depth_mix_logit)
            colour = torch.clamp((1 - mix) * colour + mix * depth_ramp(cloud, self.config.depth_range), 0, 1)
        return Shade(colour, shade.opacity * cloud.visible)


def _for_each_body(poses: Sequence[Poses], rigs: Sequence[Rig], rows: Mapping[int, Tensor]) -> Tensor:
    """(G C) rows (N C) of each rig, by its id, repeated for every variant, frame and person."""
    parts = []
    for rig, clips in groupby(zip(poses, rigs, strict=True), key=lambda clip: id(clip[1])):
        bodies = sum(math.prod(one.joints.shape[:3]) for one, _ in clips)
        parts.append(rows[rig].expand(bodies, *rows[rig].shape).flatten(0, 1))
    return torch.cat(parts) if len(parts) > 1 else parts[0]


RENDERERS.register("draction")(
    RendererKind("Gaussians with a learned look on joints and bones", DrAction, DrActionConfig, learnable=True)
)


def _by_clip(pictures: Tensor, poses: Sequence[Poses]) -> list[Tensor]:
    """(B F ...) of each clip from (M ...) of all."""
    counts = [one.joints.shape[:2] for one in poses]
    parts = torch.split(pictures, [math.prod(count) for count in counts]) if len(counts) > 1 else [pictures]
    return [part.reshape(*count, *part.shape[1:]) for part, count in zip(parts, counts, strict=True)]
