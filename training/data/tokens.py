"""The tokenizer of each task.

Game of 24: one token a number, an operator or a fixed phrase. Every number up to 199 is one token, so a value is shown
per number and not per digit; a larger number falls back to its digits. Spaces belong to the operators, so that a
number is the same token wherever it stands.

Any other task: the pieces that Node wrote beside its problems (`tokens.json`).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

PAD, EOS, UNKNOWN = "<pad>", "<eos>", "<unk>"
SPECIAL = (PAD, EOS, UNKNOWN)
STEP_END = ")\n"
PROMPT_END = "\n"
"""The last token of every prompt, of any task."""
PHRASES = ["The answer is ", " (left: ", STEP_END, " = ", " + ", " - ", " * ", " / "]
SINGLES = ["\n", " ", "(", ")", "+", "-", "*", "/", "=", ":"]
PATTERN = r"The answer is | \(left: |\)\n| [-+*/=] |\d+|[\s\S]"
SINGLE_TOKEN_NUMBERS = 200


@dataclass(frozen=True)
class Tokens:
    """How a task's texts are cut into tokens."""

    pattern: str
    """Cuts a text into pieces; a piece outside the vocabulary falls back to its characters."""
    words: tuple[str, ...]
    """The vocabulary in the order of its numbers, the special tokens first."""
    step_end: str
    """The token that ends a step."""

    def build(self) -> Tokenizer:
        vocabulary = {word: i for i, word in enumerate(self.words)}
        tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token=UNKNOWN, ignore_merges=True))
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(self.pattern), behavior="isolated")
        tokenizer.decoder = decoders.Fuse()
        tokenizer.add_special_tokens(list(SPECIAL))
        return tokenizer

    def id(self, token: str) -> int:
        """The number of a token that the vocabulary is known to hold."""
        return self.words.index(token)


GAME24 = Tokens(
    pattern=PATTERN,
    words=(*SPECIAL, *PHRASES, *SINGLES, *(str(n) for n in range(SINGLE_TOKEN_NUMBERS))),
    step_end=STEP_END,
)


def load_tokens(task: str, data: Path) -> Tokens:
    """The tokens of a task; those of all but game24 are in its `data` folder."""
    if task == "game24":
        return GAME24
    raw = json.loads((data / "tokens.json").read_text())
    return Tokens(pattern=raw["pattern"], words=(*SPECIAL, *raw["pieces"]), step_end=raw["stepEnd"])
