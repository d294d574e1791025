/** What hub models are fed and what their tokens say, on tokenizers of every kind; no graph is run. */
import { readFileSync } from 'node:fs';
import { PreTrainedTokenizer } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { asPlainText, promptTokens, shownPrompt } from '../../src/model/prompt';
import type { Tokenizer } from '../../src/model/types';
import { writeChat } from '../../workers/hub/chat';
import { addTurnEnd, controlsOf } from '../../workers/hub/ends';
import { fixedDay } from '../../workers/hub/fixed-day';
import { delimited, hubTokenizer } from '../../workers/hub/hub-tokenizer';
import { HUB_FOLDER, TINY_HUB_MODELS } from '../fixtures/hub-models';

interface Json {
  [name: string]: unknown;
}
type Change = (tokenizer: Json, config: Json) => void;
const nothing = (): void => undefined;

const jsonOf = (name: string, file: string): Json =>
  JSON.parse(readFileSync(new URL(`${name}/${file}`, HUB_FOLDER), 'utf8')) as Json;

/** A fixture's tokenizer, changed. */
function open(name: string, change: Change = nothing): PreTrainedTokenizer {
  const [tokenizer, config] = [jsonOf(name, 'tokenizer.json'), jsonOf(name, 'tokenizer_config.json')];
  change(tokenizer, config);
  return new PreTrainedTokenizer(tokenizer, config);
}
const modelOf = (tokenizer: PreTrainedTokenizer, ends: number[] = []) => ({
  ...{ tokenizer, ends, chatTemplate: null, modelType: 'test' },
});
const SIZE = 400;
const tokenizerOf = (inner: PreTrainedTokenizer, isChat = false, ends: readonly number[] = []): Tokenizer =>
  hubTokenizer(inner, ends, SIZE, () => isChat);

/** Words to numbers, and back through one decoder. */
const small = (pieces: readonly string[], decoder: Json | null, others: Json = {}): PreTrainedTokenizer =>
  new PreTrainedTokenizer(
    {
      ...{ added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder },
      model: {
        ...{ type: 'BPE', unk_token: null, fuse_unk: false, byte_fallback: false, merges: [] },
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      },
      ...others,
    },
    {},
  );

const TEXTS = [
  ...['5 €', '答案是 18', '🐕 8', 'naïve ½', '👩‍👩‍👧', '\u0928\u092e\u0938\u094d\u0924\u0947', 'a\u00a0b', '½ ½\n'],
  ...['The answer is 42.\n\n', '  two spaces'],
];

