/** The recordings that come with the site: each offered problem and each chapter has one, whole and of its settings. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chapterKeys } from '../../../scripts/lib/chapters';
import { problemOf, TASKS, TRAINED_TASK_IDS } from '../../../src/tasks/registry';
import { encodeRecording, readRecording, readRecordingIndex } from '../../../src/trace/recording';
import { treeAt } from '../../../src/trace/reducer';
import { readTrace } from '../../../src/trace/read';
import { parseUrl } from '../../../src/url/parse';
import { problemKey, recordingKey } from '../../../src/url/recording-key';

const read = (name: string): string => readFileSync(`public/recorded/${name}`, 'utf8');
const { files } = readRecordingIndex(read('index.json'))!;

describe('the recordings of the site', () => {
  const offered = TRAINED_TASK_IDS.flatMap((task) =>
    TASKS[task].gallery.map(({ text }) => problemKey({ task, problem: text })),
  );
  it.each([...new Set(['', ...offered, ...chapterKeys()])])('there is one of "%s"', (key) => {
    const trace = readRecording(read(files[key]!))!;
    const { task, problem, strategy, verifier, parameters } = parseUrl(key).state;
    expect([trace.task, trace.strategy.id, trace.seed]).toEqual([task, strategy, parameters.seed]);
    expect(trace.problem.text).toBe(problemOf(task, problem)!.text);
    const { samples, beam, temperature } = parameters;
    expect(trace.strategy.parameters).toMatchObject({ verifier, samples, beam, temperature });
    expect(trace.result).toMatchObject({ answer: treeAt(trace.events).done!.answer });
  });

  it('is a whole trace again, as it was written', () => {
    const { trace } = readTrace(read('first-search.inkling.json')) as { trace: Parameters<typeof encodeRecording>[0] };
    const text = encodeRecording(trace);
    expect(text.length).toBeLessThan(0.55 * JSON.stringify(trace).length);
    expect(readRecording(text)).toEqual(trace);
  });

  it.each(['', '{', 'null', '[]', '{"events":[]}', '{"events":[{"seq":0,"type":"kept","id":3}]}', '{"events":[null]}'])(
    'is not %j',
    (text) => expect(readRecording(text)).toBeNull(),
  );

  it.each(['', 'null', '{"format":"inkling-recordings","version":1,"files":{"":"../x.json"}}'])(
    'the list is not %j',
    (text) => expect(readRecordingIndex(text)).toBeNull(),
  );
});

describe('the key of a recording', () => {
  const key = (query: string): string => recordingKey(parseUrl(query).state);
  it('holds what decides a search, the problem as its task spells it, and nothing of how the page looks', () => {
    expect(key('?lang=es&theme=dark&view=labels&lesson=tour:2&hide=notes&backend=wasm')).toBe('');
    expect(key('?problem=1,%201+1%201')).toBe(key('?problem=1+1+1+1'));
    expect(key('?samples=100&beam=25&seed=3')).toBe('?samples=100&beam=25&seed=3');
    expect(key('?task=word-problems')).toBe('?task=word-problems');
  });
  it('of a problem alone has the settings of its task', () => {
    const { state } = parseUrl('?problem=1+1+1+1&samples=100&strategy=greedy');
    expect(problemKey(state)).toBe('?problem=1+1+1+1');
  });
});
