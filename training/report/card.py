"""Writes the model card and the metrics of a pack from measured results: `python -m training.report.card CONFIG`.

The results are what `npm run -s evaluate` and `npm run -s report` printed (`results/<task>-evaluation.json` and
`results/<task>-report.json`); no number is typed by hand.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.data.labels import label_summary, load_labelled
from training.model.optimise import read_jsonl
from training.report.sections import distinct_section, equal_section, levels_section, rest_section
from training.report.tables import accuracy_table, interval, pair_lines, percent, rows
from training.settings import IMPLICIT, ROOT, RolloutConfig, Settings, load_settings

TITLES = {"game24": "Game of 24", "word-problems": "Arithmetic word problems"}
WRITES = {
    "game24": "step-wise solutions of the Game of 24",
    "word-problems": "one line a step for arithmetic stories of Inkling's own grammar",
}
LABELS = {
    "tvm": "TVM: of the samples that begin with the tokens so far, the share that ends correct.",
    "ovm": "OVM: the sample's own outcome on every token.",
    "prm-soft": "PRM-soft: on all tokens of a step, the TVM label of its last token.",
    "prm-hard": "PRM-hard: on all tokens of a step, whether any sample that begins so is correct.",
    "prm-valid": "PRM-valid: whether no step so far is wrong, be it of use or not.",
    "implicit-prm": "Implicit PRM: the policy itself, tuned so that the log-ratio to it tells the outcome.",
}


def verifier_table(report: dict[str, Any]) -> str:
    head = [
        *("verifier", "AUC, ends right", "AUC within a problem", "AUC, no error yet", "Brier", "Brier skill", "ECE"),
        *("first wrong step, F1", "first wrong token: exact, within 1, within 2"),
    ]
    body = []
    for v in report["verifiers"]:
        token = v["firstErrorToken"]
        valid = v["validityAuc"]
        body.append(
            [
                *(
                    v["verifier"],
                    interval(v["auc"]),
                    interval(v["choiceAuc"]),
                    "-" if valid is None else f"{valid:.3f}",
                ),
                *(interval(v[key]) for key in ("brier", "brierSkill")),
                "-" if v["ece"] is None else f"{v['ece']['value']:.3f}",
                interval(v["firstErrorStep"], "f1"),
                ", ".join(f"{token[key]:.3f}" for key in ("exact", "withinOne", "withinTwo")),
            ]
        )
    return rows(head, body)


def steering(cells: list[dict[str, Any]]) -> str:
    """Whether the default verifier is of use to the search at all, said plainly."""
    best = {(c["strategy"], c["verifier"]): c for c in cells}
    plain = next((c for c in cells if c["strategy"] == "greedy"), None)
    beam = best.get(("beam", "tvm"))
    if plain is None or beam is None:
        return ""
    word = "more" if beam["low"] > plain["high"] else "not more"
    return (
        f"`beam` with `tvm` solves {percent(beam['accuracy'])}% and `greedy` without a verifier "
        f"{percent(plain['accuracy'])}%: {word}, by the intervals."
    )


@dataclass(frozen=True)
class Measured:
    cells: list[dict[str, Any]]
    report: dict[str, Any] | None
    trunk: dict[str, Any] | None
    """What the trunk solves greedily, where it was tried as a policy (`export/export.py`, `--policy trunk`)."""
    levels: list[dict[str, Any]]
    """Cells of single levels."""
    rest: list[dict[str, Any]]
    """Cells of the split that nothing was tuned on and nobody else reports."""
    pairs: list[dict[str, Any]]
    """Of `cells`, every two of a budget (`evaluate --pairs`)."""
    equal: dict[str, Any] | None
    """The evaluation of the verifiers of equal reading, where it is one of its own."""
    all_layers: dict[str, Any] | None
    """The same of verifiers all of whose layers learned."""
    distinct: dict[str, Any] | None
    """The evaluation of the search whose candidates do not repeat."""
    distinct_rest: dict[str, Any] | None
    """That on the hardest puzzles."""
    labels: dict[str, Any]
    slips: int
    searched: int
    """Samples that go on from what a search with the verifiers of the pack before looked at, in a second round."""


def sources(settings: Settings) -> str:
    """Where the problems come from, of each task."""
    largest, problems = settings.rollouts.largest, f"{settings.rollouts.problems:,}"
    if settings.task == "game24":
        return f"""- Policy: canonical solutions of half of the training puzzles with numbers up to {largest}:
  of the first 850 of the public list (tree-of-thought-llm, MIT) and all solvable ones that are not in it;
  and of all solvable puzzles with a number from {largest + 1} to 30. Of a puzzle with n solutions an epoch
  reads about n^{settings.solutions_exponent}, drawn anew.