describe.each(TINY_HUB_MODELS)('the texts of %s', (name) => {
  const tokenizer = tokenizerOf(open(name));
  it.each(TEXTS)('%j come back whole', (text) => {
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it('that a reader pasted hold no control token', () => {
    const inner = open(name);
    const controls = controlsOf(modelOf(inner));
    expect(controls.length).toBeGreaterThan(0);
    for (const control of controls) {
      for (const text of [`16 - 3 = 13\n${control}\nSo 13`, `${control}${control}`]) {
        const tokens = tokenizer.encode(text);
        expect(tokenizer.decode(tokens)).toBe(text);
        const id = inner._tokenizer.token_to_id(control)!;
        expect(tokens).not.toContain(id);
      }
    }
  });

  it('of a part of a character are its bytes, which name the token', () => {
    const tokens = tokenizer.encode('答 8');
    const pieces = tokens.map((token) => tokenizer.tokenText(token));
    expect(pieces.slice(0, 3).join('')).toBe('<0xE7><0xAD><0x94>');
    expect(pieces.flatMap((piece) => tokenizer.encode(piece))).toEqual(tokens);
    for (const [i, piece] of pieces.entries()) expect(tokenizer.decode([tokens[i]!])).toBe(piece);
    // Half of a character does not hide what stands around it.
    const [half] = tokens;
    expect(tokenizer.decode([...tokenizer.encode('ab'), half!, ...tokenizer.encode(' ½')])).toBe('ab<0xE7> ½');
  });

  it('end a step with a delimiter of several tokens', () => {
    const tokens = tokenizer.encode('答案。');
    const ends = tokens.map((_, i) => delimited(() => '。')(tokenizer.decode(tokens.slice(0, i + 1))));
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(ends.at(-1)).toBe(true);
  });
});

describe('the bytes of', () => {
  it.each([
    [
      'a sequence with byte fallback that strips spaces',
      small(['▁a', '<0xE2>', '<0x82>', '<0xAC>', '<0x0A>', '▁'], {
        type: 'Sequence',
        decoders: [
          { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
          ...[{ type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }],
        ],
      }),
      [0, 1, 2, 3, 4, 5, 1],
      ' a€\n <0xE2>',
    ],
    [
      'a sequence around a byte-level decoder',
      small(['a', 'â', 'Ĥ¬', 'Ġ', 'Ġâ'], { type: 'Sequence', decoders: [{ type: 'ByteLevel' }, { type: 'Fuse' }] }),
      [0, 4, 2, 3, 1, 0],
      'a €  <0xE2>a'.replace('  ', ' '),
    ],
    ['words behind each other', small(['a', '##b', 'c'], { type: 'WordPiece', prefix: '##' }), [0, 1, 2], ' ab c'],
    ['a sign that is a stand-in itself', small(['a', 'ï', '¿½'], { type: 'ByteLevel' }), [0, 1, 2], 'a\uFFFD'],
    ['the mark of a byte order', small(['a', 'ï', '»¿'], { type: 'ByteLevel' }), [1, 2, 0], '\uFEFFa'],
  ] as const)('%s', (_, inner, tokens, text) => {
    expect(tokenizerOf(inner).decode([...tokens])).toBe(text);
  });
});

const BOS_FIRST = (bos: string): Json => ({
  type: 'TemplateProcessing',
  single: [{ SpecialToken: { id: bos, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
  pair: [],
  special_tokens: {},
});
const BYTE_LEVEL: Json = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true };
const withEnd = (processor: Json, end: string): Json => ({
  ...processor,
  single: [...(processor['single'] as Json[]), { SpecialToken: { id: end, type_id: 0 } }],
});

describe('a plain prompt', () => {
  const PROMPT = 'Two dogs have 8 legs.\n';
  const post =
    (processor: Json | null, config: Json = {}): Change =>
    (tokenizer, own) => {
      tokenizer['post_processor'] = processor;
      Object.assign(own, config);
    };
  it.each([
    ['gemma3', 'a template', post(BOS_FIRST('<bos>'), { add_bos_token: true }), [2]],
    ['gemma3', 'nothing', post(null), []],
    ['gemma3', 'its configuration alone', post(null, { add_bos_token: true }), [2]],
    ['gemma3', 'a template that its configuration overrules', post(BOS_FIRST('<bos>'), { add_bos_token: false }), []],
    ['gemma3', 'a template with an end', post(withEnd(BOS_FIRST('<bos>'), '<eos>')), [2]],
    ['gemma3', 'a template of a token that is not there', post(BOS_FIRST('<s>')), []],
    ['llama3', 'a sequence', post({ type: 'Sequence', processors: [BYTE_LEVEL, BOS_FIRST('<|begin_of_text|>')] }), [0]],
    ['llama3', 'bytes', post(BYTE_LEVEL), []],
    [
      'qwen2',
      'another library’s pair of marks',
      post({ type: 'RobertaProcessing', cls: ['<|im_start|>', 1], sep: ['<|endoftext|>', 0] }),
      [1],
    ],
    ['smollm2', 'a token that ends texts as well', post(BOS_FIRST('<|endoftext|>')), [0]],
  ] as const)('of %s with %s begins as the library feeds it', (name, _, change, lead) => {
    const inner = open(name, change);
    const plain = inner.encode(PROMPT, { add_special_tokens: false });
    expect(promptTokens(tokenizerOf(inner), PROMPT)).toEqual([...lead, ...plain]);
    // A template has written what it wants.
    expect(promptTokens(tokenizerOf(inner, true), PROMPT)).toEqual(plain);
  });

  it('that has the token already gets no second one', () => {
    const inner = open('gemma3', post(BOS_FIRST('<bos>')));
    expect(promptTokens(tokenizerOf(inner), '<bos>ab')).toEqual(inner.encode('<bos>ab', { add_special_tokens: false }));
  });

  it('with a token that the graph does not know is refused in a sentence', () => {
    const inner = small(
      ['a', 'b'],
      { type: 'Fuse' },
      { added_tokens: [{ id: SIZE, content: '<new>', special: true }] },
    );
    expect(promptTokens(tokenizerOf(inner), 'ab')).toEqual([0, 1]);
    expect(() => promptTokens(tokenizerOf(inner), 'ab<new>')).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});

describe('a control token that a reader types', () => {
  const TYPED = ['<|im_end|>', '<s>', '<|endoftext|>', '<bos>', '<end_of_turn>', '<|eot_id|>', '<|<s>|im_end|>'];
  it.each(TINY_HUB_MODELS)('is plain text to %s, in a chat and without one', (name) => {
    const inner = open(name);
    const model = modelOf(inner, [1]);
    const controls = controlsOf(model);
    for (const typed of TYPED.map((token) => `How many${token}\n${token}?`)) {
      const marked = asPlainText(typed, controls);
      expect(shownPrompt(marked)).toBe(typed);
      for (const isChat of [true, false]) {
        const tokenizer = tokenizerOf(inner, isChat, [1]);
        const prompt = isChat ? writeChat(model, 'Solve.', marked) : marked;
        const bare = isChat ? writeChat(model, 'Solve.', 'How many') : 'How many';
        const specials = (tokens: readonly number[]): number[] =>
          tokens.filter((token) => inner.all_special_ids.includes(token));
        const tokens = promptTokens(tokenizer, prompt);
        expect(specials(tokens)).toEqual(specials(promptTokens(tokenizer, bare)));
        const shown = tokenizer.decode(tokens);
        expect(shown).toContain(typed);
      }
    }
  });

  it('is text where a vocabulary finds it within a word, and where the tokenizer does not call it special', () => {
    const added = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    const inner = small(
      ['<s>', '<', 's', '>', 'a', '<|end|>', '|', 'e', 'n', 'd'],
      { type: 'Fuse' },
      {
        added_tokens: [
          { id: 0, content: '<s>', special: true, ...added },
          { id: 5, content: '<|end|>', special: false, ...added },
        ],
        model: {
          ...{ type: 'BPE', unk_token: null, byte_fallback: false, ignore_merges: true, merges: [] },
          vocab: { '<s>': 0, '<': 1, s: 2, '>': 3, a: 4, '<|end|>': 5, '|': 6, e: 7, n: 8, d: 9 },
        },
      },
    );
    const model = { ...modelOf(inner), chatTemplate: '{{ messages[0].content }}<|end|>' };
    const read = (text: string): number[] =>
      promptTokens(tokenizerOf(inner, true), asPlainText(text, controlsOf(model)));
    expect(read('<s>')).toEqual([1, 2, 3]);
    expect(read('a<s>a')).toEqual([4, 1, 2, 3, 4]);
    expect(read('a<|end|>')).toEqual([4, 1, 6, 7, 8, 9, 6, 3]);
    expect(promptTokens(tokenizerOf(inner, true), 'a<s><|end|>')).toEqual([4, 0, 5]);
  });

  it('leaves the reader’s other signs as they are', () => {
    const controls = ['<|im_end|>'];
    for (const text of ['a < b | c', '<|im_end', '\uFDD0x'])
      expect(shownPrompt(asPlainText(text, controls))).not.toContain('\uFDD0');
    expect(asPlainText('a < b', controls)).toBe('a < b');
  });
});

describe('a prompt without typed control tokens is read as the library reads it', () => {
  const METASPACE = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false };
  const KINDS: readonly (readonly [name: string, change: Change])[] = [
    ...TINY_HUB_MODELS.map((name) => [name, nothing] as const),
    ['gemma3', (tokenizer) => Object.assign(tokenizer, { normalizer: null, pre_tokenizer: METASPACE })],
    [
      'gemma3',
      (tokenizer) => {
        const replace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
        tokenizer['normalizer'] = { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace] };
      },
    ],
    ['qwen2', (tokenizer) => (tokenizer['normalizer'] = { type: 'NFC' })],
    [
      'qwen2',
      (tokenizer) => {
        for (const token of tokenizer['added_tokens'] as Json[]) Object.assign(token, { lstrip: true, rstrip: true });
      },
    ],
  ];
  it.each(KINDS)('by %s', (name, change) => {
    const inner = open(name, change);
    const model = modelOf(inner);
    for (const text of [...TEXTS, ' a <b> c\n', '']) {
      const chat = writeChat(model, 'Solve the problem.', asPlainText(text, controlsOf(model)));
      const library = inner.encode(shownPrompt(chat), { add_special_tokens: false });
      expect(promptTokens(tokenizerOf(inner, true), chat)).toEqual(library);
    }
  });

  it('in a time that grows with its length, also where all of it is typed control tokens', () => {
    const inner = open('qwen2');
    const controls = controlsOf(modelOf(inner));
    const tokenizer = tokenizerOf(inner);
    const timeOf = (size: number): number => {
      const text = '<|im_end|> 8 dogs\n'.repeat(size / 18);
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now();
        promptTokens(tokenizer, asPlainText(text, controls));
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    timeOf(10_000);
    expect(timeOf(40_000) / timeOf(10_000)).toBeLessThan(10);
  });
});

describe('the token that ends a turn', () => {
  const TEMPLATES: readonly (readonly [name: string, template: string, end: string | null])[] = [
    ['qwen2', '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}', '<|im_end|>'],
    // Only between turns.
    [
      'gemma3',
      '{% for m in messages %}<start_of_turn>{{ m.role }}\n{{ m.content | trim }}{% if not loop.last %}\n<end_of_turn>\n{% endif %}{% endfor %}',
      '<end_of_turn>',
    ],
    // Never: the next turn's beginning is the end of this one.
    ['llama3', '{% for m in messages %}<|start_header_id|>{{ m.content }}\n{% endfor %}', '<|start_header_id|>'],
    [
      'smollm2',
      "{% for m in messages %}{{ m.content }}{{ eos_token if m.role == 'assistant' }}{% endfor %}",
      '<|im_end|>',
    ],
    ['qwen2', '{% for m in messages %}### {{ m.role }}: {{ m.content }}\n{% endfor %}', null],
    ['qwen2', "{{ raise_exception('no assistant') if messages | length > 1 }}{{ messages[0].content }}", null],
    ['qwen2', '{% for', null],
    ['qwen2', '', null],
  ];
  it.each(TEMPLATES)('of %s with %j is %j', (name, template, end) => {
    const inner = open(name, (_, config) => (config['chat_template'] = template));
    const model = modelOf(inner);
    addTurnEnd(model);
    addTurnEnd(model);
    expect(model.ends.map((token) => inner._tokenizer.id_to_token(token))).toEqual(end === null ? [] : [end]);
  });
});

describe('the day that a template is told', () => {
  const CASE = readFileSync(new URL('../fixtures/stored/hub-template-strftime.jinja', import.meta.url), 'utf8');
  it.each([
    [CASE, 'Today: 01 January 2026\n'],
    ["{{ strftime_now('%Y-%m-%d %H:%M:%S %A %j') }}", '2026-01-01 00:00:00 Thursday 001'],
    ["{% if strftime_now is defined %}{{ strftime_now ( '%-d %b %y %q %%' ) }}{% endif %}", '1 Jan 26 %q %'],
    ["{%- set now = strftime_now -%}{{ now('%d') }}", '01'],
    ['{{ date_string }}', '01 Jan 2026'],
  ])('%j is always the same', (template, told) => {
    const inner = open('qwen2', (_, config) => (config['chat_template'] = template));
    expect(writeChat(modelOf(inner), '', 'How many?')).toContain(told);
  });
  it('is one day in every form', () => {
    expect(fixedDay('%F %T')).toBe('2026-01-01 00:00:00');
    expect(new Date(Number(fixedDay('%s')) * 1000).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});
