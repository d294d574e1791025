"""Samples solutions from the policy for the value models' labels: `python -m training.data.sample CONFIG [FILE ...]`.

Five files: plain samples; *explored* ones, whose first one or two steps are drawn at a higher temperature; *slipped*
ones, whose first steps Node made wrong on purpose; *strayed* ones, of which one token, anywhere, is any of the
likeliest, so that a token which the policy would not write has a value, too: a search by tokens asks for it. A search
with many candidates looks for the value model's mistakes, and finds them among the policy's rare slips (a number that
is not there, a wrong copy); in plain samples these are too rare to be learned. What follows the explored or slipped
steps and the strayed token is sampled from the policy as it is, so labels from there on still estimate P(correct) under
the policy.

Where a configuration says so, *searched* ones go on from what a search with the verifiers of the pack before looked at
(`npm run -s data -- searched`): there a verifier's mistakes are found, not guessed at.

Identical samples of one problem are written once with their count, which loses nothing: every label below is a
weighted share of samples.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.data.tokens import EOS, Tokens
from training.model.decoder import Decoder
from training.model.optimise import read_jsonl, seed_everything
from training.settings import RolloutConfig, Settings, load_settings

EXPLORED_STEPS = 2
STRAY_WITHIN = 48
"""A sample strays at one of so many first tokens, where it has not ended before."""


class Ends(NamedTuple):
    """The tokens that end a solution and a step."""

    solution: int
    step: int


def ends_of(tokens: Tokens) -> Ends:
    return Ends(tokens.id(EOS), tokens.id(tokens.step_end))


@torch.inference_mode()
def sample(
    model: Decoder,
    prompts: Tensor,
    explored: Tensor,
    config: RolloutConfig,
    ends: Ends,
    generator: torch.Generator,
    strays: Tensor | None = None,
) -> Tensor:
    """prompts [N, P] of one length, each sampled B / N times -> [B, S] new tokens, the end token after the end.

    The first `explored` [B] steps of a row are drawn at the exploring temperature, the rest at the policy's own.
    `strays` [B]: the place, counted from the first new token, of the token that is any of the likeliest ones.
    """
    (n, p), b = prompts.shape, len(explored)
    device, context = prompts.device, model.config.context
    eos, delimiter = ends
    x, cache = prefill(model, prompts, b // n)
    alive = torch.arange(b, device=device)
    going = torch.ones(b, dtype=torch.bool, device=device)
    left = explored.clone()
    out = torch.full((b, context - p), eos, device=device)
    for at in range(p, context):
        temperatures = torch.where(left > 0, config.explore_temperature, config.temperature)
        logits = model.logits(model.norm(x))[:, 0] / temperatures[:, None]
        token = torch.multinomial(logits.softmax(-1), 1, generator=generator)[:, 0]
        if strays is not None:
            likeliest = logits.topk(config.stray_among).indices
            drawn = torch.randint(config.stray_among, (len(alive), 1), generator=generator, device=device)
            token = likeliest.gather(1, drawn)[:, 0].where(strays[alive] == at - p, token)
        token = token.where(going, eos)
        out[alive, at - p] = token
        left = left - (token == delimiter).long()
        going = token != eos
        if not going.any():
            break
        # Finished rows leave the batch once they are many: moving the cache costs too.
        if going.sum() < 0.8 * len(alive):
            alive, token, left = alive[going], token[going], left[going]
            cache = [(kept(keys, going, at), kept(values, going, at)) for keys, values in cache]
            going = going[going]
        x = model.embed_tokens(token)[:, None]
        cos, sin = model.cos[at : at + 1], model.sin[at : at + 1]
        for block, (keys, values) in zip(model.blocks, cache, strict=True):
            x = block.step(x, cos, sin, keys, values, at)
    return out


def kept(room: Tensor, going: Tensor, at: int) -> Tensor:
    """The rows [B, H, S, D] that go on, moved to the front in place; only the first `at` slots hold anything."""
    rows = int(going.sum())
    room[:rows, :, :at] = room[:, :, :at][going]
    return room[:rows]


def prefill(model: Decoder, prompts: Tensor, copies: int) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
    """Computes each prompt once. Returns the last features [B, 1, C] and, for each block, keys and values with room."""
    n, p = prompts.shape
    shape = (n * copies, model.config.heads, model.config.context, model.config.width // model.config.heads)
    x = model.embed_tokens(prompts)
    cos, sin = model.cos[:p], model.sin[:p]
    cache = []
    for block in model.blocks:
        x, *computed = block.prefill(x, cos, sin)
        room = torch.empty(shape, device=prompts.device), torch.empty(shape, device=prompts.device)
        for target, part in zip(room, computed, strict=True):
            target[:, :, :p] = part.repeat_interleave(copies, 0)
        cache.append(room)
    return x[:, -1:].repeat_interleave(copies, 0), cache


def main(settings: Settings, kinds: list[str], device: str) -> None:
    """`kinds`: which files are written; all where none is named."""
    config, out = settings.rollouts, settings.out
    seed_everything(config.seed)
    model = Decoder(settings.model).to(device)
    model.load_state_dict(torch.load(out / "policy.pt", map_location=device)["model"])
    model.eval()
    problems = [row["prompt"] for row in read_jsonl(settings.data / "value.jsonl") if row["largest"] <= config.largest]
    problems = problems[: config.problems]
    tokens = settings.tokens

    def wanted(kind: str) -> bool:
        return not kinds or kind in kinds

    if wanted("rollouts"):
        write_rollouts(out / "rollouts.jsonl", model, tokens, config, problems, config.per_problem)
    if settings.rates and wanted("settings-rollouts"):
        # What learning rates are chosen by: problems of a split of their own.
        of_settings = read_jsonl(settings.data / "settings.jsonl")
        chosen_on = [row["prompt"] for row in of_settings if row["largest"] <= config.largest]
        target = out / "settings-rollouts.jsonl"
        write_rollouts(target, model, tokens, config, chosen_on, config.per_problem)
    if wanted("explored"):
        target, count = out / "explored.jsonl", config.explore_per_problem
        write_rollouts(target, model, tokens, config, problems, count, explore=True)
    if config.stray_per_problem and wanted("strayed"):
        target, count = out / "strayed.jsonl", config.stray_per_problem
        write_rollouts(target, model, tokens, config, problems, count, stray=True)
    if wanted("slipped"):
        slips = {row["prompt"]: row["prefixes"] for row in read_jsonl(settings.data / "slips.jsonl")}
        write_slipped(out / "slipped.jsonl", model, tokens, config, {prompt: slips[prompt] for prompt in problems})
    if config.searched_per_prefix and wanted("searched"):
        seen = {row["prompt"]: row["prefixes"] * config.searched_per_prefix for row in read_searched(settings)}
        write_slipped(out / "searched.jsonl", model, tokens, config, {p: seen[p] for p in problems if p in seen})


def read_searched(settings: Settings) -> Iterator[dict]:
    """The beginnings that a search looked at; they are no samples yet."""
    return read_jsonl(settings.data / "beginnings.jsonl")


def write_rollouts(
    target: Path,
    model: Decoder,
    tokens: Tokens,
    config: RolloutConfig,
    problems: list[str],
    per_problem: int,
    explore: bool = False,
    stray: bool = False,
) -> None:
    """Samples every problem that the file does not hold yet, `per_problem` times; prompts of one length at once."""
    print(f"{target.name}: {len(problems)} problems, {per_problem} samples each", flush=True)
    tokenizer = tokens.build()
    ends = ends_of(tokens)
    device = model.embed_tokens.weight.device
    done = {row["prompt"] for row in read_jsonl(target)} if target.exists() else set()
    at_once = max(1, config.batch // per_problem)
    with target.open("a") as file:
        for start, batch in batches_of_one_length(problems, tokenizer, at_once):
            part = [prompt for prompt in batch if prompt not in done]
            if not part:
                continue
            # A seed a batch, so that a run that was cut off goes on as if it had not been.
            generator = torch.Generator(device).manual_seed((config.seed + explore + 3 * stray) * 1_000_003 + start)
            ids = torch.tensor([tokenizer.encode(prompt).ids for prompt in part], device=device)
            count = len(part) * per_problem
            explored = torch.zeros(count, dtype=torch.long, device=device)
            if explore:
                explored = torch.randint(1, EXPLORED_STEPS + 1, (count,), generator=generator, device=device)
            strays = None
            if stray:
                strays = torch.randint(STRAY_WITHIN, (count,), generator=generator, device=device)
            sampled = sample(model, ids, explored, config, ends, generator, strays).cpu().numpy()
            if strays is None:
                begun = explored_firsts(sampled, explored.tolist(), ends)
            else:
                begun = strayed_firsts(sampled, strays.tolist(), ends)
            for i, prompt in enumerate(part):
                rows = slice(i * per_problem, (i + 1) * per_problem)
                write_samples(file, prompt, sampled[rows], begun[rows], ends, tokenizer)
            file.flush()


def batches_of_one_length(problems: list[str], tokenizer: Tokenizer, at_once: int) -> Iterator[tuple[int, list[str]]]:
    """The problems in batches whose prompts have as many tokens, with the place of each batch's first among all."""
    by_length: dict[int, list[str]] = {}
    for prompt in problems:
        by_length.setdefault(len(tokenizer.encode(prompt).ids), []).append(prompt)
    place = 0
    for group in by_length.values():
        for start in range(0, len(group), at_once):
            yield place + start, group[start : start + at_once]
        place += len(group)


