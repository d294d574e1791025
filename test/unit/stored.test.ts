/**
 * What people have kept of earlier versions still opens: links, traces and lessons, as those versions wrote them
 * (`test/fixtures/stored`; of the links what they meant then, as far as it differs from the default).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLesson } from '../../src/lessons/schema';
import { encodeTrace } from '../../src/trace/codec';
import { readTrace } from '../../src/trace/read';
import { treeAt } from '../../src/trace/reducer';
import type { Trace } from '../../src/trace/types';
import { parseFields, parseUrl } from '../../src/url/parse';

const FOLDER = 'test/fixtures/stored';
const read = (path: string): string => readFileSync(`${FOLDER}/${path}`, 'utf8');

it.each(Object.entries(JSON.parse(read('links.json')) as Record<string, object>))('the link %s', (query, meaning) => {
  const { state, problems } = parseUrl(query);
  expect(problems).toEqual([]);
  expect(state).toMatchObject(meaning);
});

describe.each(readdirSync(`${FOLDER}/traces`))('the trace %s', (name) => {
  const text = read(`traces/${name}`);
  const stored = JSON.parse(text) as Trace;

  it('is read as it was written', () => {
    expect(readTrace(text)).toMatchObject({ ok: true, trace: stored });
  });

  it('grows into its tree, and can be saved again', () => {
    const opened = readTrace(text);
    if (!opened.ok) throw new Error(opened.message);
    const { nodes } = treeAt(opened.trace.events);
    expect(nodes.map(({ id, parent, text: step }) => ({ id, parent, text: step }))).toEqual(
      stored.nodes.map(({ id, parent, text: step }) => ({ id, parent, text: step })),
    );
    expect(readTrace(encodeTrace(opened.trace))).toEqual(opened);
  });
});

it.each(['tour.en.json', 'stories.zh.json'])('the lesson %s', (name) => {
  const lesson = readLesson(read(name));
  expect(lesson?.chapters.length).toBeGreaterThan(3);
  for (const { state } of lesson!.chapters) {
    const fields = Object.entries(state).map(([field, value]) => [field, `${value}`] as const);
    expect(parseFields(fields).problems).toEqual([]);
  }
});
