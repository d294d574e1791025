"""Samples solutions from the policy for the value models' labels: `python sample.py config/game24.json`.

Three files: plain samples; *explored* ones, whose first one or two steps are drawn at a higher temperature; *slipped*
ones, whose first steps Node made wrong on purpose. A search with many candidates looks for the value model's mistakes,
and finds them among the policy's rare slips (a number that is not there, a wrong copy); in plain samples these are too
rare to be learned. What follows the explored or slipped steps is sampled from the policy as it is, so labels from there
on still estimate P(correct) under the policy.

Identical samples of one problem are written once with their count, which loses nothing: every label below is a
weighted share of samples.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from model import Decoder
from optimise import read_jsonl, seed_everything
from settings import RolloutConfig, Settings, load_settings
from tokens import EOS, STEP_END, build_tokenizer, token_id

EXPLORED_STEPS = 2


@torch.inference_mode()
def sample(
    model: Decoder, prompts: Tensor, explored: Tensor, config: RolloutConfig, eos: int, generator: torch.Generator
) -> Tensor:
    """prompts [B, P] of one length -> [B, S] new tokens, `eos` after the end.

    The first `explored` [B] steps of a row are drawn at the exploring temperature, the rest at the policy's own.
    """
    b, p = prompts.shape
    device, context = prompts.device, model.config.context
    shape = (b, model.config.heads, context, model.config.width // model.config.heads)
    cache = [(torch.zeros(shape, device=device), torch.zeros(shape, device=device)) for _ in model.blocks]
    delimiter = token_id(STEP_END)
    alive = torch.arange(b, device=device)
    going = torch.ones(b, dtype=torch.bool, device=device)
    left = explored.clone()
    out = torch.full((b, context - p), eos, device=device)
    token = prompts[:, 0]
    for at in range(context - 1):
        x = model.embed_tokens(token)[:, None]
        cos, sin = model.cos[at : at + 1], model.sin[at : at + 1]
        for block, (keys, values) in zip(model.blocks, cache, strict=True):
            x = block.step(x, cos, sin, keys, values, at)
        if at + 1 < p:
            token = prompts[:, at + 1]
            continue
        temperatures = torch.where(left > 0, config.explore_temperature, config.temperature)
        logits = model.logits(model.norm(x))[:, 0] / temperatures[:, None]
        token = torch.multinomial(logits.softmax(-1), 1, generator=generator)[:, 0].where(going, eos)
        out[alive, at + 1 - p] = token
        left = left - (token == delimiter).long()
        going = token != eos
        if not going.any():
            break
        # Finished rows leave the batch once they are many: moving the cache costs too.
        if going.sum() < 0.8 * len(alive):
            alive, token, left = alive[going], token[going], left[going]
            cache = [(keys[going], values[going]) for keys, values in cache]
            going = going[going]
    return out


def main(settings: Settings, device: str) -> None:
    config = settings.rollouts
    seed_everything(config.seed)
    model = Decoder(settings.model).to(device)
    model.load_state_dict(torch.load(settings.out / "policy.pt", map_location=device)["model"])
    model.eval()
    problems = [row["prompt"] for row in read_jsonl(settings.data / "value.jsonl") if row["largest"] <= config.largest]
    problems = problems[: config.problems]
    write_rollouts(settings.out / "rollouts.jsonl", model, config, problems, config.per_problem, explore=False)
    write_rollouts(settings.out / "explored.jsonl", model, config, problems, config.explore_per_problem, explore=True)
    slips = {row["prompt"]: row["prefixes"] for row in read_jsonl(settings.data / "slips.jsonl")}
    write_slipped(settings.out / "slipped.jsonl", model, config, {prompt: slips[prompt] for prompt in problems})


def write_rollouts(
    target: Path, model: Decoder, config: RolloutConfig, problems: list[str], per_problem: int, explore: bool
) -> None:
    """Samples every problem that the file does not hold yet, `per_problem` times."""
    print(f"{target.name}: {len(problems)} problems, {per_problem} samples each", flush=True)
    tokenizer = build_tokenizer()
    eos = token_id(EOS)
    device = model.embed_tokens.weight.device
    done = {row["prompt"] for row in read_jsonl(target)} if target.exists() else set()
    at_once = max(1, config.batch // per_problem)
    with target.open("a") as file:
        for start in range(0, len(problems), at_once):
            part = [prompt for prompt in problems[start : start + at_once] if prompt not in done]
            if not part:
                continue
            # A seed a batch, so that a run that was cut off goes on as if it had not been.
            generator = torch.Generator(device).manual_seed((config.seed + explore) * 1_000_003 + start)
            ids = torch.tensor(
                [tokenizer.encode(prompt).ids for prompt in part for _ in range(per_problem)], device=device
            )
            explored = torch.zeros(len(ids), dtype=torch.long, device=device)
            if explore:
                explored = torch.randint(1, EXPLORED_STEPS + 1, (len(ids),), generator=generator, device=device)
            tokens = sample(model, ids, explored, config, eos, generator).cpu().numpy()
            for i, prompt in enumerate(part):
                rows = slice(i * per_problem, (i + 1) * per_problem)
                write_samples(file, prompt, tokens[rows], explored[rows].tolist(), eos, tokenizer)
            file.flush()


def write_slipped(target: Path, model: Decoder, config: RolloutConfig, prefixes: dict[str, list[str]]) -> None:
    """One sample from every given beginning of a solution; nothing when the file is there."""
    if target.exists():
        return
    tokenizer = build_tokenizer()
    eos = token_id(EOS)
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
                sampled = sample(model, begins, plain, config, eos, generator).cpu().numpy()
                for (prompt, at, begun), new in zip(part, sampled, strict=True):
                    tokens = [*begun[at:], *(int(t) for t in new[: cut_length(new, eos)])]
                    write_row(file, prompt, tuple(tokens), 1, len(begun) - at - 1, eos, tokenizer)
    temporary.replace(target)


def write_samples(
    file: TextIO, prompt: str, rows: np.ndarray, explored: list[int], eos: int, tokenizer: Tokenizer
) -> None:
    """One line for every distinct sample. `from` is its first token that is followed by the policy's own sampling."""
    delimiter = token_id(STEP_END)
    counts: Counter[tuple[tuple[int, ...], int]] = Counter()
    for row, steps in zip(rows, explored, strict=True):
        tokens = tuple(int(t) for t in row[: cut_length(row, eos)])
        ends = [i for i, token in enumerate(tokens) if token == delimiter]
        first = 0 if steps == 0 else ends[steps - 1] if len(ends) >= steps else len(tokens) - 1
        counts[tokens, first] += 1
    for (tokens, first), count in counts.items():
        write_row(file, prompt, tokens, count, first, eos, tokenizer)


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
    main(load_settings(sys.argv[1]), "cuda" if "--cuda" in sys.argv else "cpu")
