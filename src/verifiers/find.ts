/** What may be asked of verifiers by name, from their traits alone: nothing here computes a score. */
import { AppError } from '../core/errors';
import type { Asks } from '../core/ids';
import type { Scale } from '../core/scale';
import { VERIFIERS } from './registry';
import { trained } from './trained';
import type { Beside, MembersChoice, VerifierOption, VerifierOptions, VerifierTraits } from './types';

const KNOWN: ReadonlyMap<string, VerifierTraits> = new Map(VERIFIERS.map((traits) => [traits.id, traits]));

/** Those that are known by name, in the order in which they are offered. */
export const VERIFIER_NAMES: readonly string[] = [...KNOWN.keys()];

/** The traits of a name. One that is not known is that of a trained model, whose `scale` its file tells. */
export const traitsOf = (id: string, scale?: Scale): VerifierTraits => KNOWN.get(id) ?? trained(id, scale);

/** What a column's numbers are the probability of: those of a verifier what it declares, others of a right end. */
export const asksOf = (verifier: string | null | undefined): Asks => (verifier && traitsOf(verifier).asks) || 'end';

/** What is declared of a model that is loaded, or that a pack holds. */
interface Declared {
  readonly verifier?: string;
  readonly scale?: Scale;
}

/** What the loaded model says, else what is known by the name. */
export const scaleOf = (id: string, models: readonly Declared[] = []): Scale =>
  models.find(({ verifier }) => verifier === id)?.scale ?? traitsOf(id).scale;

/** Names in the order in which they are offered; those that are not known come last, as they are. */
export const inOrder = (ids: readonly string[]): string[] => [
  ...VERIFIER_NAMES.filter((id) => ids.includes(id)),
  ...new Set(ids.filter((id) => !KNOWN.has(id))),
];

/** The trained verifiers that these need, each once. */
export const modelsNeeded = (ids: readonly string[], options: VerifierOptions = {}): string[] => [
  ...new Set(
    ids.flatMap((id) => {
      const traits = traitsOf(id);
      return traits.models(allOptions(traits, options));
    }),
  ),
];

/** Whether it may be among the members. */
export const canBeMember = ({ scale }: MembersChoice, id: string, models: readonly Declared[] = []): boolean =>
  traitsOf(id).trained && scaleOf(id, models) === scale;

/** Of these names, or of those that are known, the ones that may be among the members. */
export const candidatesOf = (
  option: MembersChoice,
  ids: readonly string[] = VERIFIER_NAMES,
  models: readonly Declared[] = [],
): string[] => inOrder(ids).filter((id) => canBeMember(option, id, models));

/** What is offered beside a policy with these trained verifiers: those, and what can be made there. */
export function offeredBeside(beside: Beside, there: readonly string[], models: readonly Declared[] = []): string[] {
  const canBeMade = (option: VerifierOption): boolean =>
    option.kind !== 'members' || candidatesOf(option, there, models).length >= option.least;
  const made = VERIFIER_NAMES.filter((id) => {
    const traits = traitsOf(id);
    return !traits.trained && traits.beside.includes(beside) && traits.options.every(canBeMade);
  });
  return inOrder([...there, ...made]);
}

/** All options of a verifier: those that were given, those that it has by default, and none of another's. */
export const allOptions = ({ options }: VerifierTraits, given: VerifierOptions = {}): VerifierOptions =>
  Object.fromEntries(options.map(({ name, fallback }) => [name, given[name] ?? fallback]));

function problemOf(option: VerifierOption, value: VerifierOptions[string]): string | null {
  if (option.kind === 'number') {
    const { label, min, max, integer } = option;
    const fits = integer ? Number.isInteger(value) : Number.isFinite(value);
    if (fits && Number(value) >= min && Number(value) <= max) return null;
    return `The ${label} must be ${integer ? 'a whole number' : 'a number'} from ${min} to ${max}, and this is ${String(value)}.`;
  }
  const members: readonly string[] = Array.isArray(value) ? value : [];
  if (new Set(members).size >= option.least && members.every((id) => canBeMember(option, id))) return null;
  const known = candidatesOf(option).join(', ');
  return `The ${option.label} are ${option.least} or more of ${known}, and these are ${members.join(', ')}.`;
}

/**
 * All options of a verifier, as `allOptions`.
 * @throws AppError `bad-input` for a number outside its range, or for members that cannot be.
 */
export function checkOptions(traits: VerifierTraits, given: VerifierOptions = {}): VerifierOptions {
  const options = allOptions(traits, given);
  for (const option of traits.options) {
    const problem = problemOf(option, options[option.name]!);
    if (problem) throw new AppError('bad-input', problem);
  }
  return options;
}

/** All options of a verifier, as the list of a trace's models holds them; nothing where it has none. */
export const optionsSaid = (id: string, given: VerifierOptions = {}): { readonly options?: VerifierOptions } => {
  const traits = traitsOf(id);
  return traits.options.length ? { options: allOptions(traits, given) } : {};
};

/** Equal for two requests that are answered by one verifier. */
export const keyOf = (id: string, given: VerifierOptions = {}): string =>
  JSON.stringify([id, Object.entries(allOptions(traitsOf(id), given))]);

/** How a trace names a verifier that is made when it is asked for: with what it was made of. */
export const nameOf = (id: string, given: VerifierOptions = {}): string => {
  const traits = traitsOf(id);
  return traits.nameOf(allOptions(traits, given));
};
