/** What the commands share: reading arguments, and ending with one clear line. */
import { CommanderError, type Command } from 'commander';
import { errorCode } from '../core/errors';
import { AppError } from '../core/errors';
import { isVerifierName, type VerifierId } from '../core/ids';
import { headName, isHead } from './head-files';
import { STRATEGY_OPTIONS, type OptionValues } from '../search/options';
import { VERIFIER_NAMES } from '../verifiers/find';
import { printable } from './print/text';

/** For bad arguments and bad problems: exit status 2. */
export const badInput = (message: string): AppError => new AppError('bad-input', message);

/** A number as it was typed; what it may be is checked where it is used. */
export function readNumber(option: string): (text: string) => number {
  return (text) => {
    if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) throw badInput(`--${option} takes a number, and this is "${text}".`);
    return Number(text);
  };
}

/** `--p name=value`, once for each option of a strategy. */
export function readOption(text: string, before: OptionValues): OptionValues {
  const [, name, value] = /^(\w+)=(\S+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw badInput(`--p takes name=value, and this is "${text}".`);
  return { ...before, [name]: Number.isNaN(Number(value)) ? value : Number(value) };
}

/** One line for each option that some strategy has. */
export const OPTIONS_HELP = `an option of the strategy: ${[
  ...new Set(Object.values(STRATEGY_OPTIONS).flatMap((options) => options.map(({ name }) => name))),
].join(', ')}`;

export const readList = (text: string): string[] => text.split(',').map((item) => item.trim());

/** One of the known words, or a sentence that names them. */
export function oneOf<T extends string>(option: string, known: readonly T[], text: string): T {
  const found = known.find((item) => item === text);
  if (found === undefined) throw badInput(`--${option} takes ${known.join(', ')}, and this is "${text}".`);
  return found;
}

/**
 * What a verifier can be called: `head:FILE` is one that was trained here, by the name that its file gives. Which others
 * there are is known where they are loaded.
 */
export function verifierName(option: string, text: string): VerifierId {
  if (isHead(text)) return headName(text);
  if (isVerifierName(text)) return text;
  throw badInput(`--${option} takes ${VERIFIER_NAMES.join(', ')}, and this is "${text}".`);
}

/** For a help text. */
export const VERIFIERS_HELP = `${VERIFIER_NAMES.join(', ')}, head:FILE`;

/**
 * Runs a command on the process's arguments. Exit status 0 when it ran, 2 for bad arguments or a bad problem, 1 for
 * anything else that failed; a failure writes one line to standard error.
 */
export async function runCommand(command: Command): Promise<void> {
  endWithReader(process.stdout);
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await command.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    // A command of commands, without one.
    if (error instanceof CommanderError && error.code === 'commander.help') {
      process.stderr.write(command.helpInformation());
      process.exitCode = 2;
      return;
    }
    const isBadInput = error instanceof CommanderError || errorCode(error) === 'bad-input';
    const message = error instanceof Error ? error.message : String(error);
    const known = command.commands.map((sub) => sub.name()).join(', ');
    const hint =
      error instanceof CommanderError && error.code === 'commander.unknownCommand' ? `: it is one of ${known}` : '';
    process.stderr.write(`${printable(message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '))}${hint}\n`);
    process.exitCode = isBadInput ? 2 : 1;
  }
}

/** Whoever reads the output may have enough of it, as `head` does: then there is nothing left to do, and nothing to say. */
function endWithReader(output: NodeJS.WriteStream): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    // A full disk, or a file that was closed.
    process.stderr.write(`The output could not be written: ${printable(error.message)}\n`);
    process.exit(1);
  });
}
