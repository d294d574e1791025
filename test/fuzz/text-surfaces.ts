/** Addresses, messages of an article, and problems that are typed. */
import { isDeepStrictEqual } from 'node:util';
import { pick, type Rng } from '../../src/core/rng';
import { readRequest } from '../../src/embed/messages';
import { TASKS } from '../../src/tasks/registry';
import { checkTrace } from '../../src/trace/read';
import { faultSentence, fetchMessages, messagesFor } from '../../src/words';
import { urlSentence } from '../../src/ui/shell/url-sentence';
import { OFFERED_LANGUAGES, OFFERED_TASKS } from '../../src/url/fields';
import { parseFields, parseUrl, type ParsedUrl } from '../../src/url/parse';
import { serialiseUrl } from '../../src/url/serialise';
import { refusal, type Surface } from './contract';
import { anyText, anyValue, damageJson, damageText } from './mutate';

await Promise.all(OFFERED_LANGUAGES.map(fetchMessages));

const QUERIES = [
  '?task=game24&problem=4+5+6+10&strategy=beam&samples=20&beam=4&verifier=tvm&temperature=1&seed=7&backend=wasm',
  '?strategy=mcts&p.simulations=40&p.expansions=4&p.exploration=1.5&lang=es&theme=dark&view=measure',
  '?task=word-problems&problem=Anna+has+12+marbles.&strategy=rebase&p.balance=0.2&p.rounding=up&lesson=tour:3',
  '?strategy=token-guided&p.tokens=4&p.avoid=%2F&embed=1&autorun=1&hide=header,notes&lock=seed,run&lang=zh',
  '?strategy=lookahead-beam&p.lookahead=2&verifier=confidence&trace=recorded/first-search.inkling.json&policy=a/b',
];

/** What was read of an address: told in every language, and the same when it is written and read again. */
function checkUrl({ state, problems }: ParsedUrl): string {
  for (const language of OFFERED_LANGUAGES)
    for (const problem of problems) refusal(problem.code, urlSentence(problem, messagesFor(language)));
  const again = parseUrl(serialiseUrl(state));
  if (again.problems.length) throw new Error(`read again: ${JSON.stringify(again.problems)}`);
  if (!isDeepStrictEqual(again.state, state))
    throw new Error(`not the same when read again: ${JSON.stringify([state, again.state])}`);
  return problems[0]?.code ?? 'read';
}

export const url: Surface = {
  name: 'url',
  attempt(rng) {
    const query = pick(rng, QUERIES);
    const kind = rng.integer(0, 4);
    if (kind === 0) return checkUrl(parseUrl(anyText(rng)));
    if (kind === 1) return checkUrl(parseUrl(damageText(rng, query)));
    const fields = [...new URLSearchParams(query)];
    if (kind === 2) fields.push(...new URLSearchParams(pick(rng, QUERIES)));
    const place = rng.integer(0, fields.length - 1);
    const [name, value] = fields[place]!;
    fields[place] = pick(rng, [
      [name, anyText(rng)],
      [anyText(rng), value],
      [name, damageText(rng, value)],
      [name, `${rng.integer(-5, 3000) / pick(rng, [1, 2, 1000])}`],
    ] as const);
    return checkUrl(parseUrl(`?${new URLSearchParams(fields).toString()}`));
  },
};

const MESSAGES = [
  { inkling: 1, type: 'configure', id: 'a', fields: { task: 'game24', problem: '4 5 6 10', seed: 3, embed: true } },
  { inkling: 1, type: 'configure', id: 2, strategy: 'mcts', 'p.simulations': 40, seed: 7 },
  { inkling: 1, type: 'run', id: 'b' },
  { inkling: 1, type: 'stop' },
  { inkling: 1, type: 'load-trace', id: 3, trace: { format: 'inkling-trace', version: 1, nodes: [] } },
  { inkling: 1, type: 'get-trace', id: 'c' },
];

/** What only a message can hold, since it is no JSON. */
const odd = (rng: Rng): unknown => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  return pick(rng, [loop, new Map([[1, 2]]), new Date(0), new Uint8Array(9), 10n, [, 1], /x/, undefined, NaN]);
};

export const messages: Surface = {
  name: 'messages',
  attempt(rng) {
    const message = pick(rng, MESSAGES);
    const kind = rng.integer(0, 5);
    const data =
      kind === 0
        ? anyValue(rng)
        : kind === 1
          ? { ...message, [pick(rng, ['id', 'type', 'fields', 'trace', 'inkling'])]: odd(rng) }
          : kind === 2
            ? { inkling: 1, ...(anyValue(rng) as object) }
            : damageJson(rng, message);
    const read = readRequest(data);
    if (read.kind === 'foreign') return read.kind;
    if (read.kind === 'invalid') return refusal(read.kind, read.reason);
    const { request } = read;
    if (request.type === 'configure')
      return checkUrl(parseFields(Object.entries(request.fields).map(([name, value]) => [name, `${value}`] as const)));
    if (request.type !== 'load-trace') return request.type;
    const trace = checkTrace(request.trace);
    return trace.ok ? 'read' : refusal(trace.code, trace.message);
  },
};

const LINES = [
  '13 - 9 = 4 (left: 4 4 10)\n',
  'The answer is (4 + 4) * 3 = 24\n',
  '2 * 3 = 6\n',
  'The answer is 12.\n',
  '5 - 5 = 0 (left: 0)\n',
];

export const problems: Surface = {
  name: 'typed problems',
  attempt(rng) {
    const task = pick(rng, OFFERED_TASKS);
    const { generate, parse, levels, gallery } = TASKS[task];
    const valid =
      rng.integer(0, 3) === 0 && gallery.length
        ? pick(rng, gallery).text
        : generate(rng, levels ? rng.integer(...levels) : undefined);
    const text = [anyText(rng), valid, damageText(rng, valid), damageText(rng, valid)][rng.integer(0, 3)]!;
    const read = parse(text);
    if (!read.ok) {
      for (const language of OFFERED_LANGUAGES) refusal(read.code, faultSentence(task, read, messagesFor(language)));
      return refusal(read.code, read.message);
    }
    const { problem } = read;
    const written = Array.from({ length: rng.integer(0, 4) }, () => pick(rng, LINES)).join('');
    const solution = [written, damageText(rng, written), anyText(rng)][rng.integer(0, 2)]!;
    const { answer, correct, stepsLegal } = problem.judge(solution);
    if (correct && answer === null) throw new Error('correct without an answer');
    if (typeof correct !== 'boolean' || typeof stepsLegal !== 'boolean') throw new Error('no verdict');
    const error = problem.firstError(solution);
    if (error && !(error.offset >= 0 && error.offset <= solution.length)) throw new Error('an error outside the text');
    const value = problem.oracle(solution, rng.integer(0, 1) === 1);
    if (value !== 0 && value !== 1) throw new Error(`the oracle says ${value}`);
    const again = parse(problem.text);
    if (!again.ok || again.problem.text !== problem.text) throw new Error(`not read again: ${problem.text}`);
    return 'read';
  },
};
