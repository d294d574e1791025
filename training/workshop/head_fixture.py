"""Makes test/fixtures/workshop-heads.json: what PyTorch says of value heads and their gradients, for tests.

    .venv/bin/python -m workshop.head_fixture
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

FIXTURE = Path(__file__).resolve().parents[2] / "test/fixtures/workshop-heads.json"
WIDTH, HIDDEN = 6, 5
LENGTHS = [7, 4, 1]
DIGITS = 9


def window_mean(logits: torch.Tensor, window: int) -> torch.Tensor:
    return torch.stack([logits[max(0, t - window + 1) : t + 1].mean() for t in range(len(logits))])


def make(head: str, window: int, seed: int) -> dict:
    torch.manual_seed(seed)
    sizes = {"features.mean": (WIDTH,), "features.scale": (WIDTH,)}
    if head == "mlp":
        sizes |= {"value_head.hidden.weight": (WIDTH, HIDDEN), "value_head.hidden.bias": (HIDDEN,)}
    sizes |= {"value_head.weight": (HIDDEN if head == "mlp" else WIDTH, 1), "value_head.bias": (1,)}
    weights = {name: torch.randn(size).requires_grad_() for name, size in sizes.items()}
    solutions = [
        {"seen": torch.randn(n, WIDTH), "labels": torch.rand(n), "weight": 1 + row} for row, n in enumerate(LENGTHS)
    ]
    terms, total = [], 0.0
    for solution in solutions:
        x = (solution["seen"] - weights["features.mean"]) * weights["features.scale"]
        if head == "mlp":
            x = F.silu(x @ weights["value_head.hidden.weight"] + weights["value_head.hidden.bias"])
        own = (x @ weights["value_head.weight"]).squeeze(-1) + weights["value_head.bias"]
        solution["logits"] = window_mean(own, window)
        losses = F.binary_cross_entropy_with_logits(solution["logits"], solution["labels"], reduction="none")
        terms.append(losses.mean() * solution["weight"])
        total += solution["weight"]
    loss = torch.stack(terms).sum() / total
    loss.backward()

    def plain(tensor: torch.Tensor) -> list[float]:
        return [round(float(x), DIGITS) for x in tensor.detach().flatten()]

    return {
        "shape": {"head": head, "width": WIDTH, "hidden": HIDDEN if head == "mlp" else 0, "told": 0, "window": window},
        "weights": {name: plain(tensor) for name, tensor in weights.items()},
        "solutions": [
            {**{name: plain(solution[name]) for name in ("seen", "labels", "logits")}, "weight": solution["weight"]}
            for solution in solutions
        ],
        "loss": round(float(loss), DIGITS),
        "gradients": {name: plain(tensor.grad) for name, tensor in weights.items() if not name.startswith("features.")},
    }


def main() -> None:
    heads = [make("linear", 1, 3), make("linear", 3, 4), make("mlp", 1, 5), make("mlp", 6, 6)]
    FIXTURE.write_text(json.dumps(heads) + "\n")


if __name__ == "__main__":
    main()
