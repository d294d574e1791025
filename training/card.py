"""Writes the model card and the metrics of a pack from measured results: `python card.py config/game24.json`.

The results are what `npm run -s evaluate` printed (`results/<task>-evaluation.json`); no number is typed by hand.
"""

import json
import sys
from typing import Any

from labels import label_summary, load_labelled
from optimise import read_jsonl
from settings import ROOT, Settings, load_settings


def percent(x: float) -> str:
    return f"{100 * x:.1f}"


def table(cells: list[dict[str, Any]]) -> str:
    lines = [
        "| strategy | verifier | K | b | accuracy % | 95% interval | policy tokens | value tokens |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for c in cells:
        interval = f"{percent(c['low'])} to {percent(c['high'])}"
        budget = f"{c['policyTokens']:.0f} | {c['valueTokens']:.0f}"
        row = f"{c['strategy']} | {c['verifier']} | {c['samples']} | {c['beam']} | {percent(c['accuracy'])}"
        lines.append(f"| {row} | {interval} | {budget} |")
    return "\n".join(lines)


def card(settings: Settings, cells: list[dict[str, Any]], labels: dict[str, Any], slips: int) -> str:
    model, rollouts = settings.model, settings.rollouts
    shipped = [name for name in ("tvm", "ovm") if (settings.out / f"{name}.pt").exists()]
    return f"""# Game of 24: policy and {" and ".join(name.upper() for name in shipped)}

A policy that writes step-wise solutions of the Game of 24, and value models ({", ".join(shipped)}) that give every
token the probability that the final answer will be right. {model.layers} layers, {model.width} wide,
{model.vocabulary} tokens, compute in fp32 from weights stored as int8 with one scale an output channel. Made for
Inkling; of no use for anything else.

## Data
- Policy: every canonical solution of half of the training puzzles: the first 850 puzzles of the public list
  (tree-of-thought-llm, MIT) and all solvable puzzles with numbers up to 24 that are not in the list.
- Value models: {rollouts.per_problem} solutions sampled from the policy (temperature {rollouts.temperature}) for each
  of {rollouts.problems:,} puzzles with numbers up to {rollouts.largest} of the *other* half, so the policy has not seen
  the puzzles it is sampled on. {labels["paths"]:,} samples, {labels["distinctPaths"]:,} distinct,
  {percent(labels["correct"])}% correct.
- And, for its rare slips: {rollouts.explore_per_problem} more each whose first one or two steps were drawn at
  temperature {rollouts.explore_temperature}, and {slips:,} that go on from a step made wrong
  on purpose. Labels begin where the policy's own sampling goes on.
- Puzzles 850 to 899 chose settings; 900 to 999 are only reported on; the rest is unused.

## Labels
- TVM: of the samples that begin with the tokens so far, the share that ends correct.
- OVM: the sample's own outcome on every token. Same rows, same weights, same steps, same start as TVM.
- Of the plain samples, {percent(labels["strictlyInside"])}% of tokens have a TVM label strictly between 0 and 1;
  the mean distance between the two labels is {labels["meanDifference"]:.3f}. Summed over all rows the two losses have
  the same gradient: what differs is the variance of a label.
- Loss: cross-entropy on the scalar head's logit plus {settings.language_weight} of the language-model loss.

## Accuracy on the 100 test puzzles (means of 3 seeds; bootstrap over puzzles)
{table(cells)}

A plain enumeration solves every one of these puzzles in milliseconds: this is a testbed for verifiers, not a solver.

Licence: MIT.
"""


def main(settings: Settings) -> None:
    results = ROOT / "results" / f"{settings.task}-evaluation.json"
    cells = json.loads(results.read_text())["cells"]
    labels = label_summary(load_labelled([settings.out / "judged-rollouts.jsonl"], settings.tokens))
    slips = sum(1 for _ in read_jsonl(settings.out / "slipped.jsonl"))
    (settings.out / "card.md").write_text(card(settings, cells, labels, slips))
    (settings.out / "metrics.json").write_text(json.dumps({"labels": labels, "evaluation": cells}, indent=2))


if __name__ == "__main__":
    main(load_settings(sys.argv[1]))
