"""A Llama-style decoder: RMSNorm, rotary positions, SwiGLU, tied embeddings; with a scalar head it is a value model.

Shapes: B sequences, T tokens, C width, H heads, D = C / H, V vocabulary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class ModelConfig:
    vocabulary: int
    width: int = 128
    layers: int = 4
    heads: int = 4
    hidden: int = 384
    context: int = 96
    rope_theta: float = 10000.0
    norm_epsilon: float = 1e-5
    trunk_layers: int | None = None
    """Of a value model: its first layers forecast tokens, and the others are told how that turned out (`Forecast`)."""
    prompt_end: int = 0
    """Of a value model with a trunk: the token after the first of which the solution begins."""

    @property
    def cached_layers(self) -> int:
        """Layers that have keys and values; the two memories of the forecast are more."""
        return self.layers + (self.trunk_layers is not None) * Forecast.MEMORIES


class RmsNorm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.epsilon)


def rotary_tables(config: ModelConfig) -> tuple[Tensor, Tensor]:
    """cos and sin, [context, D], in the half-split layout of Hugging Face's Llama."""
    dim = config.width // config.heads
    inverse = 1.0 / config.rope_theta ** (torch.arange(0, dim, 2).float() / dim)
    angles = torch.arange(config.context).float()[:, None] * inverse[None]
    angles = torch.cat([angles, angles], dim=-1)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """x [B, H, T, D]; cos, sin [T, D]."""
    a, b = x.chunk(2, dim=-1)
    return x * cos + torch.cat([-b, a], dim=-1) * sin


def attend_causally(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """q, k, v [B, H, T, D] -> [B, H, T, D].

    On a processor the parts are written out: the backward pass of PyTorch's fused kernel took half of a training
    step there (18 against 30 thousand tokens a second on one core, T = 125; 17 against 39 at T = 56).
    """
    if q.device.type == "cuda":
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    t = q.shape[2]
    later = torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1)
    scores = (q @ k.transpose(-1, -2)).float() * q.shape[-1] ** -0.5
    return scores.masked_fill(later, float("-inf")).softmax(-1).to(v.dtype) @ v


