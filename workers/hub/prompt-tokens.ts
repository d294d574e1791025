/** The tokens of a prompt, as the library would feed them, except where a reader typed what looks like a control token. */
import { asPlainText, shownPrompt } from '../../src/model/prompt';

/** What is used of the library's tokenizer below its public face. */
export interface PromptTokenizer {
  readonly _tokenizer: LibraryTokenizer;
  readonly _tokenizerConfig: { readonly add_bos_token?: unknown };
  readonly bos_token: string | null;
}

type PreTokenizer = (text: string, options?: unknown) => string[];

interface LibraryTokenizer {
  pre_tokenizer: PreTokenizer | null;
  /** From words to the names of tokens; a function with properties. */
  model: (words: readonly string[]) => string[];
  get_added_tokens_decoder(): Map<number, AddedToken>;
  token_to_id(token: string): number | undefined;
  encode(text: string, options: { add_special_tokens: boolean }): { readonly ids: readonly (number | undefined)[] };
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

/** Tokens that are found in a text before it is tokenized: the control tokens and others. */
export const addedTokens = ({ _tokenizer }: PromptTokenizer): AddedToken[] => [
  ..._tokenizer.get_added_tokens_decoder().values(),
];

export interface PromptEncoder {
  /** A number is missing where the vocabulary has none for a character. */
  encode(prompt: string, isChat: boolean): (number | undefined)[];
  /** Of a solution: the characters that it shows, of which none are control tokens. */
  encodeText(text: string): (number | undefined)[];
  /** Names of the tokens that are special or end a text, the longest first. */
  readonly controls: readonly string[];
  idOf(token: string): number | undefined;
}

/**
 * What a chat template wrote is fed as it is. Plain text gets in front what the tokenizer's post-processor puts there;
 * `add_bos_token` of its configuration, where it says so, decides about the token that begins a text, as in the Python
 * library, and no text begins with two of them. Deviation: what a post-processor puts behind a text, an end mostly, is
 * left out, since the text is to go on.
 */
export function promptEncoder(inner: PromptTokenizer, ends: readonly number[] = []): PromptEncoder {
  const library = inner._tokenizer;
  const added = addedTokens(inner);
  const controls = new Set(added.filter(({ special }) => special).map(({ content }) => content));
  const named = added
    .filter(({ id, content, special }) => (special || ends.includes(id)) && content.trim().length > 1)
    .map(({ content }) => content)
    .sort((a, b) => b.length - a.length);
  const isControl = (token: string): boolean => controls.has(token);
  // A tokenizer that reads marked text (`asPlainText`) as the text without its marks: they kept its control tokens from
  // being found, and are taken out before it is cut into words.
  const view = Object.create(library) as LibraryTokenizer;
  view.pre_tokenizer = (marked, options) => {
    const text = shownPrompt(marked);
    return library.pre_tokenizer?.(text, options) ?? [text];
  };
  // Some vocabularies find the names of control tokens within words as well: such a word is spelled.
  const model = (words: readonly string[]): string[] => {
    const tokens = library.model(words);
    if (!tokens.some(isControl)) return tokens;
    return words.flatMap((word) => {
      const own = library.model([word]);
      return own.some(isControl) ? Array.from(word).flatMap((sign) => library.model([sign])) : own;
    });
  };
  view.model = Object.setPrototypeOf(model, library.model) as typeof model;
  const encode = (text: string, withSpecial: boolean): (number | undefined)[] => [
    ...view.encode(text, { add_special_tokens: withSpecial }).ids,
  ];
  const bos = inner.bos_token === null ? undefined : library.token_to_id(inner.bos_token);
  const { add_bos_token: addsBos } = inner._tokenizerConfig;
  return {
    controls: named,
    idOf: (token) => library.token_to_id(token),
    encodeText: (text) => encode(asPlainText(text, named), false),
    encode: (prompt, isChat) => {
      const text = encode(prompt, false);
      if (isChat) return text;
      const whole = encode(prompt, true);
      const lead = whole.slice(0, Math.max(0, placeOf(text, whole)));
      const others = lead.filter((token) => token !== undefined && token !== bos);
      const isWanted = typeof addsBos === 'boolean' ? addsBos : lead.includes(bos);
      return bos !== undefined && isWanted && text[0] !== bos ? [bos, ...others, ...text] : [...others, ...text];
    },
  };
}

/** Where a list stands in another; −1 for nowhere. */
const placeOf = (part: readonly unknown[], whole: readonly unknown[]): number =>
  whole.findIndex((_, at) => part.every((token, i) => whole[at + i] === token));