def write_slipped(
    target: Path, model: Decoder, tokens: Tokens, config: RolloutConfig, prefixes: dict[str, list[str]]
) -> None:
    """One sample from every given beginning of a solution; nothing when the file is there."""
    if target.exists():
        return
    tokenizer = tokens.build()
    ends = ends_of(tokens)
    device = model.embed_tokens.weight.device
    by_length: dict[int, list[tuple[str, int, list[int]]]] = {}
    for prompt, texts in prefixes.items():
        head = tokenizer.encode(prompt).ids
        for text in texts:
            ids = [*head, *tokenizer.encode(text).ids]
            by_length.setdefault(len(ids), []).append((prompt, len(head), ids))
    print(f"{target.name}: {sum(map(len, by_length.values()))} slips", flush=True)
    temporary = target.with_suffix(".tmp")
    with temporary.open("w") as file:
        for length, group in sorted(by_length.items()):
            generator = torch.Generator(device).manual_seed((config.seed + 2) * 1_000_003 + length)
            for start in range(0, len(group), config.batch):
                part = group[start : start + config.batch]
                begins = torch.tensor([begun for _, _, begun in part], device=device)
                plain = torch.zeros(len(part), dtype=torch.long, device=device)
                sampled = sample(model, begins, plain, config, ends, generator).cpu().numpy()
                for (prompt, at, begun), new in zip(part, sampled, strict=True):
                    path = (*begun[at:], *(int(t) for t in new[: cut_length(new, ends.solution)]))
                    write_row(file, prompt, path, 1, len(begun) - at - 1, ends.solution, tokenizer)
    temporary.replace(target)


