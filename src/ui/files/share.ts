/** What a reader takes along of the page as it stands: a link, the code of an embed, and an entry for a bibliography. */
import { serialiseUrl } from '../../url/serialise';
import { PANELS, type Control, type Panel, type ThemeChoice, type UrlState } from '../../url/fields';

/** A link that brings the settings back, seed and back end included; `runs`: and the search that they make. */
export function linkTo(settings: UrlState, page: string, runs = false): string {
  return new URL(serialiseUrl({ ...settings, autorun: runs, trace: null, embed: false }), bare(page)).href;
}

/** What a search that is shown was asked. */
export interface Asked {
  readonly task: string;
  /** As its task writes it. */
  readonly problem: string;
  readonly strategy: string;
  readonly verifier: string | null;
  readonly parameters: UrlState['parameters'];
}

/** Whether a run with these settings, whose problem its task writes as `problem`, would be this search again. */
export function isSearchOf(asked: Asked, settings: UrlState, problem: string): boolean {
  const { task, strategy, verifier, parameters } = asked;
  if (task !== settings.task || strategy !== settings.strategy || verifier !== settings.verifier) return false;
  return asked.problem === problem && serialiseUrl({ ...settings, parameters }) === serialiseUrl(settings);
}

/** What an article's frame shows of the page: the tree alone, a run that can be followed, or all of it. */
const SHOWN = {
  tree: ['tree', 'token'],
  watch: ['tree', 'token', 'run', 'time', 'legend', 'outcome', 'path'],
  all: PANELS,
} as const satisfies Readonly<Record<string, readonly Panel[]>>;
export type EmbedPreset = keyof typeof SHOWN;
export const EMBED_PRESETS = Object.keys(SHOWN) as readonly EmbedPreset[];

/** A frame has no header, and whether it tells what is right is no part of how much it shows. */
const NOT_OF_FRAMES: readonly Panel[] = ['header', 'answers'];

const hiddenBy = (preset: EmbedPreset): Panel[] => {
  const shown: readonly Panel[] = [...SHOWN[preset], ...NOT_OF_FRAMES];
  return PANELS.filter((panel) => !shown.includes(panel));
};

export interface EmbedChoice {
  readonly preset: EmbedPreset;
  /** The frame begins with the search instead of waiting for a reader's press. */
  readonly autorun: boolean;
  /** In CSS pixels; null for what it needs. */
  readonly height: number | null;
  readonly theme: ThemeChoice;
  readonly lock: readonly Control[];
}

/** The address of the frame that `embedCode` mounts. */
export function frameAddress(settings: UrlState, choice: EmbedChoice, page: string): string {
  const { theme, lock, autorun, preset } = choice;
  const state = { ...settings, theme, lock, autorun, hide: hiddenBy(preset), trace: null, lesson: null, embed: true };
  return new URL(serialiseUrl(state), bare(page)).href;
}

/** HTML for an article. Nothing that a problem says can end the script or begin another element. */
export function embedCode(settings: UrlState, choice: EmbedChoice, page: string): string {
  const fields = Object.fromEntries(new URL(frameAddress(settings, choice, page)).searchParams);
  delete fields['embed'];
  const src = bare(page);
  const height = choice.height === null ? {} : { height: choice.height };
  const options = JSON.stringify({ src, fields, ...height }, null, 2).replaceAll('<', '\\u003c');
  const script = new URL('embed.js', src).href;
  return [
    '<div id="inkling"></div>',
    `<script src="${script.replaceAll('"', '%22')}"></script>`,
    `<script>Inkling.mount(document.getElementById('inkling'), ${options});</script>`,
  ].join('\n');
}

/** `accessed` as in `2026-11-25`. */
export const bibtex = (link: string, accessed: string): string =>
  `@software{inkling,
  title = {Inkling: watch a verifier steer a reasoning model},
  author = {{Inkling contributors}},
  version = {0.1.0},
  url = {${link.replaceAll('{', '%7B').replaceAll('}', '%7D')}},
  note = {Accessed ${accessed}}
}`;

const bare = (page: string): string => page.replace(/[?#].*$/, '');
