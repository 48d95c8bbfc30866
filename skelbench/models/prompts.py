"""Every text the model is given. Frames come as `FrameN: <image>` lines, one a frame, then the question.

The layout of the turns is the published one (arXiv 2603.18003, appendix) in each family's own chat format. The choices
are not listed in the prompt: each is scored by its own log-probability, so their order cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["IDEFICS3", "INTERNVL", "QWEN_VL", "RECOGNITION", "SMOLVLM", "ChatLayout", "prompt_before_answer"]

RECOGNITION = "These frames are drawn from a moving human skeleton. What is the person doing?"


@dataclass(frozen=True)
class ChatLayout:
    """How a family writes a turn with images."""

    user: str  # opens the user's turn
    assistant: str  # closes it and opens the assistant's
    image: str  # one token for every image token
    image_open: str
    image_close: str
    end: str  # token that ends the assistant's turn
    pad: str
    special: tuple[str, ...]  # tokens of their own
    answer: str = ""  # what stands between the assistant's opening and its first word
    template: str = ""  # of text turns, in the hub's format


_IM_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_UTTERANCE_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] | capitalize }}: {{ message['content'] }}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)

INTERNVL = ChatLayout(
    user="<|im_start|>user\n", assistant="<|im_end|>\n<|im_start|>assistant\n",
    image="<IMG_CONTEXT>", image_open="<img>", image_close="</img>", end="<|im_end|>", pad="<|endoftext|>",
    special=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<img>", "</img>", "<IMG_CONTEXT>"),
    template=_IM_TEMPLATE,
)  # fmt: skip
QWEN_VL = ChatLayout(
    user="<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n",
    assistant="<|im_end|>\n<|im_start|>assistant\n",
    image="<|image_pad|>", image_open="<|vision_start|>", image_close="<|vision_end|>", end="<|im_end|>",
    pad="<|endoftext|>",
    special=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>",
             "<|video_pad|>"),
    template=_IM_TEMPLATE,
)  # fmt: skip
IDEFICS3 = ChatLayout(
    user="<|begin_of_text|>User: ", assistant="<end_of_utterance>\nAssistant:",
    image="<image>", image_open="<fake_token_around_image><global-img>", image_close="<fake_token_around_image>",
    end="<end_of_utterance>", pad="<|end_of_text|>",
    special=("<|end_of_text|>", "<|begin_of_text|>", "<end_of_utterance>", "<fake_token_around_image>",
             "<global-img>", "<image>"),
    answer=" ", template="<|begin_of_text|>" + _UTTERANCE_TEMPLATE,
)  # fmt: skip
SMOLVLM = ChatLayout(
    user="<|im_start|>User: ", assistant="<end_of_utterance>\nAssistant:",
    image="<image>", image_open="<fake_token_around_image><global-img>", image_close="<fake_token_around_image>",
    end="<end_of_utterance>", pad="<|im_end|>",
    special=("<|im_end|>", "<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<global-img>",
             "<image>"),
    answer=" ", template="<|im_start|>" + _UTTERANCE_TEMPLATE,
)  # fmt: skip


def prompt_before_answer(question: str, frames: int, tokens_per_frame: int, layout: ChatLayout = INTERNVL) -> str:
    """All text before the answer: one line a frame with its image tokens, the question, the assistant's turn."""
    image = layout.image_open + layout.image * tokens_per_frame + layout.image_close
    lines = "".join(f"Frame{number}: {image}\n" for number in range(1, frames + 1))
    return f"{layout.user}{lines}{question}{layout.assistant}"