def explored_firsts(rows: np.ndarray, explored: list[int], ends: Ends) -> list[int]:
    """The place of each row's last explored token; past the end where the row ends before."""
    firsts = []
    for row, steps in zip(rows, explored, strict=True):
        ended = np.flatnonzero(row == ends.step)
        firsts.append(0 if steps == 0 else int(ended[steps - 1]) if len(ended) >= steps else len(row))
    return firsts


def strayed_firsts(rows: np.ndarray, strays: list[int], ends: Ends) -> list[int]:
    """The place of each row's strayed token; 0 where the row ends before, since all of it is the policy's own."""
    return [place if place < cut_length(row, ends.solution) else 0 for row, place in zip(rows, strays, strict=True)]


def write_samples(
    file: TextIO, prompt: str, rows: np.ndarray, begun: list[int], ends: Ends, tokenizer: Tokenizer
) -> None:
    """One line for every distinct sample. `from` is its first token that is followed by the policy's own sampling:
    the one at its place in `begun`, or its last."""
    counts: Counter[tuple[tuple[int, ...], int]] = Counter()
    for row, place in zip(rows, begun, strict=True):
        tokens = tuple(int(t) for t in row[: cut_length(row, ends.solution)])
        counts[tokens, min(place, len(tokens) - 1)] += 1
    for (tokens, first), count in counts.items():
        write_row(file, prompt, tokens, count, first, ends.solution, tokenizer)


def write_row(
    file: TextIO, prompt: str, tokens: tuple[int, ...], count: int, first: int, eos: int, tokenizer: Tokenizer
) -> None:
    text = tokenizer.decode(list(tokens[:-1] if tokens[-1] == eos else tokens))
    row = {"prompt": prompt, "text": text, "tokens": tokens, "count": count, "from": first}
    file.write(json.dumps(row) + "\n")


def cut_length(row: np.ndarray, eos: int) -> int:
    """Up to and with the first end token; all of a row that has none."""
    ends = np.flatnonzero(row == eos)
    return int(ends[0]) + 1 if len(ends) else len(row)


if __name__ == "__main__":
    named = [kind for kind in sys.argv[2:] if not kind.startswith("--")]
    main(load_settings(sys.argv[1]), named, "cuda" if "--cuda" in sys.argv else "cpu")
