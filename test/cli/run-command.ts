/** Runs a command of the command line as a user would, in a process of its own. */
import { execFile } from 'node:child_process';

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export function run(
  command: 'solve' | 'evaluate' | 'train' | 'report' | 'convert' | 'check' | 'check-gsm8k' | 'data',
  ...args: readonly string[]
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, ['--import', 'tsx', `src/cli/${command}.ts`, ...args], options, (error, out, err) =>
      resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
  });
}