- Verifiers: at most {problems} puzzles of the *other* half, so the policy has not seen the puzzles it is sampled on.
- Puzzles 850 to 899 chose settings; 900 to 999 and 1000 to 1361 are only reported on."""
    wanted = settings.raw["problems"]
    return f"""- Policy: {wanted["count"]:,} generated stories of levels {wanted["levels"]} (steps a story needs),
  one solution each.
- Verifiers: {problems} other stories, up to level {largest}, that the policy has not seen.
- The stories of the settings and test splits come from seeds of their own and are in neither."""


def schedule(settings: Settings) -> str:
    """What the verifiers share of their training."""
    tried = f", rates being the best of {len(settings.rates)} on the settings split" if settings.rates else ""
    if settings.rates_tried_by:
        by = ", ".join(f"`{name}`" for name in settings.rates_tried_by)
        tried += f"; {by} tried them, the others took those of the first"
    batches = f"{settings.value.steps:,} batches of {settings.value.batch}{tried}"
    if settings.goes_on:
        return f"""A second round: every verifier goes on from its own weights in the pack before, whose verifiers
began from the policy's own weights and learned in the same way, the implicit one too; all of the same rows, with the
same weights, for the same number of steps ({batches})"""
    if len(settings.starts) > 1:
        return f"""All of the same rows, with the same weights, for the same number of steps
({batches}). Those whose name ends in `-equal` begin from the
policy's own weights (equal reading), and so does the implicit one; the others have read more. What is said of labels is
to be said from verifiers of one start. Those of more reading"""
    return f"""All of the same rows, with the same weights, for the same number of steps ({batches}), each from the
policy's own weights, the implicit one too"""


def strays(rollouts: RolloutConfig) -> str:
    if not rollouts.stray_per_problem:
        return ""
    return f""", and {rollouts.stray_per_problem} more each of which one token, anywhere, is any of the
  {rollouts.stray_among} likeliest"""


def searched(rollouts: RolloutConfig, measured: "Measured") -> str:
    each = rollouts.searched_per_prefix
    if not each:
        return ""
    return f""", and {measured.searched:,} that go on from what searches with the
  verifiers of the pack before looked at, {each} from each of {measured.searched // each:,} beginnings"""


def label_line(name: str, settings: Settings) -> str:
    if name == IMPLICIT:
        return f"- {LABELS[name]}"
    verifier = settings.finished[name]
    if verifier.name != verifier.label:
        return f"- `{name}`: the label of `{verifier.label}`, from the policy's own weights."
    return f"- {LABELS[verifier.label]}"


