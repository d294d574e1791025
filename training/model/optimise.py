"""Optimisers, schedule, seeding and checkpoints that every training stage shares."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.model.decoder import Decoder
from training.model.muon import Muon

IGNORED = -100
"""A target that is not learned."""


@dataclass(frozen=True)
class TrainConfig:
    steps: int
    batch: int
    learning_rate: float = 0.02
    """Of Muon, for the matrices inside the blocks; AdamW's for all else is `adam_rate`."""
    adam_rate: float = 2e-3
    weight_decay: float = 0.01
    warmup: int = 50
    seed: int = 1
    compile: bool = False
    """Fuse the model's small operations: 1.4 times the speed on two cores; takes a C++ compiler and half a minute."""


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def build_optimisers(model: nn.Module, config: TrainConfig) -> list[torch.optim.Optimizer]:
    """Muon (Jordan et al. 2024) for the hidden matrices, AdamW for embeddings, norms and heads."""
    learned = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    matrices = [p for name, p in learned if p.dim() == 2 and name.startswith("blocks.")]
    chosen = {id(p) for p in matrices}
    others = [p for _, p in learned if id(p) not in chosen]
    return [
        Muon(matrices, lr=config.learning_rate, weight_decay=config.weight_decay, momentum=0.95),
        torch.optim.AdamW(others, lr=config.adam_rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def has_fast_bf16(device: str) -> bool:
    """bf16 pays on a GPU and on a processor with instructions for it; on others it is many times slower."""
    return device.startswith("cuda") or torch.cpu._is_avx512_bf16_supported()


def rate_factor(step: int, config: TrainConfig) -> float:
    """Linear warm-up, constant, then a linear fall to zero over the last half."""
    if step < config.warmup:
        return (step + 1) / config.warmup
    return min(1.0, 2.0 * (config.steps - step) / config.steps)


def train(
    model: nn.Module,
    config: TrainConfig,
    batches: Callable[[int], Iterator[tuple[Tensor, ...]]],
    loss_of: Callable[..., Tensor],
    checkpoint: Path,
    device: str,
    on_report: Callable[[int], str] | None = None,
    report_every: int = 100,
) -> None:
    """Runs to `config.steps`, going on from `checkpoint` when it is there.

    `batches(epoch)` yields one epoch's batches in an order that depends only on the seed and the epoch.
    """
    optimisers = build_optimisers(model, config)
    base_rates = [[group["lr"] for group in o.param_groups] for o in optimisers]
    step = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        if "optimisers" not in state:
            return  # Weights read back from a pack (`unpack.py`): finished.
        for optimiser, saved in zip(optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        step = state["step"]
    if config.compile:
        model.features = torch.compile(model.features, dynamic=True)  # type: ignore[assignment,arg-type]
        model.branch_features = torch.compile(model.branch_features, dynamic=True)  # type: ignore[assignment,arg-type]
    skip, epoch, losses, started, seen = step, 0, [], time.time(), 0
    while step < config.steps:
        for batch in batches(epoch):
            if skip > 0:
                skip -= 1
                continue
            if step >= config.steps:
                break
            for optimiser, rates in zip(optimisers, base_rates, strict=True):
                for group, rate in zip(optimiser.param_groups, rates, strict=True):
                    group["lr"] = rate * rate_factor(step, config)
            batch = tuple(part.to(device) for part in batch)
            with torch.autocast(device.split(":")[0], dtype=torch.bfloat16, enabled=has_fast_bf16(device)):
                loss = loss_of(model, *batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for optimiser in optimisers:
                optimiser.step()
                optimiser.zero_grad(set_to_none=True)
            losses.append(loss.item())
            seen += sum(part.numel() for part in batch if part.dtype == torch.int64)
            step += 1
            if step % report_every == 0 or step == config.steps:
                rate = seen / (time.time() - started)
                note = on_report(step) if on_report else ""
                print(
                    f"step {step}/{config.steps} epoch {epoch} loss {np.mean(losses):.4f} {rate:.0f} tok/s {note}",
                    flush=True,
                )
                losses = []
                save_checkpoint(checkpoint, model, optimisers, step)
        epoch += 1


def save_checkpoint(path: Path, model: nn.Module, optimisers: list[torch.optim.Optimizer], step: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    state = {"model": model.state_dict(), "optimisers": [o.state_dict() for o in optimisers], "step": step}
    torch.save(state, temporary)
    os.replace(temporary, path)


def read_jsonl(path: Path) -> Iterator[dict]:
    with path.open() as lines:
        for line in lines:
            yield json.loads(line)


def shuffled_batches(count: int, lengths: np.ndarray, batch: int, seed: int) -> list[np.ndarray]:
    """Indices of batches of nearly equal lengths, in random order: little padding, still shuffled."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(count)
    pool = batch * 64
    batches = []
    for start in range(0, count, pool):
        part = order[start : start + pool]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += [part[i : i + batch] for i in range(0, len(part), batch)]
    return [batches[i] for i in rng.permutation(len(batches))]


def language_loss(model: Decoder, features: Tensor, targets: Tensor) -> Tensor:
    """Mean cross-entropy of the next tokens; features [B, T, C], targets [B, T]. Only learned places are computed."""
    learned = targets != IGNORED
    return F.cross_entropy(model.logits(features[learned]).float(), targets[learned])


def pad_rows(rows: list[np.ndarray], fill: float | int, dtype: type) -> np.ndarray:
    width = max(len(row) for row in rows)
    out: np.ndarray = np.full((len(rows), width), fill, dtype=dtype)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out
