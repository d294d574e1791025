"""Teaches the trunk to tell a solution's tokens from others: `python train_detector.py config/word-problems.json`.

A value model reads a token after the forecast of it is gone; trained on rollouts alone, those of word problems came to
know hard stories from easy ones and not a wrong number from a right one. This is ELECTRA's task (replaced-token
detection, arXiv:2003.10555, section 2) on solutions instead of sentences: the policy is the generator, and the value
head says of every token of a right solution, and of the policy's other ideas for its place, whether it is the
solution's. The verifiers begin from these weights, all of them; their labels are as before.

Deviations: nothing is replaced in the text that is read on. Each other token is a *leaf* that sees the solution before
it, so that one pass over a solution judges several replacements of every token. Places count for more the less sure the
policy is of them, as its own mistakes do. The language loss goes on beside it, and the generator does not learn.
"""

import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from model import Decoder
from optimise import IGNORED, TrainConfig, language_loss, pad_rows, seed_everything, train
from settings import Settings, load_settings
from train_policy import load_solutions
from train_value import auc

ALTERNATIVES = 2
"""Other tokens for each place of a solution."""
EASY_WEIGHT = 0.05
"""Weight of a place where the policy is sure of the token; elsewhere the probability that it says another is added."""
HELD_OUT = 256
"""Solutions that are only measured on."""


class Leaves(NamedTuple):
    """For B solutions of S tokens."""

    tokens: Tensor
    """[B, ALTERNATIVES, S]"""
    weights: Tensor
    """[B, S]"""
    surprise: Tensor
    """[B, 1 + ALTERNATIVES, S] log-probability by the generator, of the solution's own token first."""


@torch.no_grad()
def propose(generator: Decoder, tokens: Tensor, size: int, noise: torch.Generator) -> Leaves:
    """What the generator would say in place of each of the last `size` tokens [B, T], never the token itself."""
    before = generator.features(tokens[:, :-1])[:, -size:]
    logprobs = generator.logits(before).float().log_softmax(-1)
    own = tokens[:, -size:, None]
    certain = logprobs.gather(-1, own)
    # Gumbel's trick draws without replacement; the token itself is left out.
    uniform = torch.rand(logprobs.shape, generator=noise, device=noise.device).to(logprobs.device)
    drawn = logprobs - (-uniform.clamp(1e-9, 1 - 1e-7).log()).log()
    others = drawn.scatter(-1, own, float("-inf")).topk(ALTERNATIVES, -1).indices
    surprise = torch.cat([certain, logprobs.gather(-1, others)], -1)
    return Leaves(others.transpose(1, 2), EASY_WEIGHT + 1 - certain[..., 0].exp(), surprise.transpose(1, 2))


def judged(model: Decoder, features: Tensor, others: Tensor) -> Tensor:
    """features [B, T, C], others [B, A, S, C] -> the value head's logits [B, 1 + A, S], the own tokens first."""
    own = features[:, None, -others.shape[2] :]
    return model.value_logits(torch.cat([own, others], 1)).float()


def detector_loss(generator: Decoder, noise: torch.Generator) -> Callable[..., Tensor]:
    def loss(model: Decoder, tokens: Tensor, targets: Tensor) -> Tensor:
        """tokens [B, T]; targets [B, S] the last S of them, `IGNORED` where there is padding."""
        leaves = propose(generator, tokens, targets.shape[1], noise)
        features, others = model.leaf_features(tokens, leaves.tokens)
        logits = judged(model, features, others)
        truth = torch.zeros_like(logits)
        truth[:, 0] = 1
        weights = leaves.weights * (targets != IGNORED)
        each = F.binary_cross_entropy_with_logits(logits, truth, reduction="none").mean(1)
        before = features[:, -targets.shape[1] - 1 : -1]
        return (each * weights).sum() / weights.sum() + language_loss(model, before, targets)

    return loss


@torch.inference_mode()
def detection_auc(model: Decoder, generator: Decoder, batches: list[tuple[Tensor, Tensor]], device: str) -> str:
    """AUC of "the solution's own token", each place by its weight, beside that of the generator's log-probability."""
    model.eval()
    noise = torch.Generator(device).manual_seed(0)
    scores, surprises, truths = [], [], []
    for tokens, targets in batches:
        leaves = propose(generator, tokens.to(device), targets.shape[1], noise)
        # Not the compiled one: it would be compiled once more for these few batches.
        logits = judged(model, *Decoder.leaf_features(model, tokens.to(device), leaves.tokens))
        # Places are drawn by their weight, so that those where the policy is sure do not hide the others.
        drawn = torch.rand(targets.shape, generator=noise) < leaves.weights.cpu() * (targets != IGNORED)
        scores.append(logits.transpose(1, 2)[drawn].cpu().numpy())
        surprises.append(leaves.surprise.transpose(1, 2)[drawn].cpu().numpy())
        truths.append(np.tile([True] + [False] * ALTERNATIVES, (len(scores[-1]), 1)))
    model.train()
    truth = np.concatenate(truths).ravel()
    own, theirs = (auc(np.concatenate(s).ravel(), truth) for s in (scores, surprises))
    return f"auc {own:.3f}, of the policy's log-probability {theirs:.3f}"


def batches_of_one_prompt_length(
    rows: list[np.ndarray], prompts: list[int], batch: int, seed: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Every row once: tokens [B, T], and of the last S, which are the solutions, the targets."""
    rng = np.random.default_rng(seed)
    alike: dict[int, list[int]] = {}
    for i in rng.permutation(len(rows)):
        alike.setdefault(prompts[i], []).append(int(i))
    groups: list[list[int]] = []
    for members in alike.values():
        for start in range(0, len(members), batch * 16):
            pool = sorted(members[start : start + batch * 16], key=lambda i: len(rows[i]))
            groups += [pool[at : at + batch] for at in range(0, len(pool), batch)]
    for at in rng.permutation(len(groups)):
        group = groups[at]
        tokens = pad_rows([rows[i] for i in group], 0, np.int64)
        targets = pad_rows([rows[i][prompts[i] :] for i in group], IGNORED, np.int64)
        yield torch.from_numpy(tokens), torch.from_numpy(targets)


def main(settings: Settings, config: TrainConfig, device: str) -> None:
    seed_everything(config.seed)
    rows, prompts = load_solutions(settings.data / "policy.jsonl", settings.tokens, config.longest)
    held_out = list(batches_of_one_prompt_length(rows[:HELD_OUT], prompts[:HELD_OUT], config.batch, 0))
    rows, prompts = rows[HELD_OUT:], prompts[HELD_OUT:]
    print(f"{len(rows)} solutions", flush=True)

    def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
        yield from batches_of_one_prompt_length(rows, prompts, config.batch, config.seed + epoch)

    generator, model = Decoder(settings.model).to(device), Decoder(settings.model, with_value=True).to(device)
    generator.load_state_dict(torch.load(settings.out / "policy.pt", map_location=device)["model"])
    generator.eval()
    model.load_state_dict(torch.load(settings.trunk_file, map_location=device)["model"], strict=False)
    noise = torch.Generator(device).manual_seed(config.seed)

    def report(step: int) -> str:
        if step % 200 and step != config.steps:
            return ""
        return detection_auc(model, generator, held_out, device)

    train(model, config, batches, detector_loss(generator, noise), settings.out / "detector.pt", device, report)


if __name__ == "__main__":
    chosen = load_settings(sys.argv[1])
    if chosen.detector is not None:
        main(chosen, chosen.detector, "cuda" if "--cuda" in sys.argv else "cpu")
