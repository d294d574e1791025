"""Tunes the policy on outcomes: an implicit process reward model, `python train_implicit.py config/game24.json`.

arXiv:2412.01981, cross-entropy form: r(y) = beta * log(pi(y) / pi_ref(y)), summed over the solution's tokens, and the
loss is the binary cross-entropy of sigmoid(r) against the outcome. The reference is the policy itself. The rows, their
weights, the batches' order and the number of steps are those of the value models; here every row is read to its end,
because the outcome is of the whole solution. (The README that states the loss omits its minus sign.)
"""

import json
import sys
from collections.abc import Callable, Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from labels import LabelledPath, label_summary, load_labelled
from model import Decoder
from optimise import pad_rows, seed_everything, shuffled_batches, train
from settings import Settings, load_settings
from train_value import HELD_OUT_PROBLEMS, ROLLOUTS, auc, split_problems


def solution_logprob(model: Decoder, tokens: Tensor, is_solution: Tensor) -> Tensor:
    """tokens [B, T], is_solution [B, T] -> [B] natural log of the probability of the solution's tokens."""
    wanted = is_solution[:, 1:]
    features = model.features(tokens)[:, :-1][wanted]
    logprobs = -F.cross_entropy(model.logits(features).float(), tokens[:, 1:][wanted], reduction="none")
    row = wanted.nonzero()[:, 0]
    return torch.zeros(len(tokens), device=tokens.device).index_add(0, row, logprobs)


def implicit_loss(reference: Decoder, beta: float, mean_weight: float) -> Callable[..., Tensor]:
    def loss(model: Decoder, tokens: Tensor, is_solution: Tensor, outcome: Tensor, weights: Tensor) -> Tensor:
        with torch.no_grad():
            base = solution_logprob(reference, tokens, is_solution)
        reward = beta * (solution_logprob(model, tokens, is_solution) - base)
        each = F.binary_cross_entropy_with_logits(reward, outcome, reduction="none")
        return (each * weights).mean() / mean_weight

    return loss


Batch = tuple[Tensor, Tensor, Tensor, Tensor]


def make_batch(paths: list[LabelledPath]) -> Batch:
    tokens = torch.from_numpy(pad_rows([p.tokens for p in paths], 0, np.int64))
    is_solution = torch.zeros(tokens.shape, dtype=torch.bool)
    for row, p in enumerate(paths):
        is_solution[row, p.prompt_length : len(p.tokens)] = True
    outcome = torch.tensor([float(p.ovm[0]) for p in paths])
    return tokens, is_solution, outcome, torch.tensor([float(p.weight) for p in paths])


@torch.inference_mode()
def outcome_auc(model: Decoder, reference: Decoder, paths: list[LabelledPath], device: str) -> float:
    """AUC of "this solution is correct" by its reward, on problems that are not trained on."""
    model.eval()
    scores, truth = [], []
    for start in range(0, len(paths), 256):
        tokens, is_solution, outcome, _ = (part.to(device) for part in make_batch(paths[start : start + 256]))
        ratio = solution_logprob(model, tokens, is_solution) - solution_logprob(reference, tokens, is_solution)
        scores.append(ratio.cpu().numpy())
        truth.append(outcome.cpu().numpy() > 0)
    model.train()
    return auc(np.concatenate(scores), np.concatenate(truth))


def main(settings: Settings, device: str) -> None:
    config, beta = settings.value, settings.implicit_beta
    seed_everything(config.seed)
    paths = load_labelled([settings.out / f"judged-{kind}.jsonl" for kind in ROLLOUTS], settings.tokens)
    print("implicit-prm", json.dumps(label_summary(paths)), flush=True)
    paths, held_out = split_problems(paths, HELD_OUT_PROBLEMS)
    lengths = np.array([len(p.tokens) for p in paths])
    weights = np.array([p.weight for p in paths])

    def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
        for index in shuffled_batches(len(paths), lengths, config.batch, config.seed + epoch):
            yield make_batch([paths[i] for i in index])

    model, reference = Decoder(settings.model).to(device), Decoder(settings.model).to(device)
    for decoder, file in ((model, settings.trunk_file), (reference, settings.out / "policy.pt")):
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
