"""Measured numbers as Markdown: tables of cells, and which differences are more than chance."""

from typing import Any

FALSE_ALARM = 0.05


def percent(x: float) -> str:
    return f"{100 * x:.1f}"


def rows(head: list[str], body: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def accuracy_table(cells: list[dict[str, Any]]) -> str:
    head = ["strategy", "verifier", "K", "b", "problems, seeds", "accuracy %", "95% interval"]
    head += ["policy tokens", "value tokens"]
    body = [
        [
            *(str(c[key]) for key in ("strategy", "verifier", "samples", "beam")),
            f"{c['problems']}, {c['seeds']}",
            percent(c["accuracy"]),
            f"{percent(c['low'])} to {percent(c['high'])}",
            *(f"{c[key]:.0f}" for key in ("policyTokens", "valueTokens")),
        ]
        for c in cells
    ]
    return rows(head, body)


def interval(measured: dict[str, float] | None, key: str = "value") -> str:
    if measured is None:
        return "-"
    return f"{measured[key]:.3f} ({measured['low']:.3f} to {measured['high']:.3f})"


def pair_lines(pairs: list[dict[str, Any]]) -> str:
    """The differences between every two cells of a budget that are more than chance, the surest first."""
    if not pairs:
        return ""

    def side(x: dict[str, Any]) -> str:
        return f"`{x['verifier'] or x['strategy']}`"

    budgets = {p["samples"] for p in pairs}
    apart = sorted((p for p in pairs if p["corrected"] < FALSE_ALARM), key=lambda p: p["p"])
    lines = [
        f"- {side(p['first'])} less {side(p['second'])}: {percent(p['difference'])} points "
        f"({percent(p['low'])} to {percent(p['high'])}), p = {p['corrected']:.2g}"
        + (f" (K = {p['samples']})" if len(budgets) > 1 else "")
        for p in apart
    ]
    rest = f"- The other {len(pairs) - len(apart)} of {len(pairs)} pairs: no difference seen."
    return "\n".join(
        ["", "By an exact paired test over problems, p-values by Holm's correction:", "", *lines, rest, ""]
    )


def beside_confidence(evaluation: dict[str, Any]) -> list[str]:
    """By verifier, how many points `beam` solves more with it than with what costs nothing."""
    lines = []
    for pair in evaluation["pairs"]:
        first, second = pair["first"]["verifier"], pair["second"]["verifier"]
        if "confidence" not in (first, second) or "oracle" in (first, second):
            continue
        other, sign = (first, 1) if second == "confidence" else (second, -1)
        low, high = sorted((sign * pair["low"], sign * pair["high"]))
        word = "more than chance" if pair["corrected"] < FALSE_ALARM else "no difference seen"
        lines.append(
            f"- `{other}`: {100 * sign * pair['difference']:+.1f} points ({percent(low)} to {percent(high)}), {word}."
        )
    return lines
