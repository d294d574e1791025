/** The shape of a language: `{name}` in a sentence stands for something that the page puts there. */
import type { LanguageId } from '../core/languages';
import type { Asks, Reading } from '../core/ids';
import type { ErrorCode } from '../core/errors';
import type { OfferedBackend, OfferedStrategy, OfferedTask } from '../url/fields';
import type { PruneReason } from '../protocol/parameters';
import type { TaskWords } from '../tasks/words';
import type { TraceFault } from '../trace/read';
import type { BlankKind } from '../viz/invisible';
import type { ScaleId } from '../viz/ramp';
import type { LessonName, ThemeChoice, UrlProblem, View } from '../url/fields';
import type { Format, ImportFault } from '../protocol/import';
import type { ReachedLimit } from '../trace/limit';
import type { TraceOrigin } from '../trace/types';
import type { carry } from './en/carry';
import type { classroom } from './en/classroom';
import type { outline, step, time } from './en/history';
import type { hub } from './en/hub';
import type { lab } from './en/lab';
import type { heads } from './en/heads';
import type { train } from './en/train';
import type { watch } from './en/watch';
import type { Glossary } from './terms';

/** The shape of the English sentences, for the other languages. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** Texts about verifiers, by name. Of one that a pack brings, or that is new, there are none: its name stands for itself. */
type PerVerifier = Readonly<Partial<Record<string, string>>>;

export interface Messages extends OwnMessages {
  /** What each task says of itself. */
  readonly tasks: Readonly<Record<OfferedTask, TaskWords>>;
}

