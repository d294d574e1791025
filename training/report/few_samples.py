"""What a label is worth in few steps: `python -m training.report.few_samples CONFIG [--steps N] [--seeds N]`.

TVM's and OVM's labels have one gradient where all samples of a problem stand in a batch (`data/labels.py`). Here they
can differ: few steps, and one path of a problem in a batch. From 1, 4, 8, 16 and 64 samples of each of `PROBLEMS`
problems a verifier of each label is trained from the policy's weights, with the same problems, samples, order of
batches and rates, and is compared with the exact value on problems of the settings split.

The exact value of a prefix is the probability that the policy, at temperature 1, ends right from there: the sum of
the probabilities of all right ends that Node enumerates, and of those that were sampled beside them (`exact_values`).
Its limits are measured with it: the share of right samples that are among the enumerated ones, and the exact value of
the problems beside the share of their samples that are right.

Told is the mean squared error over the tokens of sampled solutions; `constant` is that of the one value that fits the
tests best. Intervals of 95% by the bootstrap over seeds and problems, crossed; differences are paired.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from training.data.branches import branch_batches, read_branches
from training.data.labels import LabelledPath, group_by_problem, load_labelled
from training.model.decoder import Decoder
from training.model.optimise import TrainConfig, pad_rows, seed_everything, train
from training.settings import POLICY, ROOT, Settings, load_settings
from training.train.train_policy import load_solutions
from training.train.train_value import begin, taken_rates, value_loss

SAMPLES = (1, 4, 8, 16, 64)
LABELS = ("tvm", "ovm")
PROBLEMS = 400
BATCH = 64
STEPS, SEEDS = 400, 5
LOOKS = 4
"""How often a training is looked at: after equal numbers of steps, the last time at its end."""
RESAMPLES = 2000


@torch.inference_mode()
def exact_values(policy: Decoder, rows: list[np.ndarray], prompts: list[int]) -> dict[bytes, float]:
    """Of every prefix of the right solutions `rows` (prompt, solution, end; int16) the probability that the policy ends
    in one of them; the shortest prefix is the prompt, of `prompts` [rows] tokens. A prefix that is not there has none.
    """
    values: dict[bytes, float] = {}
    for start in range(0, len(rows), 256):
        part = rows[start : start + 256]
        tokens = torch.from_numpy(pad_rows(part, 0, np.int64))
        logs = policy.logits(policy.features(tokens[:, :-1])).float().log_softmax(-1)
        of_tokens = logs.gather(-1, tokens[:, 1:, None])[..., 0].double().numpy()
        for row, log, prompt in zip(part, of_tokens, prompts[start : start + 256], strict=True):
            # log[i] is of token i + 1, so what is still to come after n tokens begins at n - 1.
            for n in range(prompt, len(row) + 1):
                key = row[:n].tobytes()
                values[key] = values.get(key, 0.0) + float(np.exp(log[n - 1 : len(row) - 1].sum()))
    return values


@dataclass(frozen=True)
class Sampled:
    """Sampled solutions of the settings split with their exact values."""

    paths: list[LabelledPath]
    exact: list[np.ndarray]
    """[S] of each path's tokens."""
    problem: np.ndarray
    """[paths] the number of the problem."""
    check: dict[str, float]

    def per_problem(self, errors: Callable[[int], np.ndarray]) -> np.ndarray:
        """[problems] the mean over tokens of `errors(path)` [S], a path as often as it was sampled."""
        total, tokens = np.zeros(self.problem.max() + 1), np.zeros(self.problem.max() + 1)
        for i, path in enumerate(self.paths):
            total[self.problem[i]] += path.weight * errors(i).sum()
            tokens[self.problem[i]] += path.weight * len(self.exact[i])
        return total / tokens


def read_tests(settings: Settings, policy: Decoder) -> Sampled:
    rows, prompts, _ = load_solutions(settings.data / "settings.jsonl", settings.tokens)
    paths = load_labelled([settings.out / "judged-settings-rollouts.jsonl"], settings.tokens)
    enumerated = {row.tobytes() for row in rows}
    # Right in another way than those that Node enumerates.
    others = [p for p in paths if p.ovm[0] == 1 and p.tokens.tobytes() not in enumerated]
    rows += [p.tokens for p in others]
    prompts += [p.prompt_length for p in others]
    values = exact_values(policy, rows, prompts)
    numbers: dict[bytes, int] = {}
    for path in paths:
        numbers.setdefault(path.tokens[: path.prompt_length].tobytes(), len(numbers))
    exact = [
        np.array([values.get(p.tokens[:n].tobytes(), 0.0) for n in range(p.prompt_length + 1, len(p.tokens) + 1)])
        for p in paths
    ]
    weights = np.array([p.weight for p in paths])
    right = np.array([p.ovm[0] == 1 for p in paths])
    known = np.array([p.tokens.tobytes() in enumerated for p in paths])
    check = {
        "rightAndEnumerated": round(float(weights[right & known].sum() / weights[right].sum()), 4),
        "exactValue": round(float(np.mean([values.get(prompt, 0.0) for prompt in numbers])), 4),
        "shareRight": round(float(weights[right].sum() / weights.sum()), 4),
    }
    problem = np.array([numbers[p.tokens[: p.prompt_length].tobytes()] for p in paths])
    return Sampled(paths, exact, problem, check)