def attend_from_branches(q: Tensor, k: Tensor, v: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """q, k, v [B, H, S, D] of branches after N prompts with keys, values [N, H, P, D] -> [B, H, S, D]; B = N * K."""
    (b, h, s, d), (n, _, p, _) = q.shape, keys.shape

    def by_prompt(x: Tensor) -> Tensor:
        """[B, H, S, X] -> [N, H, K * S, X]"""
        return x.view(n, b // n, h, s, -1).transpose(1, 2).reshape(n, h, b // n * s, -1)

    def by_branch(x: Tensor) -> Tensor:
        return x.view(n, h, b // n, s, -1).transpose(1, 2).reshape(b, h, s, -1)

    later = torch.ones(s, s, dtype=torch.bool, device=q.device).triu(1)
    own = (q @ k.transpose(-1, -2)).masked_fill(later, float("-inf"))
    shared = by_branch(by_prompt(q) @ keys.transpose(-1, -2))
    weights = (torch.cat([shared, own], -1).float() * d**-0.5).softmax(-1).to(v.dtype)
    return by_branch(by_prompt(weights[..., :p]) @ values) + weights[..., p:] @ v


class Block(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.heads = config.heads
        self.input_layernorm = RmsNorm(c, config.norm_epsilon)
        self.q_proj = nn.Linear(c, c, bias=False)
        self.k_proj = nn.Linear(c, c, bias=False)
        self.v_proj = nn.Linear(c, c, bias=False)
        self.o_proj = nn.Linear(c, c, bias=False)
        self.post_attention_layernorm = RmsNorm(c, config.norm_epsilon)
        self.gate_proj = nn.Linear(c, config.hidden, bias=False)
        self.up_proj = nn.Linear(c, config.hidden, bias=False)
        self.down_proj = nn.Linear(config.hidden, c, bias=False)

    def split(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        return self.prefill(x, cos, sin)[0]

    def prefill(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Also the keys and the values [B, H, T, D], for `step` to go on from."""
        h = self.input_layernorm(x)
        q, k, v = (self.split(p(h)) for p in (self.q_proj, self.k_proj, self.v_proj))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        return self.finish(x, attend_causally(q, k, v)), k, v

    def branch(self, prompts: Tensor, tails: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
        """prompts [N, P, C], tails [B, S, C] that go on from them, B / N from each."""
        p = prompts.shape[1]
        prompts, keys, values = self.prefill(prompts, cos[:p], sin[:p])
        h = self.input_layernorm(tails)
        q, k, v = (self.split(linear(h)) for linear in (self.q_proj, self.k_proj, self.v_proj))
        q, k = rotate(q, cos[p:], sin[p:]), rotate(k, cos[p:], sin[p:])
        return prompts, self.finish(tails, attend_from_branches(q, k, v, keys, values))

    def finish(self, x: Tensor, attended: Tensor) -> Tensor:
        x = x + self.o_proj(attended.transpose(1, 2).flatten(2))
        h = self.post_attention_layernorm(x)
        return x + self.down_proj(F.silu(self.gate_proj(h)) * self.up_proj(h))

    def step(self, x: Tensor, cos: Tensor, sin: Tensor, keys: Tensor, values: Tensor, at: int) -> Tensor:
        """One new token for every row; keys and values [B, H, S, D] hold the first `at` and are written at `at`."""
        h = self.input_layernorm(x)
        q, k, v = (self.split(p(h)) for p in (self.q_proj, self.k_proj, self.v_proj))
        keys[:, :, at : at + 1] = rotate(k, cos, sin)
        values[:, :, at : at + 1] = v
        y = F.scaled_dot_product_attention(rotate(q, cos, sin), keys[:, :, : at + 1], values[:, :, : at + 1])
        return self.finish(x, y)


class Forecast(nn.Module):
    """Tells a value model how the trunk's forecast of each token turned out, and of the solution's tokens so far.

    A value model reads a token after the forecast of it is gone, and an error is above all a token that was not to be
    expected. The forecast is the policy's next-token distribution, of the trunk's features one token earlier. The sums
    are told because an attention, which averages, learns a sum slowly: without them the values of a finished solution
    ranked those of one problem worse than its log-probability alone did.
    """

    NUMBERS = 4
    MEMORIES = 2
    """Places in the cache of keys and values: the features of the token before, and what is summed."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.norm = RmsNorm(config.width, config.norm_epsilon)
        self.told = nn.Linear(3 * self.NUMBERS, config.width, bias=False)
        nn.init.normal_(self.told.weight, std=0.5)

    def numbers(self, before: Tensor, embedded: Tensor, embedding: Tensor) -> Tensor:
        """before [B, T, C], `norm` of the features one token earlier; embedded, the tokens that came -> [B, T, 4].

        The probability of the token, its logarithm, that less the likeliest token's, the entropy.
        """
        logits = (before @ embedding.T).float()
        best = logits.amax(-1, keepdim=True)
        below = logits - best
        share = below.exp()
        total = share.sum(-1, keepdim=True)
        own = (before * embedded).sum(-1, keepdim=True).float() - best
        logprob = own - total.log()
        entropy = total.log() - (share * below).sum(-1, keepdim=True) / total
        return torch.cat([logprob.exp(), logprob, own, entropy], -1).to(before.dtype)

    def forward(self, seen: Tensor, outcomes: Tensor) -> Tensor:
        """seen [B, T, C], `norm` of the trunk's features; outcomes [B, T, 8] -> [B, T, C], for the layers above."""
        numbers, sums = outcomes.chunk(2, -1)
        return seen + self.told(torch.cat([numbers, sums / SUM_SCALE, torch.log1p(sums.abs())], -1))


SUM_SCALE = 4.0
"""A solution's summed log-probability is mostly between 0 and -8."""


class Trunk(NamedTuple):
    """What the layers of a trunk leave of N prompts and of their B tails, to those above it."""

    ahead: Tensor
    """[N, P, C]"""
    ahead_outcomes: Tensor
    """[N, P, 8]"""
    seen: Tensor
    """[B, S, C]"""
    outcomes: Tensor
    """[B, S, 8]"""


class Before(NamedTuple):
    """What `Decoder.outcomes` needs of the tokens before those of B rows."""

    seen: Tensor
    """[B, 1, C] of the last"""
    sums: Tensor
    """[B, 1, 4]"""
    ended: Tensor
    """[B, 1] how many of them end a prompt"""


class Decoder(nn.Module):
    def __init__(self, config: ModelConfig, with_value: bool = False) -> None:
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocabulary, config.width)
        self.blocks: list[Block] = nn.ModuleList(Block(config) for _ in range(config.layers))  # type: ignore[assignment]
        self.norm = RmsNorm(config.width, config.norm_epsilon)
        self.value_head = nn.Linear(config.width, 1) if with_value else None
        self.forecast = None if config.trunk_layers is None else Forecast(config)
        self.cos: Tensor
        self.sin: Tensor
        cos, sin = rotary_tables(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and not name.startswith("forecast"):
                nn.init.normal_(parameter, std=0.02 if parameter is self.embed_tokens.weight else config.width**-0.5)
        for block in self.blocks:
            block.o_proj.weight.data /= (2 * config.layers) ** 0.5
            block.down_proj.weight.data /= (2 * config.layers) ** 0.5
        if self.value_head is not None:
            nn.init.zeros_(self.value_head.weight)
            nn.init.zeros_(self.value_head.bias)

    def features(self, tokens: Tensor) -> Tensor:
        """tokens [B, T] -> [B, T, C], causal; padding on the right needs no mask."""
        t = tokens.shape[1]
        embedded = x = self.embed_tokens(tokens)
        cos, sin = self.cos[:t].to(x.dtype), self.sin[:t].to(x.dtype)
        for i, block in enumerate(self.blocks):
            if self.forecast is not None and i == self.config.trunk_layers:
                seen = self.forecast.norm(x)
                x = self.forecast(seen, self.outcomes(tokens, embedded, seen, None))
            x = block(x, cos, sin)
        return self.norm(x)

    def outcomes(self, tokens: Tensor, embedded: Tensor, seen: Tensor, before: Before | None) -> Tensor:
        """tokens [B, T]; embedded, seen [B, T, C] of them -> [B, T, 8]: `Forecast.numbers` and their sums over the
        solution's tokens up to each."""
        assert self.forecast is not None
        earlier = torch.cat([seen[:, :1] if before is None else before.seen, seen[:, :-1]], 1)
        numbers = self.forecast.numbers(earlier, embedded, self.embed_tokens.weight)
        ends = (tokens == self.config.prompt_end).to(numbers.dtype)
        ended_before = ends.cumsum(1) - ends + (0 if before is None else before.ended)
        sums = (ended_before.clamp(max=1)[..., None] * numbers).cumsum(1)
        return torch.cat([numbers, sums if before is None else sums + before.sums], -1)

    def branch_features(self, prompts: Tensor, tails: Tensor) -> Tensor:
        """prompts [N, P], tails [B, S], B / N after each prompt -> [B, S, C]: each prompt is computed once."""
        if self.forecast is not None:
            return self.features_above(self.trunk(prompts, tails))
        return self.norm(self.run_branches(self.blocks, self.embed_tokens(prompts), self.embed_tokens(tails))[1])

    def trunk(self, prompts: Tensor, tails: Tensor) -> Trunk:
        """prompts [N, P], tails [B, S]: what does not change while only the layers above are trained."""
        assert self.forecast is not None
        prompt, tail = self.embed_tokens(prompts), self.embed_tokens(tails)
        below = list(self.blocks)[: self.config.trunk_layers]
        ahead, seen = (self.forecast.norm(x) for x in self.run_branches(below, prompt, tail))
        of_prompts = self.outcomes(prompts, prompt, ahead, None)
        ended = (prompts == self.config.prompt_end).sum(1, keepdim=True)
        last = (ahead[:, -1:], of_prompts[:, -1:, Forecast.NUMBERS :], ended)
        before = Before(*(x.repeat_interleave(len(tails) // len(prompts), 0) for x in last))
        return Trunk(ahead, of_prompts, seen, self.outcomes(tails, tail, seen, before))

    def features_above(self, trunk: Trunk) -> Tensor:
        """-> [B, S, C] of the tails."""
        assert self.forecast is not None
        ahead = self.forecast(trunk.ahead, trunk.ahead_outcomes)
        seen = self.forecast(trunk.seen, trunk.outcomes)
        return self.norm(self.run_branches(list(self.blocks)[self.config.trunk_layers :], ahead, seen)[1])

    def run_branches(self, blocks: Iterable[Block], shared: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        """shared [N, P, C], x [B, S, C] after them, through the blocks."""
        length = shared.shape[1] + x.shape[1]
        cos, sin = self.cos[:length].to(x.dtype), self.sin[:length].to(x.dtype)
        for block in blocks:
            shared, x = block.branch(shared, x, cos, sin)
        return shared, x

    def logits(self, features: Tensor) -> Tensor:
        return features @ self.embed_tokens.weight.T

    def value_logits(self, features: Tensor) -> Tensor:
        """[B, T, C] -> [B, T]; the sigmoid of it is P(the final answer is correct)."""
        assert self.value_head is not None
        return self.value_head(features).squeeze(-1)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor | None]:
        features = self.features(tokens)
        return self.logits(features), None if self.value_head is None else self.value_logits(features)

    @property
    def parameter_count(self) -> int:
        return sum(p.numel() for p in self.parameters())
