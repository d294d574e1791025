"""The tokenizer of Game of 24: one token a number, an operator or a fixed phrase.

Every number up to 199 is one token, so a value is shown per number and not per digit; a larger number falls back to
its digits. Spaces belong to the operators, so that a number is the same token wherever it stands.
"""

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

PAD, EOS, UNKNOWN = "<pad>", "<eos>", "<unk>"
STEP_END = ")\n"
PHRASES = ["The answer is ", " (left: ", STEP_END, " = ", " + ", " - ", " * ", " / "]
SINGLES = ["\n", " ", "(", ")", "+", "-", "*", "/", "=", ":"]
PATTERN = r"The answer is | \(left: |\)\n| [-+*/=] |\d+|[\s\S]"
SINGLE_TOKEN_NUMBERS = 200


WORDS = [PAD, EOS, UNKNOWN, *PHRASES, *SINGLES, *(str(n) for n in range(SINGLE_TOKEN_NUMBERS))]
VOCABULARY = {word: i for i, word in enumerate(WORDS)}


def build_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(vocab=VOCABULARY, merges=[], unk_token=UNKNOWN, ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PATTERN), behavior="isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens([PAD, EOS, UNKNOWN])
    return tokenizer


def token_id(token: str) -> int:
    """The number of a token that the vocabulary is known to hold."""
    return VOCABULARY[token]
