"""A model behind a server: motions and a question go out as pictures and words, text comes back."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from skelbench.errors import ModelError
from skelbench.models.prompts import CLASSIFIER, TEACHER, frame_opening, listed_choices, teacher_request
from skelbench.models.server.cache import ReplyCache
from skelbench.models.server.config import ServerConfig
from skelbench.models.server.drawing import FrameDrawer, Picture
from skelbench.models.server.replies import Reply, read_reply
from skelbench.models.server.spending import Spending
from skelbench.models.server.transport import Transport
from skelbench.skeleton import SkeletonSequence

__all__ = ["ServedModel"]

_ANSWER_TOKENS, _LESSON_TOKENS = 32, 512
_LIKELIEST = 20  # log-probabilities at every place of a reply: the most that the services give
_LESSON_TEMPERATURE = 0.2  # arXiv 2603.18003, appendix


class ServedModel:
    """Zero-shot answers and a teacher's lessons from an OpenAI-compatible server; safe to use from several threads.

    Args:
        config: the server.
        draw: what makes pictures of a motion.
        cache: the folder of replies; None keeps none.
        order_seed: lists the choices in an order drawn from it instead of the given one.
        transport: what carries the requests; one of its own where none is given.
    """

    def __init__(
        self,
        config: ServerConfig,
        draw: FrameDrawer,
        cache: Path | None = None,
        order_seed: int | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.config, self.draw, self.order_seed = config, draw, order_seed
        self.spending = Spending(config.prices, config.budget)
        self._cache, self._transport = ReplyCache(cache), transport or Transport(config)

    def ask(self, sequence: SkeletonSequence, choices: Sequence[str]) -> Reply:
        """What the model writes when it is to name one of the listed labels.

        Raises:
            ServerError: the server cannot be had, or the budget is spent: nothing else can be asked either.
            ModelError: this request was refused, or what came is no reply.
        """
        listed = list(choices)
        if self.order_seed is not None:
            random.Random(self.order_seed).shuffle(listed)
        fields: dict[str, Any] = {"temperature": 0, "seed": 0, self.config.token_limit: _ANSWER_TOKENS}
        if self.config.log_probabilities:
            fields |= {"logprobs": True, "top_logprobs": _LIKELIEST}
        return self.complete(CLASSIFIER, self.draw(sequence), listed_choices(listed), fields)

    def teach(self, sequence: SkeletonSequence, label: str) -> str:
        """A lesson on a motion whose label is known: what happens, why, and a last line `Label: ...`.

        Raises:
            ServerError: the server cannot be had, or the budget is spent.
            ModelError: this request was refused, what came is no reply, or it was cut off before its end.
        """
        fields = {"temperature": _LESSON_TEMPERATURE, "seed": 0, self.config.token_limit: _LESSON_TOKENS}
        reply = self.complete(TEACHER, self.draw(sequence), teacher_request(label), fields)
        if reply.finish == "length":
            raise ModelError(f"The teacher's text on '{label}' was cut off after {_LESSON_TOKENS} tokens")
        return reply.text.strip()

    def complete(self, system: str, pictures: Sequence[Picture], request: str, fields: Mapping[str, Any]) -> Reply:
        """The reply to a system text, pictures as numbered frames and a request, from the cache or the server.

        Raises:
            ServerError, ModelError: as `ask`.
        """
        sent = {**fields, **self.config.parameters}
        sent = {name: value for name, value in sent.items() if name not in self.config.leave_out}
        asked = {
            "url": self.config.url.rstrip("/"), "model": self.config.model, "system": system, "request": request,
            "pictures": [picture.sha256 for picture in pictures], "fields": sent,
        }  # fmt: skip
        kept = self._cache.find(asked)
        if kept is not None:
            self.spending.remember()
            return kept
        body = {"model": self.config.model, "messages": _messages(system, pictures, request), **sent}
        reply = self._fetch(body)
        self._cache.keep(asked, reply)
        return reply

    def close(self) -> None:
        """Let the connections go."""
        self._transport.close()

    def _fetch(self, body: Mapping[str, Any]) -> Reply:
        self.spending.reserve()
        try:
            reply = read_reply(self._transport.post("/chat/completions", body), self.config.host)
        except BaseException:
            self.spending.release()
            raise
        self._transport.pace.used((reply.prompt_tokens or 0) + (reply.completion_tokens or 0))
        self.spending.add(reply)
        return reply


def _messages(system: str, pictures: Sequence[Picture], request: str) -> list[dict[str, Any]]:
    """The two turns: the system's, and the user's with a line a frame before the request."""
    content: list[dict[str, Any]] = []
    for number, picture in enumerate(pictures, start=1):
        content.append({"type": "text", "text": frame_opening(number)})
        content.append({"type": "image_url", "image_url": {"url": picture.address}})
    content.append({"type": "text", "text": f"\n{request}"})
    return [{"role": "system", "content": system}, {"role": "user", "content": content}]
