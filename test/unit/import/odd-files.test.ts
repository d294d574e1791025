/** Good files in forms that other programs write: encodings, compression, lists, numbers that JSON does not know. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CHUNK } from '../../../src/import/bytes';
import { listTrees, readTree } from '../../../src/import/listing';
import { encodeTrace } from '../../../src/trace/codec';
import { beamTrace } from '../trace/fixtures';
import { importAll } from './files';

const odd = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/faults/${name}`, import.meta.url)));
const GOOD = odd('reasoners-good.json');
const TEXT = new TextDecoder().decode(GOOD);
const LINES = new TextDecoder().decode(odd('sal-crlf-steps.jsonl')).trim().replaceAll('\\r', '');

const utf16 = (text: string, isBig = false): Uint8Array<ArrayBuffer> => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(isBig ? bytes.swap16() : bytes);
};

describe('the same tree comes out of', async () => {
  const { traces } = await importAll(GOOD);
  const FORMS: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> = {
    'UTF-16 as PowerShell writes it': odd('reasoners-utf16le.json'),
    'UTF-16, big end first': utf16(`\ufeff${TEXT}`, true),
    'UTF-16 without a mark': utf16(TEXT),
    'a byte order mark and CR LF': odd('reasoners-crlf-bom.json'),
    gzip: odd('reasoners-good.json.gz'),
    'UTF-16 inside gzip': new Uint8Array(gzipSync(utf16(`\ufeff${TEXT}`))),
    'blank lines before it': `\n \r\n\n${TEXT}`,
    'a mark and a blank line before it': `\ufeff\n${TEXT}`,
    'a list of one': `[${TEXT}]`,
  };
  it.each(Object.keys(FORMS))('%s', async (form) => {
    const read = await importAll(FORMS[form]!);
    expect(read.skipped).toEqual([]);
    expect(read.traces).toEqual(traces);
  });

  it('UTF-16 longer than one look, a letter of two halves across it', async () => {
    const head = '{"pad":"';
    const pad = 'x'.repeat(CHUNK / 2 - head.length - 2);
    const text = `\ufeff${head}${pad}😀","problem":"😀 how?","completions":["a"],"scores":[[1]]}`;
    expect((await importAll(utf16(text))).traces[0]!.problem.text).toBe('😀 how?');
  });
});

describe('numbers that Python writes and JSON does not know', () => {
  it('give a step without a score, and leave the others theirs', async () => {
    const { traces } = await importAll(odd('sal-nan.jsonl'));
    const scores = traces[0]!.nodes.slice(1).map(({ value }) => value);
    expect(scores).toEqual([0.9, null, 0.95, 0.2, 0.1]);
    const log = (await importAll(odd('reasoners-nan.json'))).traces[0]!;
    const [edge] = log.nodes.slice(1);
    expect(edge!.tokens[0]!.values).toEqual({ reward: -0.11 });
  });

  it.each(['Infinity', '-Infinity', '1e999', '-1e999', 'nan', '-nan', 'inf', '-inf'])(
    '%s is no score either',
    async (word) => {
      const { traces } = await importAll(`{"problem":"p","completions":["a"],"scores":[[${word}]]}`);
      expect(traces[0]!.nodes[1]!.value).toBeNull();
    },
  );

  it('are left alone inside texts', async () => {
    const { traces } = await importAll('{"problem":"NaN \\" -Infinity","completions":["NaN"],"scores":[[NaN]]}');
    expect(traces[0]!.problem.text).toBe('NaN " -Infinity');
    expect(traces[0]!.nodes[1]!.text).toBe('NaN');
  });

  it('are refused in a trace of our own', async () => {
    const text = encodeTrace(await beamTrace()).replace('"value":null', '"value":NaN');
    expect(text).toContain('NaN');
    await expect(importAll(text)).rejects.toMatchObject({ code: 'bad-input', data: { cause: 'line-not-json' } });
  });
});

describe('a file of another kind', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['a web page', '\n<!DOCTYPE html>\n<html></html>', 'web-page'],
    ['a pointer to a large file', 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n', 'pointer'],
    ['a table', 'problem,completions,scores\n"A","[]","[]"\n', 'table'],
    ['a table as Excel writes it, with semicolons', '\ufeffproblem;scores\r\nA;0,1\r\n', 'table'],
    ['a table in UTF-16', utf16('\ufeffproblem\tscores\r\nA\t0,1\r\n'), 'table'],
    ['Parquet', 'PAR1\u0015\u0004', 'no-text'],
    ['a pickle', new Uint8Array([0x80, 4, 0x95, 0, 0, 0]), 'no-text'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'no-text'],
    ['what Python prints', "[{'problem': 'p', 'scores': None}]", 'python-text'],
  ])('is named with what to do: %s', async (_, file, fault) => {
    await expect(importAll(file)).rejects.toMatchObject({ code: 'bad-input', data: { fault } });
  });

  it.each(['{"problem": "p",', '# Some, text\n\nand, more', 'x'])(
    'is no JSON where nothing better is known: %j',
    async (text) => {
      await expect(importAll(text)).rejects.toMatchObject({ data: { fault: 'no-tree', cause: 'line-not-json' } });
    },
  );
});

it.each(['NotReadableError', 'NotFoundError'])(
  'a file that was written anew meanwhile is said to be so: %s',
  async (name) => {
    const gone = {
      size: 10,
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('in the browser’s words', name)) }),
    };
    const changed = { code: 'bad-input', data: { fault: 'file-changed' } };
    await expect(listTrees(gone as unknown as Blob)).rejects.toMatchObject(changed);
    await expect(readTree(gone as unknown as Blob, { start: 0, end: 5 })).rejects.toMatchObject(changed);
  },
);

describe('a list of records', () => {
  it.each(['sal-array.json', 'sal-array-oneline.json'])('%s: each is a problem to choose', async (name) => {
    const { entries, traces, skipped } = await importAll(odd(name));
    expect(entries.map(({ title }) => title)).toEqual([
      'A shop sells 3 boxes with 12 eggs each. How many eggs?',
      'Second',
    ]);
    expect(skipped).toEqual([]);
    expect(traces.map(({ nodes }) => nodes.length)).toEqual([6, 6]);
  });

  it('with a record on each line, one of them damaged: the others are read, and it is named', async () => {
    const text = `[\n${LINES},\n{"problem": "open, "completions"},\n{"other": 1},\n${LINES}\n]\n`;
    const { entries, skipped } = await importAll(text);
    expect(entries.map(({ line }) => line)).toEqual([2, 5]);
    expect(skipped.map(({ line, data }) => [line, data['fault']])).toEqual([
      [3, 'line-not-json'],
      [4, 'unknown-kind'],
    ]);
  });

  it('as several documents one after another, each over many lines', async () => {
    const { traces } = await importAll(`${TEXT}\n${TEXT}`);
    expect(traces).toHaveLength(2);
  });

  it('whose records lie across the pieces that are looked at', async () => {
    const long = JSON.stringify({ problem: 'p', completions: ['a '.repeat(20_000)], scores: [[0.5]] });
    const count = Math.ceil((2.5 * CHUNK) / long.length);
    const { entries } = await importAll(`[${Array.from({ length: count }, () => long).join(', ')}]`);
    expect(entries).toHaveLength(count);
  });
});

describe('a line that cannot be read', () => {
  it('is named, and the others are read, also where it is the first', async () => {
    const { entries, skipped } = await importAll(`{"problem": "cut o\n${LINES}\n${LINES}\n`);
    expect(entries.map(({ line }) => line)).toEqual([2, 3]);
    expect(skipped).toMatchObject([{ line: 1, data: { fault: 'line-not-json' } }]);
  });

  const DEEP = 20_000;
  const nested = (inside: string): string => `${'['.repeat(DEEP)}${inside}${']'.repeat(DEEP)}`;
  const log = (data: string): string => `{"logs":[{"nodes":{"0":{"data":{"a":${data}}}},"edges":{}}]}`;
  it('because it is nested without end: one sentence, and the others are read', async () => {
    const text = `${log(nested('1'))}\n${log('"p"')}\n{"isLogitLoomTreeVersion":${nested('1')},"roots":[]}\n`;
    const file = new Blob([text]);
    const { entries, skipped } = await listTrees(file);
    expect(skipped).toMatchObject([{ line: 1, data: { fault: 'too-deep' } }]);
    expect(entries.map(({ line }) => line)).toEqual([2, 3]);
    expect(await readTree(file, entries[1]!)).toMatchObject({ ok: false, code: 'too-deep' });
  });

  it('in a document over many lines says what is wrong with the document', async () => {
    await expect(importAll('{\n  "some": "thing"\n}\n')).rejects.toMatchObject({ data: { cause: 'unknown-kind' } });
  });
});

describe('a compressed file', () => {
  it('that is cut off is called so', async () => {
    const cut = odd('reasoners-good.json.gz').slice(0, 200);
    await expect(importAll(cut)).rejects.toMatchObject({ data: { fault: 'damaged-gzip' } });
  });

  it('of another kind is named as one', async () => {
    const zip = new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]);
    await expect(importAll(zip)).rejects.toMatchObject({ data: { fault: 'compressed' } });
  });
});

describe('completions with the line ends of Windows', () => {
  it('are cut into the same steps', async () => {
    const { traces } = await importAll(odd('sal-crlf-steps.jsonl'));
    expect(traces[0]!.nodes).toHaveLength(6);
    expect(traces[0]!.origin!.scores).toBe('step');
  });
});