@torch.inference_mode()
def squared_errors(model: Decoder, tests: Sampled) -> np.ndarray:
    """[problems] of the value after each token of a solution."""
    model.eval()
    said: list[np.ndarray] = [np.empty(0)] * len(tests.paths)
    ends = np.array([len(p.tokens) for p in tests.paths])
    for groups in branch_batches(tests.paths, ends, 16, 256, 0):
        values = model.value_logits(model.branch_features(*read_branches(tests.paths, groups, ends))).sigmoid().numpy()
        for row, i in enumerate(i for group in groups for i in group):
            said[i] = values[row, 1 : len(tests.exact[i]) + 1]
    model.train()
    return tests.per_problem(lambda i: (said[i] - tests.exact[i]) ** 2)


def one_of_each(problems: list[list[LabelledPath]], rng: np.random.Generator) -> list[LabelledPath]:
    """A path of every problem, each as probable as it was often sampled."""
    return [
        paths[rng.choice(len(paths), p=np.array([p.weight for p in paths]) / sum(p.weight for p in paths))]
        for paths in problems
    ]


def learn(
    settings: Settings, config: TrainConfig, problems: list[list[LabelledPath]], label: str, tests: Sampled
) -> list:
    """[looks] of `squared_errors`. The batches depend on the seed, not on the label."""

    def batches(epoch: int) -> Iterator[tuple[Tensor, ...]]:
        drawn = one_of_each(problems, np.random.default_rng(config.seed * 100_003 + epoch))
        ends = np.array([len(p.tokens) for p in drawn])
        for groups in branch_batches(drawn, ends, 1, config.batch, config.seed * 100_003 + epoch):
            branches = read_branches(drawn, groups, ends)
            labels = np.full(branches.tails.shape, -1, dtype=np.float32)
            for row, (i,) in enumerate(groups):
                labels[row, 1 : ends[i] - drawn[i].prompt_length + 1] = getattr(drawn[i], label)
            yield torch.from_numpy(labels), torch.ones(len(groups)), *branches

    seed_everything(config.seed)
    model = Decoder(settings.value_model, with_value=True)
    begin(model, torch.load(settings.start_file(POLICY), map_location="cpu")["model"], settings)
    looks: list[np.ndarray] = []

    def look(_: int) -> str:
        looks.append(squared_errors(model, tests))
        return f"error {looks[-1].mean():.5f}"

    with TemporaryDirectory() as folder:
        every = config.steps // LOOKS
        loss = value_loss(settings.language_weight, 1.0)
        train(model, config, batches, loss, Path(folder) / "model.pt", "cpu", look, report_every=every)
    return looks


def interval(errors: np.ndarray) -> dict[str, float]:
    """errors [seeds, problems] -> their mean with the crossed bootstrap's interval."""
    rng = np.random.default_rng(1)
    seeds, problems = errors.shape
    means = [
        errors[np.ix_(rng.integers(seeds, size=seeds), rng.integers(problems, size=problems))].mean()
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(means, [0.025, 0.975])
    return {"value": round(float(errors.mean()), 5), "low": round(float(low), 5), "high": round(float(high), 5)}


def main(settings: Settings, steps: int, seeds: int) -> None:
    policy = Decoder(settings.model)
    policy.load_state_dict(torch.load(settings.out / "policy.pt", map_location="cpu")["model"])
    policy.eval()
    tests = read_tests(settings, policy)
    print(json.dumps(tests.check), flush=True)
    # Those of the pack's own verifier, for both labels.
    of = next(v.name for v in settings.verifiers if v.label == "tvm" and v.start == POLICY)
    muon, adam = taken_rates(settings, of)
    config = TrainConfig(steps=steps, batch=BATCH, learning_rate=muon, adam_rate=adam, warmup=min(50, steps // 4))
    mean = sum(tests.per_problem(lambda i: tests.exact[i])) / (tests.problem.max() + 1)
    constant = interval(tests.per_problem(lambda i: (mean - tests.exact[i]) ** 2)[None])
    rows = []
    for samples in (n for n in SAMPLES if n <= settings.rollouts.per_problem):
        paths = load_labelled([settings.out / "judged-rollouts.jsonl"], settings.tokens, samples=samples)
        grouped = group_by_problem(paths)
        found: dict[str, list[list[np.ndarray]]] = {label: [] for label in LABELS}
        for seed in range(1, seeds + 1):
            chosen = np.random.default_rng(seed).permutation(len(grouped))[:PROBLEMS]
            problems = [grouped[i] for i in chosen]
            for label in LABELS if samples > 1 else LABELS[:1]:
                print(f"{samples} samples, seed {seed}, {label}", flush=True)
                found[label].append(learn(settings, replace(config, seed=seed), problems, label, tests))
        for at in range(LOOKS):
            errors = {label: np.array([looks[at] for looks in runs]) for label, runs in found.items() if runs}
            row: dict[str, object] = {"samples": samples, "steps": steps // LOOKS * (at + 1)}
            row |= {label: interval(e) for label, e in errors.items()}
            # From one sample of a problem the two labels are the same.
            row |= {"difference": interval(errors["tvm"] - errors["ovm"])} if len(errors) > 1 else {}
            rows.append(row)
            print(json.dumps(row), flush=True)
    report = {
        "format": "inkling-few-samples",
        "version": 1,
        "task": settings.task,
        "seeds": seeds,
        "problems": PROBLEMS,
    }
    report |= {"batch": BATCH, "rates": [muon, adam], "tests": tests.check, "constant": constant, "rows": rows}
    target = ROOT / "results" / f"{settings.task}-few-samples.json"
    target.write_text(json.dumps(report, indent=2) + "\n")


def option(name: str, otherwise: int) -> int:
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


if __name__ == "__main__":
    main(load_settings(sys.argv[1]), option("--steps", STEPS), option("--seeds", SEEDS))
