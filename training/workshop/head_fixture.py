"""What PyTorch says of value heads and their gradients: `python -m training.workshop.head_fixture FILE`.

The page's learner has to reach the same loss, logits and gradients (`test/unit/workshop/head.test.ts`).
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

WIDTH, HIDDEN = 6, 5
LENGTHS = [7, 4, 1]
DIGITS = 9


def window_mean(logits: Tensor, window: int) -> Tensor:
    """[S] -> [S]: at each token the mean of the last `window` logits, or of as many as there are."""
    return torch.stack([logits[max(0, t - window + 1) : t + 1].mean() for t in range(len(logits))])


def plain(tensor: Tensor) -> list[float]:
    return [round(float(x), DIGITS) for x in tensor.detach().flatten()]


def gradient(tensor: Tensor) -> list[float]:
    assert tensor.grad is not None
    return plain(tensor.grad)


def make(head: str, window: int, seed: int) -> dict[str, object]:
    torch.manual_seed(seed)
    is_mlp = head == "mlp"
    sizes: dict[str, tuple[int, ...]] = {"features.mean": (WIDTH,), "features.scale": (WIDTH,)}
    if is_mlp:
        sizes |= {"value_head.hidden.weight": (WIDTH, HIDDEN), "value_head.hidden.bias": (HIDDEN,)}
    sizes |= {"value_head.weight": (HIDDEN if is_mlp else WIDTH, 1), "value_head.bias": (1,)}
    weights = {name: torch.randn(size).requires_grad_() for name, size in sizes.items()}
    drawn = [(torch.randn(n, WIDTH), torch.rand(n), 1 + row) for row, n in enumerate(LENGTHS)]
    solutions: list[dict[str, object]] = []
    terms: list[Tensor] = []
    for seen, labels, weight in drawn:
        x = (seen - weights["features.mean"]) * weights["features.scale"]
        if is_mlp:
            x = F.silu(x @ weights["value_head.hidden.weight"] + weights["value_head.hidden.bias"])
        own = (x @ weights["value_head.weight"]).squeeze(-1) + weights["value_head.bias"]
        logits = window_mean(own, window)
        terms.append(F.binary_cross_entropy_with_logits(logits, labels, reduction="none").mean() * weight)
        solutions.append({"seen": plain(seen), "labels": plain(labels), "logits": plain(logits), "weight": weight})
    loss = torch.stack(terms).sum() / sum(weight for _, _, weight in drawn)
    loss.backward()
    return {
        "shape": {"head": head, "width": WIDTH, "hidden": HIDDEN if is_mlp else 0, "told": 0, "window": window},
        "weights": {name: plain(tensor) for name, tensor in weights.items()},
        "solutions": solutions,
        "loss": round(loss.item(), DIGITS),
        "gradients": {name: gradient(tensor) for name, tensor in weights.items() if not name.startswith("features.")},
    }


def main(path: Path) -> None:
    heads = [make("linear", 1, 3), make("linear", 3, 4), make("mlp", 1, 5), make("mlp", 6, 6)]
    path.write_text(json.dumps(heads) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
