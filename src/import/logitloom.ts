/**
 * logitloom trees (`logit-loom-tree-v1`): one object a token, with its probability and its children. A run of tokens
 * without a branch becomes one step; the tokens beside one another are each other's alternatives.
 */
import type { EventToken } from '../search/types';
import { TRACE_LIMITS } from '../trace/schema';
import { badFile } from './faults';
import { asJson, cut, expectedIn, fieldsOf, isFields, listOf, numberOf, textOf, type Fields } from './fields';
import { TreeWriter } from './tree-writer';
import type { Reader } from './types';

export const LOGITLOOM_VERSION = 'logit-loom-tree-v1';
/** Deeper than any text that a tree was grown from; also ends a file that would go on for ever. */
const MAX_TOKENS = 200_000;

export const logitloom: Reader = {
  format: 'logitloom',
  matches: ({ isLogitLoomTreeVersion: version }) => version !== undefined,
  title(record) {
    const settings = fieldsOf(record['modelSettings']);
    const parts = ['systemPrompt', 'prompt', 'prefill'].flatMap((name) => textOf(settings[name]) || []);
    return parts.join('\n') || textOf(record['modelName']) || '?';
  },
  read(record) {
    const version = record['isLogitLoomTreeVersion'];
    if (version !== LOGITLOOM_VERSION)
      throw badFile('logitloom-version', {
        version: cut(asJson(version) || '?', 40),
        known: LOGITLOOM_VERSION,
      });
    const writer = new TreeWriter(cut(this.title(record)), expectedIn(record));
    let count = 0;
    const stack = siblings(record['roots']).map((token) => ({ token, parent: 0 }));
    stack.reverse();
    for (let top = stack.pop(); top; top = stack.pop()) {
      const run = [top.token];
      let next = siblings(top.token['children']);
      while (next.length === 1 && run.length < TRACE_LIMITS.tokensPerNode) {
        run.push(next[0]!);
        next = siblings(next[0]!['children']);
      }
      if ((count += run.length) > MAX_TOKENS) throw badFile('too-many-tokens', { limit: MAX_TOKENS });
      const tokens = run.map(tokenOf);
      const id = writer.add(top.parent, tokens.map(({ text }) => text).join(''), tokens);
      if (run.at(-1)!['branchFinished'] && !next.length) writer.finish(id, null);
      for (const token of next.reverse()) stack.push({ token, parent: id });
    }
    const name = textOf(record['modelName']);
    const models = name ? [{ id: cut(name, TRACE_LIMITS.name), role: 'policy' as const, parameters: 0 }] : [];
    const origin = { format: 'logitloom', tree: 'recorded', scores: 'none' } as const;
    return writer.trace(origin, models, { id: null, answer: null, correct: null });
  },
};

const siblings = (value: unknown): Fields[] => listOf(value).filter(isFields);

function tokenOf(token: Fields): EventToken {
  const text = textOf(token['text']);
  if (text === null) throw badFile('token-without-text');
  const probability = numberOf(token['prob']);
  const logprob =
    numberOf(token['logprob']) ?? (probability !== null && probability > 0 ? Math.log(probability) : null);
  return { text: cut(text, TRACE_LIMITS.tokenText), ...(logprob === null ? {} : { logprob }) };
}
