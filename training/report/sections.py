"""Sections of a model card that only some packs have, each from what was measured for it."""

from typing import Any

from training.report.tables import accuracy_table, beside_confidence, pair_lines, percent, rows


def levels_section(rows_by_level: list[dict[str, Any]]) -> str:
    """Levels that are too easy or too hard to show what a verifier is worth, where they were measured."""
    if not rows_by_level:
        return ""
    head = ["level", "strategy", "verifier", "problems, seeds", "accuracy %", "95% interval"]
    body = [
        [
            str(row["level"]),
            c["strategy"],
            c["verifier"],
            f"{c['problems']}, {c['seeds']}",
            percent(c["accuracy"]),
            f"{percent(c['low'])} to {percent(c['high'])}",
        ]
        for row in rows_by_level
        for c in row["cells"]
    ]
    return f"""
## Levels by themselves

{rows(head, body)}
"""


def rest_section(cells: list[dict[str, Any]]) -> str:
    """Game of 24 beyond the slice that others report: rows 1000 to 1361 of the file, its hardest."""
    if not cells:
        return ""
    return f"""
## The hardest puzzles, rows 1000 to 1361 of the list

Nothing was tuned on them, and the policy has not learned from them.

{accuracy_table(cells)}
"""


def equal_section(equal: dict[str, Any] | None, all_layers: dict[str, Any] | None) -> str:
    """Verifiers that begin from the policy's own weights, where others have read more, and what they bring."""
    if equal is None:
        return ""
    wider = ""
    if all_layers is not None:
        wider = f"""
With all layers learning, from the same weights and samples:

{chr(10).join(beside_confidence(all_layers))}
"""
    return f"""
## Equal reading: verifiers that begin from the policy's own weights

{accuracy_table(equal["cells"])}
{pair_lines(equal["pairs"])}
Beside `confidence`, which costs nothing:

{chr(10).join(beside_confidence(equal))}
{wider}"""


def distinct_section(distinct: dict[str, Any] | None, rest: dict[str, Any] | None) -> str:
    """The same policy and verifiers where no candidate of a prefix is drawn twice."""
    if distinct is None:
        return ""
    beam = next(c for c in distinct["cells"] if (c["strategy"], c["verifier"]) == ("beam", "tvm"))
    repeated = percent(1 - beam["valueTokens"] / beam["policyTokens"])
    table = accuracy_table([c for c in distinct["cells"] if c["strategy"] == "distinct-beam"])
    hardest = ""
    if rest is not None:
        cells = accuracy_table([c for c in rest["cells"] if c["strategy"] == "distinct-beam"])
        hardest = f"\nOn the hardest puzzles, rows 1000 to 1361:\n\n{cells}\n"
    return f"""
## Without repeats: candidates drawn without replacement

Candidates that are drawn each for itself repeat: {repeated}% of the tokens that `beam` writes with `tvm`
(K = {beam["samples"]}, b = {beam["beam"]}) are of steps that are there already. `distinct-beam` draws them without
replacement, and no token that the policy gives less than 0.1: chosen on the settings puzzles of the Game of 24.

{table}
{hardest}"""