/** The page's own sentences, which a language's folder holds. */
export interface OwnMessages {
  readonly language: LanguageId;
  readonly title: string;
  readonly tagline: string;
  readonly intro: string;
  readonly problem: {
    readonly tasks: string;
    readonly kept: string;
    /** Of a problem that was told in other words. */
    readonly readAs: string;
    /** Of a reading that is a guess. */
    readonly guessedAs: string;
    /** Of amounts with digits behind the point. */
    readonly standIns: string;
    readonly timesAsLarge: string;
    /** What a problem that is not read may mean, and the button that takes it. */
    readonly perhaps: string;
    readonly take: string;
    readonly origin: Readonly<Record<'training' | 'held-out' | 'unused', string>>;
    readonly gallery: string;
    readonly galleryGroups: Readonly<Record<'training' | 'held-out', string>>;
    readonly levels: Readonly<Record<'easy' | 'medium' | 'hard', string>>;
    /** Of a story, by its number of steps. */
    readonly steps: string;
  };
  readonly settings: {
    readonly heading: string;
    readonly sentence: Readonly<Record<OfferedStrategy, string>>;
    /** In its place where a strategy that draws nothing else is set to draw. */
    readonly drawnSentence: Readonly<Partial<Record<OfferedStrategy, string>>>;
    readonly backendSentence: string;
    readonly labels: Readonly<
      Record<'strategy' | 'verifier' | 'samples' | 'beam' | 'temperature' | 'seed' | 'backend', string>
    >;
    readonly strategies: Readonly<Record<OfferedStrategy, string>>;
    readonly more: string;
    /** By the name of a strategy's option. */
    readonly options: Readonly<Record<string, string>>;
    /** By the word that stands in a URL. */
    readonly choices: Readonly<Record<string, string>>;
    readonly verifiers: PerVerifier;
    /** For tables and for sentences that name one in passing. */
    readonly shortVerifiers: PerVerifier;
    /** A verifier's name with how much it has read, where that tells it from another. */
    readonly named: Readonly<Record<Reading, string>>;
    /** What it means of a verifier that it has read so much. */
    readonly readings: Readonly<Record<Reading, string>>;
    readonly verifierNotes: PerVerifier;
    readonly backends: Readonly<Record<OfferedBackend, string>>;
    readonly newSeed: string;
    readonly range: string;
    readonly wholeRange: string;
    readonly beamMustDivide: string;
  };
  readonly run: {
    readonly run: string;
    readonly stop: string;
    readonly stopping: string;
    readonly waiting: string;
    readonly loading: string;
    readonly loadingUnknown: string;
    readonly training: string;
    readonly starting: string;
    readonly ready: string;
    readonly running: string;
    /** Announced to those who do not see the page. */
    readonly started: string;
    readonly ended: string;
    readonly failed: string;
    readonly stopped: string;
    readonly retry: string;
  };
  readonly tree: {
    readonly label: string;
    readonly help: string;
    readonly empty: string;
    readonly emptyHint: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fit: string;
    /** Of a row that stands for several candidates: all pruned, or not; and for assistive technology. */
    /** Of many steps in one row of the tree. */
    readonly row: string;
    readonly rowLabel: string;
    readonly wheelHint: string;
    readonly status: Readonly<Record<'open' | 'kept' | 'pruned' | 'finished' | 'continued' | 'not-chosen', string>>;
    /** Of a step of a search that counts visits: what stands at its numbers. */
    readonly visits: string;
    readonly meanValue: string;
    readonly chosen: string;
    readonly times: string;
    readonly prompt: string;
    readonly item: string;
    readonly itemRoot: string;
    readonly noScore: string;
    readonly place: string;
    readonly score: string;
    readonly reason: Readonly<Record<PruneReason, string>>;
  };
  readonly time: Texts<typeof time>;
  readonly watch: Texts<typeof watch>;
  readonly train: Texts<typeof train>;
  readonly heads: Texts<typeof heads>;
  readonly step: Texts<typeof step>;
  readonly outline: Texts<typeof outline>;
  readonly lab: Texts<typeof lab>;
  readonly legend: {
    /** Before the choice of the column that tints. */
    readonly by: string;
    /** Instead of `label`, of numbers that are no probabilities of being right. */
    readonly range: string;
    readonly columns: Readonly<Record<'visits' | 'meanValue' | 'prior' | 'policy', string>>;
    /** By what the verifier's number is the probability of. */
    readonly labels: Readonly<Record<Asks, string>>;
    readonly low: string;
    readonly high: string;
    /** At the ends of a range of which no numbers are there yet. */
    readonly least: string;
    readonly greatest: string;
    readonly ink: string;
  };
  readonly outcome: {
    readonly heading: string;
    /** Of an answer of which its task says nothing more telling. */
    readonly correct: string;
    /** Of a story that was told in other words. */
    readonly ofRetold: string;
    readonly wrong: string;
    readonly none: string;
    /** Solutions were finished, and none has an answer that its task finds. */
    readonly noAnswer: string;
    /** Behind `none`: which limit stopped them, `{limit}`. */
    readonly limits: Readonly<Record<ReachedLimit['kind'], string>>;
    readonly stepsLegal: string;
    readonly stepsIllegal: string;
    /** What must be said of a result that a certain verifier steered to. */
    readonly steeredBy: Readonly<Partial<Record<string, string>>>;
    readonly stoppedEarly: string;
    readonly stoppedNone: string;
    readonly policyTokens: string;
    readonly valueTokens: string;
    readonly seconds: string;
    readonly backend: string;
    readonly imported: string;
    /** The search that the page arrives with. */
    readonly recorded: string;
    readonly recordedMark: string;
    /** In its place where the settings name another search. */
    readonly recordedOther: string;
  };
  readonly path: { readonly heading: string; readonly selected: string; readonly empty: string };
  readonly token: {
    readonly heading: string;
    readonly close: string;
    readonly value: string;
    readonly logprob: string;
    readonly alternatives: string;
    readonly none: string;
    readonly prompt: string;
    readonly lineEnd: string;
    readonly end: string;
    /** What leaves no ink, as a part of a list. */
    readonly blanks: Readonly<Record<BlankKind, string>>;
    readonly blank: string;
    readonly label: string;
  };
  readonly trace: {
    readonly save: string;
    readonly open: string;
    readonly openFile: string;
    /** Leaves a tree that another tool made. */
    readonly leaveFile: string;
    readonly faults: Readonly<Record<TraceFault, string>>;
    readonly foreign: string;
    readonly foreignLoad: string;
    /** The site that was asked names another address. */
    readonly moved: string;
    readonly movedLoad: string;
    readonly foreignRefuse: string;
    readonly failed: string;
    readonly badAddress: string;
  };
  readonly imports: {
    readonly reading: string;
    readonly cancel: string;
    readonly heading: string;
    readonly close: string;
    readonly saveFor: string;
    readonly choose: string;
    readonly cut: string;
    readonly skipped: string;
    readonly line: string;
    readonly filter: string;
    /** Of the shown problem among those of its file. */
    readonly place: string;
    readonly expected: string;
    readonly atLine: string;
    readonly more: string;
    readonly formats: Readonly<Record<Format, string>>;
    readonly faults: Readonly<Record<ImportFault, string>>;
    /** Of a tree that another tool made. */
    readonly from: string;
    readonly reconstructed: string;
    readonly scores: Readonly<Record<TraceOrigin['scores'], string>>;
    readonly judged: string;
    readonly unjudged: string;
    readonly noVerifiers: string;
    /** What stands where "chance of a right answer" stands for a probability. */
    readonly score: string;
  };
  readonly notes: {
    readonly heading: string;
    /** How to read what the view shows. */
    readonly views: Readonly<Record<View, readonly { readonly title: string; readonly text: string }[]>>;
    /** Of the workshop while a model of the reader's own writes. */
    readonly heads: readonly { readonly title: string; readonly text: string }[];
  };
  readonly notice: {
    readonly dismiss: string;
    readonly wholeNumber: string;
    readonly number: string;
    /** A link names verifiers that come in files. */
    readonly trainedVerifier: string;
  };
  readonly carry: Texts<typeof carry>;
  readonly classroom: Texts<typeof classroom>;
  readonly glossary: Glossary;
  readonly builder: Readonly<
    Record<'heading' | 'hint' | 'fact' | 'question' | 'first' | 'addFact' | 'setQuestion' | 'clear', string>
  > & {
    readonly slots: Readonly<Record<'A' | 'B' | 'C' | 'i' | 'j' | 'n' | 'm', string>>;
  };
  readonly lessons: Readonly<
    Record<
      | 'heading'
      | 'which'
      | 'place'
      | 'try'
      | 'do'
      | 'gone'
      | 'fold'
      | 'unfold'
      | 'check'
      | 'right'
      | 'wrong'
      | 'previous'
      | 'next'
      | 'leave'
      | 'missing'
      | 'lacking',
      string
    >
  > & { readonly names: Readonly<Record<LessonName, string>> };
  readonly choices: {
    readonly menu: string;
    readonly language: string;
    readonly languageMissing: string;
    readonly theme: string;
    readonly themes: Readonly<Record<ThemeChoice, string>>;
    readonly scale: string;
    readonly scales: Readonly<Record<ScaleId, string>>;
  };
  readonly urlProblems: Readonly<Record<UrlProblem['code'], string>>;
  readonly hub: Texts<typeof hub>;
  readonly errors: Readonly<Record<ErrorCode, string>>;
}

/** Those sentences that have no file of their own. */
export type PageMessages = Omit<
  OwnMessages,
  | 'language'
  | 'settings'
  | 'time'
  | 'watch'
  | 'train'
  | 'heads'
  | 'step'
  | 'outline'
  | 'lab'
  | 'trace'
  | 'imports'
  | 'carry'
  | 'classroom'
  | 'glossary'
  | 'hub'
>;
