"""Tunes the policy on outcomes: an implicit process reward model, `python -m training.train.train_implicit CONFIG`.

arXiv:2412.01981, cross-entropy form: r(y) = beta * log(pi(y) / pi_ref(y)), summed over the solution's tokens, and the
loss is the binary cross-entropy of sigmoid(r) against the outcome. The reference is the policy itself. The rows, their
weights, the batches' order and the number of steps are those of the value models; here every row is read to its end,
because the outcome is of the whole solution. (The README that states the loss omits its minus sign.)

A deviation, where a configuration has a `trunk` (word problems): the paper starts the tuned model from the reference's
weights, so that r is 0 at first; here it starts from the trunk, as the other verifiers do, which has read more stories
than the policy. So r is not 0 before the first step, and part of it says that the trunk has read more.
"""

import json
import sys
from collections.abc import Callable, Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.branches import branch_batches, read_branches
from training.data.labels import LabelledPath, label_summary, load_labelled
from training.model.decoder import Decoder
from training.model.optimise import seed_everything, train
from training.settings import Settings, load_settings
from training.train.train_value import HELD_OUT_PROBLEMS, ROLLOUTS, auc, split_problems


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
def outcome_auc(model: Decoder, reference: Decoder, paths: list[LabelledPath], device: str) -> float:
    """AUC of "this solution is correct" by its reward, on problems that are not trained on."""
    model.eval()
    scores, truth = [], []
    ends = np.array([len(p.tokens) for p in paths])
    for groups in branch_batches(paths, ends, 8, 256, 0):
        *begun, outcome, _ = (part.to(device) for part in make_batch(paths, groups, ends))
        ratio = solution_logprob(model, *begun) - solution_logprob(reference, *begun)
        scores.append(ratio.cpu().numpy())
        truth.append(outcome.cpu().numpy() > 0)
    model.train()
    return auc(np.concatenate(scores), np.concatenate(truth))


def main(settings: Settings, device: str) -> None:
    config, beta = settings.tuned or settings.value, settings.implicit_beta
    seed_everything(config.seed)
    paths = load_labelled([settings.out / f"judged-{kind}.jsonl" for kind in ROLLOUTS], settings.tokens)
    print("implicit-prm", json.dumps(label_summary(paths)), flush=True)
    paths, held_out = split_problems(paths, HELD_OUT_PROBLEMS)
    lengths = np.array([len(p.tokens) for p in paths])
    weights = np.array([p.weight for p in paths])

    def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
        for groups in branch_batches(paths, lengths, settings.branches, config.batch, config.seed + epoch):
            yield make_batch(paths, groups, lengths)

    model, reference = Decoder(settings.model).to(device), Decoder(settings.model).to(device)
    for decoder, file in (
        (model, settings.out / f"{settings.implicit.start}.pt"),
        (reference, settings.out / "policy.pt"),
    ):
        decoder.load_state_dict(torch.load(file, map_location=device)["model"])
    reference.eval()

    def report(step: int) -> str:
        if step % 500 and step != config.steps:
            return ""
        return f"auc {outcome_auc(model, reference, held_out, device):.3f}"

    loss = implicit_loss(reference, beta, float(weights.mean()))
    train(model, config, batches, loss, settings.out / "implicit-prm.pt", device, report)


if __name__ == "__main__":
    main(load_settings(sys.argv[1]), "cuda" if "--cuda" in sys.argv else "cpu")
