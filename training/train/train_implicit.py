"""Tunes the policy on outcomes: an implicit process reward model, `python -m training.train.train_implicit CONFIG`.

arXiv:2412.01981, cross-entropy form: r(y) = beta * log(pi(y) / pi_ref(y)), summed over the solution's tokens, and the
loss is the binary cross-entropy of sigmoid(r) against the outcome. The reference is the policy itself. The rows, their
weights, the batches' order and the number of steps are those of the value models; here every row is read to its end,
because the outcome is of the whole solution. (The README that states the loss omits its minus sign.)

The tuned model starts from the reference's weights, as in the paper, so r is 0 before the first step. A configuration
whose one start is a trunk departs from it (there r begins by saying what more reading changed), and so does a second
round, which goes on from what the first one tuned.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.branches import branch_batches, read_branches
from training.data.labels import LabelledPath, label_summary, load_labelled
from training.model.decoder import Decoder
from training.model.optimise import TrainConfig, seed_everything, train
from training.settings import POLICY, Settings, load_settings
from training.train.train_value import (
    HELD_OUT_PROBLEMS,
    auc,
    chosen_rates,
    judged_rollouts,
    settings_rollouts,
    split_problems,
)


def solution_logprob(model: Decoder, prompts: Tensor, tails: Tensor, is_solution: Tensor) -> Tensor:
    """prompts [N, P], tails [B, S], is_solution [B, S] -> [B] natural log of the probability of the solution's tokens.

    A tail begins with the prompt's last token, which is none of the solution's.
    """
    wanted = is_solution[:, 1:]
    features = model.branch_features(prompts, tails)[:, :-1][wanted]
    logprobs = -F.cross_entropy(model.logits(features).float(), tails[:, 1:][wanted], reduction="none")
    row = wanted.nonzero()[:, 0]
    return torch.zeros(len(tails), device=tails.device).index_add(0, row, logprobs)


def implicit_loss(reference: Decoder, beta: float, mean_weight: float) -> Callable[..., Tensor]:
    def loss(
        model: Decoder, prompts: Tensor, tails: Tensor, is_solution: Tensor, outcome: Tensor, weights: Tensor
    ) -> Tensor:
        with torch.no_grad():
            base = solution_logprob(reference, prompts, tails, is_solution)
        reward = beta * (solution_logprob(model, prompts, tails, is_solution) - base)
        each = F.binary_cross_entropy_with_logits(reward, outcome, reduction="none")
        return (each * weights).mean() / mean_weight

    return loss


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def make_batch(paths: list[LabelledPath], groups: list[list[int]], ends: np.ndarray) -> Batch:
    prompts, tails = read_branches(paths, groups, ends)
    rows = [paths[i] for group in groups for i in group]
    is_solution = torch.zeros(tails.shape, dtype=torch.bool)
    for row, p in enumerate(rows):
        is_solution[row, 1 : len(p.tokens) - p.prompt_length + 1] = True
    outcome = torch.tensor([float(p.ovm[0]) for p in rows])
    return prompts, tails, is_solution, outcome, torch.tensor([float(p.weight) for p in rows])


@torch.inference_mode()
def measured(
    model: Decoder, reference: Decoder, beta: float, paths: list[LabelledPath], device: str
) -> tuple[float, float]:
    """AUC of "this solution is correct" by its reward, and the mean loss over the samples."""
    model.eval()
    scores, truth, counts = [], [], []
    ends = np.array([len(p.tokens) for p in paths])
    for groups in branch_batches(paths, ends, 8, 256, 0):
        *begun, outcome, weights = (part.to(device) for part in make_batch(paths, groups, ends))
        ratio = solution_logprob(model, *begun) - solution_logprob(reference, *begun)
        scores.append(ratio.cpu())
        truth.append(outcome.cpu())
        counts.append(weights.cpu())
    model.train()
    ratio, outcome, weights = torch.cat(scores), torch.cat(truth), torch.cat(counts)
    each = F.binary_cross_entropy_with_logits(beta * ratio, outcome, reduction="none")
    return auc(ratio.numpy(), outcome.numpy() > 0), float((each * weights).sum() / weights.sum())


def main(settings: Settings, device: str) -> None:
    beta = settings.implicit_beta
    paths = load_labelled(judged_rollouts(settings), settings.tokens)
    print("implicit-prm", json.dumps(label_summary(paths)), flush=True)
    paths, held_out = split_problems(paths, HELD_OUT_PROBLEMS)
    lengths = np.array([len(p.tokens) for p in paths])
    weights = np.array([p.weight for p in paths])
    tried_on = settings_rollouts(settings)
    reference = load_weights(settings, settings.start_file(POLICY), device).eval()

    def tune(config: TrainConfig, target: Path) -> Decoder:
        seed_everything(config.seed)
        model = load_weights(settings, settings.begun_file(settings.implicit), device)

        def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
            for groups in branch_batches(paths, lengths, settings.branches, config.batch, config.seed + epoch):
                yield make_batch(paths, groups, lengths)

        def report(step: int) -> str:
            if step % 500 and step != config.steps:
                return ""
            return f"auc {measured(model, reference, beta, held_out, device)[0]:.3f}"

        loss = implicit_loss(reference, beta, float(weights.mean()))
        train(model, config, batches, loss, target, device, report)
        return model

    def loss_with(config: TrainConfig, target: Path) -> float:
        return measured(tune(config, target), reference, beta, tried_on, device)[1]

    config = chosen_rates(settings, settings.implicit.name, loss_with)
    tune(config, settings.out / f"{settings.implicit.name}.pt")


def load_weights(settings: Settings, file: Path, device: str) -> Decoder:
    model = Decoder(settings.model).to(device)
    model.load_state_dict(torch.load(file, map_location=device)["model"])
    return model


if __name__ == "__main__":
    main(load_settings(sys.argv[1]), "cuda" if "--cuda" in sys.argv else "cpu")
