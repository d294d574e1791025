"""`python-transformers`: the same beam search in Python, on `generate()`, as a notebook would write it.

Reads requests and answers rounds, one JSON object a line. All candidates of a step are one batch; as in transformers.js
a step computes its prefixes once more. Values come from one pass over each distinct candidate's whole text.
"""

import json
import sys
import time
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, StoppingCriteria
from weights import stored_weights

PACK = Path(sys.argv[1])
LONGEST_STEP, MOST_STEPS, TEMPERATURE = 40, 10, 0.7


def load(name: str) -> tuple[LlamaForCausalLM, dict[str, torch.Tensor]]:
    config = json.loads((PACK / name / "config.json").read_text())
    model = LlamaForCausalLM(LlamaConfig(**config, attention_bias=False)).eval()
    weights = {key: torch.from_numpy(value) for key, value in stored_weights(PACK / name).items()}
    theirs = {"model.embed_tokens.weight": weights["embed_tokens.weight"], "model.norm.weight": weights["norm.weight"]}
    for key, value in weights.items():
        if key.startswith("blocks."):
            _, layer, part, _ = key.split(".")
            group = "self_attn." if part[:2] in ("q_", "k_", "v_", "o_") else "" if "norm" in part else "mlp."
            theirs[f"model.layers.{layer}.{group}{part}.weight"] = value
    missing, unexpected = model.load_state_dict(theirs, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()
    return model, weights


class StepEnds(StoppingCriteria):
    def __init__(self, start: int, ends: torch.Tensor) -> None:
        self.start, self.ends = start, ends

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor, **kwargs: object) -> torch.Tensor:
        return torch.isin(input_ids[:, self.start :], self.ends).any(1)


class Peer:
    def __init__(self) -> None:
        self.tokenizer = PreTrainedTokenizerFast.from_pretrained(PACK / "policy")
        self.policy, _ = load("policy")
        self.value, weights = load("tvm")
        self.head = (weights["value_head.weight"], weights["value_head.bias"])
        self.eos, self.pad = self.policy.config.eos_token_id, self.policy.config.pad_token_id
        pieces = [self.tokenizer.decode([i]) for i in range(self.policy.config.vocab_size)]
        self.ends = torch.tensor([i for i, text in enumerate(pieces) if "\n" in text or i == self.eos])

    def padded(self, rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        width = max(map(len, rows))
        ids = torch.tensor([[self.pad] * (width - len(row)) + row for row in rows])
        mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows])
        return ids, mask

    def grow(self, rows: list[list[int]]) -> list[list[int]]:
        """Each row with one more step."""
        ids, mask = self.padded(rows)
        width = ids.shape[1]
        longest = min(LONGEST_STEP, self.policy.config.max_position_embeddings - width)
        out = self.policy.generate(
            ids, attention_mask=mask, do_sample=True, temperature=TEMPERATURE, top_k=0, max_new_tokens=longest,
            stopping_criteria=[StepEnds(width, self.ends)], pad_token_id=self.pad, eos_token_id=self.eos,
        )  # fmt: skip
        grown = []
        for row, written in zip(rows, out[:, width:].tolist(), strict=True):
            end = next((i for i, token in enumerate(written) if token in self.ends), len(written) - 1)
            grown.append(row + written[: end + 1])
        return grown

    def values(self, rows: list[list[int]]) -> list[float]:
        ids, mask = self.padded(rows)
        positions = (mask.cumsum(1) - 1).clamp(min=0)
        features = self.value.model(ids, attention_mask=mask, position_ids=positions).last_hidden_state
        weight, bias = self.head
        return (features[:, -1] @ weight.T + bias).sigmoid().flatten().tolist()

    def search(self, problem: str, samples: int, width: int) -> tuple[int, int]:
        prompt = self.tokenizer.encode(problem + "\n", add_special_tokens=False)
        beams, policy_tokens, value_tokens = [(prompt, 0.0)], 0, 0
        for step in range(MOST_STEPS):
            growing = [row for row, _ in beams if row[-1] != self.eos]
            if not growing:
                break
            each = samples if step == 0 else samples // width
            sources = [row for row in growing for _ in range(each)]
            grown = self.grow(sources)
            policy_tokens += sum(len(row) - len(source) for row, source in zip(grown, sources, strict=True))
            distinct = [list(row) for row in dict.fromkeys(map(tuple, grown))]
            lengths = {tuple(row): len(source) for row, source in zip(grown, sources, strict=True)}
            value_tokens += sum(len(row) - lengths[tuple(row)] for row in distinct)
            ended = [(row, value) for row, value in beams if row[-1] == self.eos]
            ranked = sorted([*ended, *zip(distinct, self.values(distinct), strict=True)], key=lambda pair: -pair[1])
            seen: set[tuple[int, ...]] = set()
            copies = [row for row in grown if tuple(row) in seen or seen.add(tuple(row))]  # type: ignore[func-returns-value]
            beams = (ranked + [(row, 0.0) for row in copies])[:width]
        return policy_tokens, value_tokens


def main() -> None:
    peer = Peer()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        torch.manual_seed(request["seed"])
        start = time.perf_counter()
        with torch.inference_mode():
            spent = [peer.search(p, request["samples"], request["beam"]) for p in request["problems"]]
        policy_tokens, value_tokens = (sum(counts) for counts in zip(*spent, strict=True))
        seconds = time.perf_counter() - start
        round_ = {"seconds": seconds, "policyTokens": policy_tokens, "valueTokens": value_tokens}
        print(json.dumps({"round": round_}), flush=True)


if __name__ == "__main__":
    main()
