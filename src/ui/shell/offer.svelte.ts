/** Which tasks and verifiers there are: those of the site's packs, or of the hub model that is loaded. */
import { AppError } from '../../core/errors';
import type { Reading } from '../../core/ids';
import type { Scale } from '../../core/scale';
import { hasMeaning, meaningful, scaleFault, STRATEGY_OPTIONS } from '../../protocol/parameters';
import type { HeadFile } from '../../protocol/train';
import { DEFAULT_STATE, OFFERED_TASKS, OFFERED_VERIFIERS } from '../../url/fields';
import type { OfferedTask, OfferedVerifier, UrlProblem, UrlState } from '../../url/fields';
import { candidatesOf, offeredBeside, scaleOf, traitsOf } from '../../verifiers/find';
import type { MembersChoice, VerifierOptions } from '../../verifiers/types';
import type { Models } from './models.svelte';
import { ownTaskFor } from './settings';

export class Offer {
  readonly #models: Models;
  #tasks = $state.raw<readonly OfferedTask[]>([]);
  #verifiers = $state.raw<readonly OfferedVerifier[]>(OFFERED_VERIFIERS);
  /** What the pack says of its verifiers. */
  #scales = $state.raw<Readonly<Record<string, Scale>>>({});
  #readings = $state.raw<Readonly<Record<string, Reading>>>({});
  /** What the pack says of the levels that its models learned. */
  #levels = $state.raw<readonly [number, number] | null>(null);
  /** Verifiers that were trained or opened on this page. */
  #heads = $state.raw<readonly HeadFile[]>([]);
  readonly #task: () => OfferedTask;

  /** @param task the one that is chosen now */
  constructor(models: Models, task: () => OfferedTask) {
    this.#models = models;
    this.#task = task;
  }

  /** Those that the site has models for; none until its list has come. */
  get tasks(): readonly OfferedTask[] {
    return this.#models.hub.loaded ? OFFERED_TASKS : this.#tasks;
  }
  /** Those that the site's pack holds, and those that need no model; all known ones until the pack's list has come. */
  get verifiers(): readonly OfferedVerifier[] {
    const heads = this.#heads.filter(({ task }) => task === this.#task()).map(({ id }) => id);
    return this.#models.hub.loaded?.verifiers ?? (heads.length ? [...this.#verifiers, ...heads] : this.#verifiers);
  }
  /** Verifiers that were trained or opened on this page, of any task; they are offered with it until it is left. */
  get heads(): readonly HeadFile[] {
    return this.#heads;
  }

  /**
   * Offers a trained verifier wherever one is chosen. The same file again changes nothing.
   * @throws AppError `bad-input` where another one has its name
   */
  addHead(head: HeadFile): void {
    const known = this.#heads.find(({ id }) => id === head.id);
    if (known && !isSame(known.bytes, head.bytes))
      throw new AppError('bad-input', `Another verifier here is called ${head.id}.`, { name: head.id });
    if (known) return;
    this.#models.engine.addHead(head);
    this.#heads = [...this.#heads, head];
  }
  /** What takes the place of a verifier that is not there. */
  get usual(): OfferedVerifier {
    const { verifier } = DEFAULT_STATE;
    return this.verifiers.includes(verifier) ? verifier : (this.verifiers[0] ?? verifier);
  }

  get #declared(): readonly { readonly verifier?: string; readonly scale?: Scale }[] {
    const { active, hub } = this.#models;
    const listed = Object.entries(this.#scales).map(([verifier, scale]) => ({ verifier, scale }));
    const trained = this.#heads.map(({ id, scale }) => ({ verifier: id, scale }));
    return [...(active.loaded?.models ?? []), ...(hub.loaded ? [] : [...listed, ...trained])];
  }
  scaleOf(verifier: OfferedVerifier): Scale {
    return scaleOf(verifier, this.#declared);
  }
  /** How much it has read, as the site's pack says; null of what no pack holds. */
  readingOf(verifier: OfferedVerifier): Reading | null {
    return this.#models.hub.loaded ? null : (this.#readings[verifier] ?? null);
  }
  /** The levels that the models of the site's pack learned; null where it declares none, and of a hub model. */
  get levels(): readonly [low: number, high: number] | null {
    return this.#models.hub.loaded ? null : this.#levels;
  }
  /** Those that may be among an option's members. */
  candidatesFor(option: MembersChoice): OfferedVerifier[] {
    return candidatesOf(option, this.verifiers, this.#declared);
  }

  /** Another pack is asked about: until its list has come, all may be there. */
  forget(): void {
    this.#scales = {};
    this.#readings = {};
    this.#levels = null;
    this.#verifiers = OFFERED_VERIFIERS;
  }

  /**
   * Reads the site's lists. False where they cannot be read, of which the load will fail too and say so, and where
   * `isCurrent` says then that another task is meant by now.
   */
  async learn(task: OfferedTask, isCurrent: () => boolean): Promise<boolean> {
    const offer = await this.#models.engine.packOffer(ownTaskFor(task)).catch(() => null);
    if (!offer || !isCurrent()) return false;
    const { tasks, verifiers, scales = {}, readings = {}, levels = null } = offer;
    this.#tasks = OFFERED_TASKS.filter((id) => tasks.includes(id));
    this.#scales = scales;
    this.#readings = readings;
    this.#levels = levels;
    this.#verifiers = offeredBeside('pack', verifiers, this.#declared);
    return true;
  }

  /** What a state asks for that is not there or means nothing, as problems of the URL; and what takes its place. */
  faultsOf(state: UrlState): { readonly problems: readonly UrlProblem[]; readonly instead: Partial<UrlState> } {
    const { verifier, verifierOptions, strategy, parameters } = state;
    const { verifiers: offered } = this;
    if (!offered.includes(verifier)) {
      const problems = [{ code: 'not-offered', field: 'verifier', value: verifier, offered }] as const;
      // Its options go with it.
      return { problems, instead: { verifier: this.usual } };
    }
    const scale = this.scaleOf(verifier);
    const members = this.#membersFault(verifier, verifierOptions);
    const fault = scaleFault(strategy, parameters.options, { id: verifier, scale });
    const option = STRATEGY_OPTIONS[strategy].find(({ name }) => name === fault?.option);
    const problems: UrlProblem[] = members ? [members.problem] : [];
    if (option) {
      const choices = option.kind === 'choice' ? option.choices : [String(option.fallback)];
      const fitting = choices.filter((choice) => option.kind === 'number' || hasMeaning(option, choice, scale));
      const told = { field: `p.${option.name}`, value: String(fault?.value), offered: fitting };
      problems.push({ code: 'not-offered', ...told });
    }
    return {
      problems,
      instead: {
        ...(members ? { verifierOptions: { ...verifierOptions, [members.option.name]: members.option.fallback } } : {}),
        ...(option
          ? { parameters: { ...parameters, options: meaningful(strategy, parameters.options ?? {}, scale) } }
          : {}),
      },
    };
  }

  /** The members that were asked for and are not there, as a problem of the URL; null where all are. */
  #membersFault(
    verifier: OfferedVerifier,
    given: VerifierOptions,
  ): { readonly option: MembersChoice; readonly problem: UrlProblem } | null {
    for (const option of traitsOf(verifier).options) {
      const members = given[option.name];
      if (option.kind !== 'members' || typeof members !== 'object') continue;
      const offered = this.candidatesFor(option);
      if (members.every((id) => offered.includes(id))) continue;
      const told = { field: `p.${option.name}`, value: members.join(), offered };
      return { option, problem: { code: 'not-offered', ...told } };
    }
    return null;
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
