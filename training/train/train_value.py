"""Trains value models on labelled rollouts: `python -m training.train.train_value CONFIG tvm [ovm ...]`.

Cross-entropy on the logit of the scalar head plus a little of the language-model loss on the same tokens, from the
policy's weights or, where a configuration has them, from the trunk's. With `value_layers` the trunk stays frozen under
the layers that are more, and these are told how its forecast of each token turned out (`Forecast` in decoder.py). (The
paper's loss for TVM is not known; OVM's is a squared error. On this task a squared error through a sigmoid hardly
learned, so both verifiers use cross-entropy.)
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.branches import branch_batches, read_branches
from training.data.labels import LabelledPath, label_summary, load_labelled
from training.model.decoder import Decoder, Trunk
from training.model.optimise import (
    IGNORED,
    TrainConfig,
    language_loss,
    pad_rows,
    seed_everything,
    train,
)
from training.model.trunk_cache import TrunkCache
from training.settings import Settings, Verifier, load_settings

HELD_OUT_PROBLEMS = 40
ROLLOUTS = ("rollouts", "explored", "slipped", "strayed", "searched")


def split_problems(paths: list[LabelledPath], held_out: int) -> tuple[list[LabelledPath], list[LabelledPath]]:
    """The last problems of a seeded shuffle are held out, to watch the value model on puzzles it has not seen."""
    prompts = sorted({tuple(p.tokens[: p.prompt_length]) for p in paths})
    chosen = np.random.default_rng(0).permutation(len(prompts))[:held_out]
    held = {prompts[i] for i in chosen}
    inside = [tuple(p.tokens[: p.prompt_length]) in held for p in paths]
    return [p for p, i in zip(paths, inside, strict=True) if not i], [
        p for p, i in zip(paths, inside, strict=True) if i
    ]


def auc(scores: np.ndarray, truth: np.ndarray) -> float:
    """Area under the ROC curve, ties counted half; nan when there is only one class."""
    if truth.all() or not truth.any():
        return float("nan")
    _, ranks = np.unique(scores, return_inverse=True)
    counts = np.bincount(ranks)
    mid = np.cumsum(counts) - (counts - 1) / 2
    positive = mid[ranks][truth].sum()
    n, m = truth.sum(), (~truth).sum()
    return float((positive - n * (n + 1) / 2) / (n * m))


@torch.inference_mode()
def reachability_auc(model: Decoder, paths: list[LabelledPath], device: str) -> list[float]:
    """AUC of "24 is still reachable" by the value after steps 1, 2 and 3, each distinct state counted once."""
    model.eval()
    seen: dict[int, dict[tuple, tuple[float, bool]]] = {0: {}, 1: {}, 2: {}}
    for start in range(0, len(paths), 256):
        part = paths[start : start + 256]
        tokens = torch.from_numpy(pad_rows([p.tokens for p in part], 0, np.int64)).to(device)
        values = model.value_logits(model.features(tokens)).cpu().numpy()
        for row, path in zip(values, part, strict=True):
            for step, (end, reachable) in enumerate(zip(path.step_ends[:3], path.reachable, strict=False)):
                at = path.prompt_length + int(end)
                seen[step][tuple(path.tokens[: at + 1])] = (float(row[at]), bool(reachable))
    model.train()
    table = [np.array(list(states.values())) for states in seen.values()]
    return [auc(rows[:, 0], rows[:, 1].astype(bool)) for rows in table]


def value_loss(language_weight: float, mean_weight: float) -> Callable[..., Tensor]:
    def loss(model: Decoder, labels: Tensor, weights: Tensor, prompts: Tensor, tails: Tensor, *trunk: Tensor) -> Tensor:
        """labels [B, S], negative where there is none; weights [B]; prompts [N, P]; tails [B, S]; the rest: `Trunk`."""
        features = model.features_above(Trunk(*trunk)) if trunk else model.branch_features(prompts, tails)
        has_label = labels >= 0
        share = has_label * (weights / mean_weight)[:, None]
        logits = model.value_logits(features).float()
        value = F.binary_cross_entropy_with_logits(logits, labels.clamp(min=0), reduction="none")
        value = (value * share).sum() / has_label.sum()
        if language_weight == 0:
            return value
        language = language_loss(model, features[:, :-1], torch.where(has_label, tails, IGNORED)[:, 1:])
        return value + language_weight * language

    return loss


def begin(model: Decoder, weights: dict[str, Tensor], settings: Settings) -> None:
    """Loads the weights that verifiers begin from. Blocks above them add nothing at first; what is below is frozen."""
    model.load_state_dict(weights, strict=False)
    if model.forecast is None:
        return
    is_new = not any(name.startswith("forecast.") for name in weights)
    if is_new:
        model.forecast.norm.weight.data.copy_(weights["norm.weight"])
        torch.nn.init.ones_(model.norm.weight)
    model.requires_grad_(False)
    model.forecast.told.requires_grad_(True)
    for block in list(model.blocks)[settings.model.layers :]:
        block.requires_grad_(True)
        for last in (block.o_proj, block.down_proj) if is_new else ():
            torch.nn.init.zeros_(last.weight)
    assert model.value_head is not None
    model.norm.requires_grad_(True)
    model.value_head.requires_grad_(True)


@dataclass(frozen=True)
class Rows:
    """What every verifier learns from."""

    paths: list[LabelledPath]
    held_out: list[LabelledPath]
    known: TrunkCache | None
    """What a frozen trunk makes of the paths."""


def read_rows(settings: Settings, paths: list[LabelledPath], device: str, start: str) -> Rows:
    """`start`: whose weights are frozen under the layers that learn."""
    print(json.dumps(label_summary(paths)), flush=True)
    inside, held_out = split_problems(paths, HELD_OUT_PROBLEMS)
    if not settings.has_frozen_trunk:
        return Rows(inside, held_out, None)
    model = Decoder(settings.value_model, with_value=True)
    frozen = settings.out / f"{start}.pt"
    begin(model, torch.load(frozen, map_location="cpu")["model"], settings)
    return Rows(inside, held_out, TrunkCache(model.to(device), inside, settings.branches, device))


def train_verifier(
    settings: Settings, verifier: str, rows: Rows, config: TrainConfig, checkpoint: Path, device: str, start: Path
) -> Decoder:
    """From the weights in `start`. `verifier` says which label of the paths is learned."""
    seed_everything(config.seed)
    print(verifier, flush=True)
    paths = rows.paths
    ends = np.array([len(p.tokens) for p in paths])
    weights = np.array([p.weight for p in paths], dtype=np.float32)

    def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
        rng = np.random.default_rng(config.seed * 1000 + epoch)
        # Most rows stop before the answer line: its values are easy, and it is a third of the tokens.
        with_answer = rng.random(len(paths)) < settings.answer_share
        cut = np.where(with_answer, ends, [cut_before_answer(p) for p in paths])
        for groups in branch_batches(paths, cut, settings.branches, config.batch, config.seed + epoch):
            branches = read_branches(paths, groups, cut)
            order = [i for group in groups for i in group]
            labels = np.full(branches.tails.shape, -1, dtype=np.float32)
            for row, i in enumerate(order):
                p, end = paths[i], cut[i] - paths[i].prompt_length
                labels[row, p.first + 1 : end + 1] = getattr(p, verifier.replace("-", "_"))[p.first : end]
            known = () if rows.known is None else rows.known.read(groups, cut)
            yield torch.from_numpy(labels), torch.from_numpy(weights[order]), *branches, *known

    model = Decoder(settings.value_model, with_value=True)
    begin(model, torch.load(start, map_location="cpu")["model"], settings)
    model.to(device)

    def report(step: int) -> str:
        if step % 500 and step != config.steps:
            return ""
        return "auc " + " ".join(f"{a:.3f}" for a in reachability_auc(model, rows.held_out, device))

    loss = value_loss(settings.language_weight, float(weights.mean()))
    train(model, config, batches, loss, checkpoint, device, report)
    return model


@torch.inference_mode()
def label_loss(model: Decoder, label: str, paths: list[LabelledPath], branches: int, device: str) -> float:
    """Mean cross-entropy of a label on all tokens of the paths, a distinct path as often as it was sampled."""
    model.eval()
    ends = np.array([len(p.tokens) for p in paths])
    total = tokens = 0.0
    for groups in branch_batches(paths, ends, branches, 256, 0):
        read = read_branches(paths, groups, ends)
        logits = model.value_logits(model.branch_features(*(part.to(device) for part in read))).float().cpu()
        for row, i in enumerate(i for group in groups for i in group):
            p = paths[i]
            truth = torch.from_numpy(getattr(p, label.replace("-", "_"))[p.first :])
            said = logits[row, p.first + 1 : len(p.tokens) - p.prompt_length + 1]
            total += p.weight * float(F.binary_cross_entropy_with_logits(said, truth, reduction="sum"))
            tokens += p.weight * len(truth)
    model.train()
    return total / tokens


def taken_rates(settings: Settings, name: str) -> tuple[float, float]:
    """Of Muon and AdamW, those that a verifier took which tried them; FileNotFoundError where it has not."""
    tried = json.loads((settings.out / "rates" / f"{name}.json").read_text())
    muon, adam = tried["rates"][tried["chosen"]]
    return muon, adam


def chosen_rates(settings: Settings, name: str, loss_with: Callable[[TrainConfig, Path], float]) -> TrainConfig:
    """`settings.value` with the rates of the lowest loss after a quarter of the steps.

    `loss_with` trains into a file and returns the verifier's own loss on rollouts of the settings split. One that does
    not try takes the rates of the first that did; FileNotFoundError where that one has not been trained.
    """
    if not settings.rates:
        return settings.value
    tried_by = settings.rates_tried_by
    if tried_by and name not in tried_by:
        muon, adam = taken_rates(settings, tried_by[0])
        return replace(settings.value, learning_rate=muon, adam_rate=adam)
    losses = []
    for i, (muon, adam) in enumerate(settings.rates):
        config = replace(settings.value, learning_rate=muon, adam_rate=adam, steps=settings.value.steps // 4)
        losses.append(loss_with(config, settings.out / "rates" / f"{name}-{i}.pt"))
    best = int(np.argmin(losses))
    muon, adam = settings.rates[best]
    chosen = {"rates": settings.rates, "losses": [round(loss, 5) for loss in losses], "chosen": best}
    (settings.out / "rates" / f"{name}.json").write_text(json.dumps(chosen) + "\n")
    print(name, json.dumps(chosen), flush=True)
    return replace(settings.value, learning_rate=muon, adam_rate=adam)


def judged_rollouts(settings: Settings) -> list[Path]:
    """Of every kind that the configuration samples."""
    asked = {"strayed": settings.rollouts.stray_per_problem, "searched": settings.rollouts.searched_per_prefix}
    kinds = [kind for kind in ROLLOUTS if asked.get(kind, 1)]
    return [settings.out / f"judged-{kind}.jsonl" for kind in kinds]


def settings_rollouts(settings: Settings) -> list[LabelledPath]:
    """What rates are chosen on; empty where a configuration has none to choose."""
    judged = settings.out / "judged-settings-rollouts.jsonl"
    return load_labelled([judged], settings.tokens) if settings.rates else []


def train_at_best_rates(
    settings: Settings, verifier: Verifier, rows: Rows, tried_on: list[LabelledPath], device: str
) -> None:
    begun = settings.begun_file(verifier)

    def trained(config: TrainConfig, target: Path) -> Decoder:
        return train_verifier(settings, verifier.label, rows, config, target, device, begun)

    def loss_with(config: TrainConfig, target: Path) -> float:
        return label_loss(trained(config, target), verifier.label, tried_on, settings.branches, device)

    trained(chosen_rates(settings, verifier.name, loss_with), settings.out / f"{verifier.name}.pt")


def main(settings: Settings, names: list[str], device: str) -> None:
    """Every label from every start, on the rollouts of all kinds together: the same rows, as many
    steps, rates chosen by one rule. No names: all that the configuration has."""
    paths = load_labelled(judged_rollouts(settings), settings.tokens)
    tried_on = settings_rollouts(settings)
    for start in settings.starts:
        wanted = [v for v in settings.verifiers if v.start == start and (not names or v.name in names)]
        if wanted:
            rows = read_rows(settings, paths, device, start)
            for verifier in wanted:
                train_at_best_rates(settings, verifier, rows, tried_on, device)


def cut_before_answer(path: LabelledPath) -> int:
    """Length up to the end of the last step, or of the whole path when no step has ended."""
    return path.prompt_length + int(path.step_ends[-1]) + 1 if len(path.step_ends) else len(path.tokens)


if __name__ == "__main__":
    chosen = [name for name in sys.argv[2:] if not name.startswith("--")]
    main(load_settings(sys.argv[1]), chosen, "cuda" if "--cuda" in sys.argv else "cpu")
