"""How far the gradient of one path strays: `python -m training.report.gradient_variance CONFIG [--problems N]`.

Summed over all samples of a problem, TVM's and OVM's labels have the same gradient (`data/labels.py`). A batch with one
path of a problem has it in the mean only, and what the two labels differ in is how far a single path strays from it.
Here that is measured, not simulated: of every problem the gradient of each of its paths, for each label, at the same
weights. `within` is the mean squared distance of a path's gradient from its problem's mean, `between` that of the
problems' means from the mean of all; a batch of n paths of n problems has the variance (within + between) / n. Told are
the ratios TVM / OVM of `within` and of the sum, with 95% intervals by the bootstrap over problems, at the weights that
the verifiers begin from and at those of the finished TVM.

Labels are made anew from 4, 8, 16 and 64 samples of a problem, drawn without replacement (from one they are the same).
Plain samples only.
"""

import json
import sys
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.labels import LabelledPath, group_by_problem, load_labelled
from training.model.decoder import Decoder
from training.settings import ROOT, Settings, load_settings
from training.train.train_value import begin

SAMPLES = (4, 8, 16, 64)
PROBLEMS = 64
RESAMPLES = 1000


def by_problem(paths: list[LabelledPath], count: int, seed: int = 1) -> list[list[LabelledPath]]:
    """Of `count` problems drawn by seed, the paths."""
    problems = group_by_problem(paths)
    return [problems[i] for i in np.random.default_rng(seed).permutation(len(problems))[:count]]


def path_gradient(model: Decoder, learned: Sequence[Tensor], path: LabelledPath, label: str) -> Tensor:
    """[P] of the mean cross-entropy on the path's tokens."""
    tokens = torch.from_numpy(path.tokens.astype(np.int64))
    # The prompt's last token stands at the head of what branches off, as in a batch (`read_branches`).
    prompt, tail = tokens[: path.prompt_length - 1][None], tokens[path.prompt_length - 1 :][None]
    logits = model.value_logits(model.branch_features(prompt, tail))[0, 1:].float()
    loss = F.binary_cross_entropy_with_logits(logits, torch.from_numpy(getattr(path, label)))
    parts = torch.autograd.grad(loss, learned, allow_unused=True)
    return torch.cat([(torch.zeros_like(p) if g is None else g).flatten() for p, g in zip(learned, parts, strict=True)])


def variances(model: Decoder, problems: list[list[LabelledPath]], label: str) -> tuple[np.ndarray, float]:
    """[problems] the mean squared distance of a path's gradient from its problem's mean; and `between`."""
    learned = [p for p in model.parameters() if p.requires_grad]
    within, squares, mean = [], [], torch.zeros(sum(p.numel() for p in learned))
    for paths in problems:
        total = sum(p.weight for p in paths)
        gradients = [(path.weight / total, path_gradient(model, learned, path, label)) for path in paths]
        own = sum((share * g for share, g in gradients), torch.zeros_like(mean))
        within.append(sum(share * float((g - own).square().sum()) for share, g in gradients))
        squares.append(float(own.square().sum()))
        mean += own / len(problems)
    return np.array(within), float(np.mean(squares)) - float(mean.square().sum())


def ratio(above: np.ndarray, below: np.ndarray, beside: float) -> dict[str, float]:
    """Of the means plus `beside`, with the bootstrap's interval over the problems."""
    rng = np.random.default_rng(1)
    draws = [rng.integers(len(above), size=len(above)) for _ in range(RESAMPLES)]
    resampled = [(above[i].mean() + beside) / (below[i].mean() + beside) for i in draws]
    low, high = np.quantile(resampled, [0.025, 0.975])
    value = (above.mean() + beside) / (below.mean() + beside)
    return {"value": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def main(settings: Settings, count: int) -> None:
    start = settings.starts[-1]
    finished = next(v for v in settings.verifiers if v.label == "tvm" and v.start == start)
    at = {"start": settings.start_file(start), "finished": settings.out / f"{finished.name}.pt"}
    rows = []
    for samples in (n for n in SAMPLES if n <= settings.rollouts.per_problem):
        judged = settings.out / "judged-rollouts.jsonl"
        problems = by_problem(load_labelled([judged], settings.tokens, samples=samples), count)
        for where, file in at.items():
            model = Decoder(settings.value_model, with_value=True)
            begin(model, torch.load(file, map_location="cpu")["model"], settings)
            (tvm, between), (ovm, _) = (variances(model, problems, label) for label in ("tvm", "ovm"))
            row = {"samples": samples, "at": where, "problems": len(problems)}
            row |= {"within": ratio(tvm, ovm, 0), "total": ratio(tvm, ovm, between)}
            rows.append(row)
            print(json.dumps(row), flush=True)
    target = ROOT / "results" / f"{settings.task}-gradient.json"
    report = {"format": "inkling-gradient", "version": 1, "task": settings.task, "rows": rows}
    target.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    wanted = int(sys.argv[sys.argv.index("--problems") + 1]) if "--problems" in sys.argv else PROBLEMS
    main(load_settings(sys.argv[1]), wanted)
