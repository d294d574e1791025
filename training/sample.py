"""Samples solutions from the policy for the value models' labels: `python sample.py config/game24.json`.

Identical samples of one problem are written once with their count, which loses nothing: every label below is a
weighted share of samples.
"""

import json
import sys
from collections import Counter
from typing import TextIO

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from model import Decoder
from optimise import read_jsonl, seed_everything
from settings import Settings, load_settings
from tokens import EOS, build_tokenizer, token_id


@torch.inference_mode()
def sample(model: Decoder, prompts: Tensor, temperature: float, eos: int, generator: torch.Generator) -> Tensor:
    """prompts [B, P] of one length -> [B, S] new tokens, `eos` after the end. Float32, KV cache, plain sampling."""
    b, p = prompts.shape
    config = model.config
    shape = (b, config.heads, config.context, config.width // config.heads)
    cache = [
        (torch.zeros(shape, device=prompts.device), torch.zeros(shape, device=prompts.device)) for _ in model.blocks
    ]
    alive = torch.arange(b, device=prompts.device)
    out = torch.full((b, config.context - p), eos, device=prompts.device)
    token = prompts[:, 0]
    for at in range(config.context - 1):
        x = model.embed_tokens(token)[:, None]
        cos, sin = model.cos[at : at + 1], model.sin[at : at + 1]
        for block, (keys, values) in zip(model.blocks, cache, strict=True):
            x = block.step(x, cos, sin, keys, values, at)
        if at + 1 < p:
            token = prompts[alive, at + 1]
            continue
        logits = model.logits(model.norm(x))[:, 0] / temperature
        token = torch.multinomial(logits.softmax(-1), 1, generator=generator)[:, 0]
        out[alive, at + 1 - p] = token
        going = token != eos
        if not going.any():
            break
        # Finished rows leave the batch once they are many: moving the cache costs too.
        if going.sum() < 0.8 * len(alive):
            alive, token = alive[going], token[going]
            cache = [(keys[going], values[going]) for keys, values in cache]
    return out


def main(settings: Settings, device: str) -> None:
    config = settings.rollouts
    seed_everything(config.seed)
    tokenizer = build_tokenizer()
    eos = token_id(EOS)
    model = Decoder(settings.model).to(device)
    model.load_state_dict(torch.load(settings.out / "policy.pt", map_location=device)["model"])
    model.eval()
    problems = [row["prompt"] for row in read_jsonl(settings.data / "value.jsonl") if row["largest"] <= config.largest]
    problems = problems[: config.problems]
    print(f"{len(problems)} problems, {config.per_problem} samples each", flush=True)
    target = settings.out / "rollouts.jsonl"
    done = {row["prompt"] for row in read_jsonl(target)} if target.exists() else set()
    at_once = max(1, config.batch // config.per_problem)
    with target.open("a") as file:
        for start in range(0, len(problems), at_once):
            part = [prompt for prompt in problems[start : start + at_once] if prompt not in done]
            if not part:
                continue
            # A seed a batch, so that a run that was cut off goes on as if it had not been.
            generator = torch.Generator(device).manual_seed(config.seed * 1_000_003 + start)
            ids = np.array([tokenizer.encode(prompt).ids for prompt in part for _ in range(config.per_problem)])
            tokens = sample(model, torch.from_numpy(ids).to(device), config.temperature, eos, generator).cpu().numpy()
            for i, prompt in enumerate(part):
                rows = tokens[i * config.per_problem : (i + 1) * config.per_problem]
                write_samples(file, prompt, rows, eos, tokenizer)
            file.flush()


def write_samples(file: TextIO, prompt: str, rows: np.ndarray, eos: int, tokenizer: Tokenizer) -> None:
    counts = Counter(tuple(int(t) for t in row[: cut_length(row, eos)]) for row in rows)
    for row, count in counts.items():
        ended = row[-1] == eos
        text = tokenizer.decode(list(row[:-1] if ended else row))
        file.write(json.dumps({"prompt": prompt, "text": text, "tokens": row, "count": count}) + "\n")


def cut_length(row: np.ndarray, eos: int) -> int:
    """Up to and with the first end token; all of a row that has none."""
    ends = np.flatnonzero(row == eos)
    return int(ends[0]) + 1 if len(ends) else len(row)


if __name__ == "__main__":
    main(load_settings(sys.argv[1]), "cuda" if "--cuda" in sys.argv else "cpu")
