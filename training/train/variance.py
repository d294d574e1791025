"""The label-variance study: `python -m training.train.variance CONFIG`.

TVM and OVM at 1, 4, 16 and 64 samples a problem.
Both labels come from the same plain samples, a smaller number's among a larger one's, and every model takes the same
number of optimiser steps. On the same rows the two losses have the same full gradient: what differs is the variance of
one label. With one sample a problem the two labels are the same, so that pair shows how much chance alone does.

For each number a pack of the policy and the two value models is left in `<out>/variance/<samples>`;
`measure_variance.sh` measures them all.
"""

import shutil
import sys
from dataclasses import replace

from training.data.labels import load_labelled
from training.export.export import main as export
from training.settings import Settings, load_settings
from training.train.train_value import read_rows, train_verifier

SAMPLES = (1, 4, 16, 64)
VERIFIERS = ("tvm", "ovm")


def main(settings: Settings, samples: int, device: str) -> None:
    assert settings.study is not None, "this configuration has no study"
    out = settings.out / "variance" / f"weights-{samples}"
    out.mkdir(parents=True, exist_ok=True)
    print(f"{samples} samples a problem", flush=True)
    paths = load_labelled([settings.out / "judged-rollouts.jsonl"], settings.tokens, samples)
    rows = read_rows(settings, paths, device, settings.starts[0])
    start = settings.start_file(settings.starts[0])
    for verifier in VERIFIERS:
        train_verifier(settings, verifier, rows, settings.study, out / f"{verifier}.pt", device, start)
    shutil.copy(settings.out / "policy.pt", out / "policy.pt")
    packs = settings.out / "variance" / str(samples)
    packs.mkdir(exist_ok=True)
    export(replace(settings, out=out), packs)


if __name__ == "__main__":
    chosen = [int(a) for a in sys.argv[2:] if a.isdigit()] or SAMPLES
    for samples in chosen:
        main(load_settings(sys.argv[1]), samples, "cuda" if "--cuda" in sys.argv else "cpu")
