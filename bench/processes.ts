/** Peers as processes that answer round by round. */
import { fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nextMessage } from '../src/cli/child';
import type { PeerAnswer } from './peer';
import type { Round, RoundRequest } from './search';

export interface Peer {
  readonly name: string;
  run(request: RoundRequest): Promise<Round>;
  close(): void;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The peers' own, with what `requirements.txt` lists. */
export const PYTHON = here('.venv/bin/python');

interface Channel {
  send(request: RoundRequest): void;
  /** The next answer; rejects when the process ends instead. */
  next(): Promise<PeerAnswer>;
  close(): void;
}

function nodeChannel(name: string): Channel {
  const child = fork(here('peer.ts'), [name]);
  return {
    send: (request) => void child.send(request),
    next: () => nextMessage<PeerAnswer>(child, `${name} ended unexpectedly.`),
    close: () => void child.kill(),
  };
}

function pythonChannel(name: string, packFolder: string): Channel {
  if (!existsSync(PYTHON)) throw new Error(`${name} needs Python: see bench/README.md.`);
  const child = spawn(PYTHON, [here('python/peer.py'), packFolder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    send: (request) => void child.stdin.write(`${JSON.stringify(request)}\n`),
    next: async () => {
      const line = await lines.next();
      if (line.done) throw new Error(`${name} ended unexpectedly.`);
      return JSON.parse(line.value) as PeerAnswer;
    },
    close: () => void child.kill(),
  };
}

export async function startPeer(name: string, packFolder: string): Promise<Peer> {
  const channel = name === 'python-transformers' ? pythonChannel(name, packFolder) : nodeChannel(name);
  const expectAnswer = async <K extends string>(key: K): Promise<Extract<PeerAnswer, Record<K, unknown>>> => {
    const answer = await channel.next();
    if ('failure' in answer) throw new Error(`${name}: ${answer.failure}`);
    if (!(key in answer)) throw new Error(`${name} gave an answer that was not asked for.`);
    return answer as Extract<PeerAnswer, Record<K, unknown>>;
  };
  await expectAnswer('ready');
  return {
    name,
    run: async (request) => {
      channel.send(request);
      return (await expectAnswer('round')).round;
    },
    close: () => channel.close(),
  };
}