def card(settings: Settings, measured: Measured) -> str:
    model, rollouts, labels = settings.model, settings.rollouts, measured.labels
    names = list(settings.finished)
    label_list = "\n".join(label_line(name, settings) for name in names)
    report = measured.report
    trunk = ""
    if settings.trunk is not None:
        policy, steps, batch = settings.policy.steps, settings.trunk.steps, settings.trunk.batch
        trunk = f""" begin from a trunk: a model
of the policy's form that was trained anew, from another seed, for {steps:,} batches of {batch} of the same stories, and
the policy for {policy:,}"""
    if settings.has_frozen_trunk:
        above = settings.value_layers
        trunk += f""". What
a verifier begins from is frozen: its label is learned by layer {above}, which only verifiers have, and by the head.
That layer is told how probable each token was in the frozen layers' own forecast of it, and the solution's tokens so
far together"""
    if measured.trunk is not None:
        alone = measured.trunk
        trunk += f""". By itself, as a policy,
the trunk solves {percent(alone["accuracy"])}% ({percent(alone["low"])} to {percent(alone["high"])}) of the
{alone["problems"]} problems below greedily: much of what the verifiers of more reading know better is that"""
    levels = "" if report is None or report["levels"] is None else "; levels {} to {}".format(*report["levels"])
    apart = equal_section(measured.equal, measured.all_layers) + rest_section(measured.rest)
    apart += distinct_section(measured.distinct, measured.distinct_rest) + levels_section(measured.levels)
    quality = (
        f"""
## The verifiers on the policy's own solutions ({report["problems"]} held-out problems, \
{report["solutionsPerProblem"]} solutions each)
{verifier_table(report)}

A value asks whether the end will be right; the step checker asks whether a step is wrong. A correct step can lead
nowhere and a doubtful one can be right, so a verifier may be good at one and bad at the other. Thresholds for the first
error were chosen on the settings split. The AUC within a problem compares only solutions of one problem after as many
steps, as a search does: a verifier that knows which problems are hard, and nothing else, has .5 there.
ECE, the expected calibration error, is taken over 15 groups of equal count. It has no interval: noise only adds to it,
and resampling adds noise once more. A fall of the value is from one place to the next, so an error in a \
solution's first
place can be named by a low value only.
"""
        if report
        else ""
    )
    return f"""# {TITLES[settings.task]}: policy and {", ".join(names)}

A policy that writes {WRITES[settings.task]}, and verifiers ({", ".join(names)}) made from the same samples of it.
{model.layers} layers, {model.width} wide, {len(settings.tokens.words)} tokens, compute in fp32 from weights stored as
int8 with one scale an output channel. Made for Inkling; of no use for anything else.

## Data
{sources(settings)}
- {rollouts.per_problem} solutions sampled of each (temperature {rollouts.temperature}): {labels["paths"]:,} samples,
  {labels["distinctPaths"]:,} distinct, {percent(labels["correct"])}% correct.
- And, for its rare slips: {rollouts.explore_per_problem} more each whose first one or two steps were drawn at
  temperature {rollouts.explore_temperature}, and {measured.slips:,} that go on from a step made wrong
  on purpose{strays(rollouts)}{searched(rollouts, measured)}. Labels begin where the policy's own sampling goes on.

## Labels
{label_list}

{schedule(settings)}{trunk}. Of the plain samples,
{percent(labels["strictlyInside"])}% of tokens have a TVM label strictly between 0 and 1; the mean distance between the
TVM and the OVM label is {labels["meanDifference"]:.3f}. Summed over all rows these two losses have the same gradient:
what differs is the variance of a label. Loss of the value models: cross-entropy on the scalar head's logit plus
{settings.language_weight} of the language-model loss.

## Accuracy on the test split (means over the seeds; bootstrap over problems{levels})
{accuracy_table(measured.cells)}
{pair_lines(measured.pairs)}
{steering(measured.cells)}
{apart}{quality}
An exact solver answers every one of these problems in milliseconds: this is a testbed for verifiers, not a solver.

Licence: MIT.
"""


def lines(path: Path) -> int:
    """0 of a file that is not made for this configuration."""
    return sum(1 for _ in read_jsonl(path)) if path.exists() else 0


def read_results(settings: Settings) -> Measured:
    def read(name: str) -> dict[str, Any] | None:
        file = ROOT / "results" / f"{settings.task}-{name}.json"
        return json.loads(file.read_text()) if file.exists() else None

    evaluation, trunk, levels, rest = (read(name) for name in ("evaluation", "trunk", "levels", "rest"))
    assert evaluation is not None
    return Measured(
        cells=evaluation["cells"],
        pairs=evaluation.get("pairs", []),
        equal=read("equal"),
        all_layers=read("all-layers"),
        distinct=read("distinct"),
        distinct_rest=read("distinct-rest"),
        report=read("report"),
        trunk=trunk and trunk["cells"][0],
        levels=levels["rows"] if levels else [],
        rest=rest["cells"] if rest else [],
        labels=label_summary(load_labelled([settings.out / "judged-rollouts.jsonl"], settings.tokens)),
        slips=lines(settings.out / "slipped.jsonl"),
        searched=lines(settings.out / "searched.jsonl"),
    )


def main(settings: Settings) -> None:
    measured = read_results(settings)
    (settings.out / "card.md").write_text(card(settings, measured))
    metrics = {
        "labels": measured.labels,
        "evaluation": [*measured.cells, *(measured.equal or {}).get("cells", [])],
        "verifiers": (measured.report or {}).get("verifiers", []),
    }
    (settings.out / "metrics.json").write_text(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main(load_settings(sys.argv[1]))
