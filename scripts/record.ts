/**
 * `npm run record` makes the finished searches that come with the page: the shipped models on the puzzle that a newcomer
 * meets, on every problem that is offered and on what each chapter of the lessons sets the page to. The page says that
 * they are recorded. A file whose search is still what the models do stays as it is.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TASKS, TRAINED_TASK_IDS } from '../src/tasks/registry';
import { encodeRecording, RECORDINGS_FORMAT } from '../src/trace/recording';
import type { Trace } from '../src/trace/types';
import { DEFAULT_STATE } from '../src/url/fields';
import { parseUrl } from '../src/url/parse';
import { problemKey, recordingKey } from '../src/url/recording-key';
import { chapterKeys } from './lib/chapters';
import { ROOT } from './lib/run.mjs';

const FOLDER = join(ROOT, 'public', 'recorded');
/** The page arrives with it, and links name it: a whole trace. */
const FIRST = 'first-search.inkling.json';

const offered = TRAINED_TASK_IDS.flatMap((task) =>
  TASKS[task].gallery.map(({ text }) => problemKey({ task, problem: text })),
);
const keys = [...new Set([recordingKey(DEFAULT_STATE), ...offered, ...chapterKeys()])].sort();

function solve(key: string): Trace {
  const { task, problem, strategy, verifier, parameters, verifierOptions } = parseUrl(key).state;
  const { samples, beam, temperature, seed, options = {} } = parameters;
  const given = { task, problem, strategy, verifier, samples, beam, temperature, seed, ...verifierOptions };
  const command = ['--import', 'tsx', 'src/cli/solve.ts', '--json'];
  for (const [name, value] of Object.entries(given)) command.push(`--${name}`, String(value));
  for (const [name, value] of Object.entries(options)) command.push('--p', `${name}=${value}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    ...{ cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 },
  });
  if (status !== 0) throw new Error(`${key}: ${stderr}`);
  return JSON.parse(stdout) as Trace;
}

/** The seconds differ from run to run. */
const withoutTime = (text: string): string => text.replace(/"elapsedMs":\d+/, '');

mkdirSync(FOLDER, { recursive: true });
const files: Record<string, string> = {};
for (const key of keys) {
  const { task } = parseUrl(key).state;
  const name = key === '' ? FIRST : `${task}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}.json`;
  const file = join(FOLDER, name);
  const trace = solve(key);
  const text = name === FIRST ? `${JSON.stringify(trace)}\n` : encodeRecording(trace);
  if (!existsSync(file) || withoutTime(readFileSync(file, 'utf8')) !== withoutTime(text)) writeFileSync(file, text);
  files[key] = name;
}
writeFileSync(
  join(FOLDER, 'index.json'),
  `${JSON.stringify({ format: RECORDINGS_FORMAT, version: 1, files }, null, 1)}\n`,
);
const known = new Set(['index.json', ...Object.values(files)]);
for (const name of readdirSync(FOLDER)) if (!known.has(name)) rmSync(join(FOLDER, name));
console.log(`public/recorded holds what the shipped models do now: ${keys.length} searches.`);
