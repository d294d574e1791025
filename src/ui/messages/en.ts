/**
 * Every sentence of the page, in English. One file for each language, all of this shape; `{name}` in a sentence
 * stands for something that the page puts there.
 */
import type { ErrorCode } from '../../core/errors';
import { puzzleMessage, UNSOLVABLE_MESSAGE } from '../../tasks/game24/messages';
import type { OfferedBackend, OfferedStrategy, OfferedVerifier } from '../../url/fields';
import type { PruneReason } from '../../protocol/parameters';
import type { PuzzleProblem } from '../../tasks/game24/problem';
import type { UrlProblem } from '../../url/fields';
import { outline, step, time, type Texts } from './en-history';

export interface Messages {
  readonly title: string;
  readonly tagline: string;
  readonly intro: string;
  readonly problem: {
    readonly label: string;
    readonly make24: string;
    readonly hint: string;
    readonly refused: (problem: PuzzleProblem) => string;
    readonly unsolvable: string;
    readonly kept: string;
    readonly origin: Readonly<Record<'training' | 'held-out' | 'unused', string>>;
    readonly gallery: string;
    readonly galleryGroups: Readonly<Record<'training' | 'held-out', string>>;
    readonly levels: Readonly<Record<'easy' | 'medium' | 'hard', string>>;
  };
  readonly settings: {
    readonly heading: string;
    readonly sentence: Readonly<Record<OfferedStrategy, string>>;
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
    readonly verifiers: Readonly<Record<OfferedVerifier, string>>;
    readonly verifierNotes: Readonly<Record<OfferedVerifier, string>>;
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
    readonly starting: string;
    readonly ready: string;
    readonly running: string;
    readonly stopped: string;
    readonly retry: string;
    readonly copyLink: string;
    readonly copied: string;
  };
  readonly tree: {
    readonly label: string;
    readonly help: string;
    readonly empty: string;
    readonly emptyHint: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fit: string;
    readonly wheelHint: string;
    readonly status: Readonly<Record<'open' | 'kept' | 'pruned' | 'finished', string>>;
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
  readonly step: Texts<typeof step>;
  readonly outline: Texts<typeof outline>;
  readonly legend: {
    readonly label: string;
    readonly low: string;
    readonly middle: string;
    readonly high: string;
    readonly ink: string;
  };
  readonly outcome: {
    readonly heading: string;
    readonly correct: string;
    readonly wrong: string;
    readonly 'other-numbers': string;
    readonly 'other-worth': string;
    readonly unreadable: string;
    readonly none: string;
    readonly stepsLegal: string;
    readonly stepsIllegal: string;
    readonly oracle: string;
    readonly stoppedEarly: string;
    readonly stoppedNone: string;
    readonly policyTokens: string;
    readonly valueTokens: string;
    readonly seconds: string;
    readonly backend: string;
    readonly imported: string;
  };
  readonly path: { readonly heading: string; readonly selected: string; readonly empty: string };
  readonly token: {
    readonly heading: string;
    readonly hint: string;
    readonly value: string;
    readonly logprob: string;
    readonly alternatives: string;
    readonly alternativesNote: string;
    readonly none: string;
    readonly prompt: string;
    readonly lineEnd: string;
    readonly end: string;
    readonly label: string;
    readonly step: string;
  };
  readonly trace: {
    readonly save: string;
    readonly open: string;
    readonly drop: string;
    readonly foreign: string;
    readonly foreignLoad: string;
    readonly foreignRefuse: string;
    readonly failed: string;
    readonly tooLarge: string;
    readonly badAddress: string;
  };
  readonly notes: {
    readonly heading: string;
    readonly paragraphs: readonly { readonly title: string; readonly text: string }[];
  };
  readonly notice: { readonly dismiss: string };
  readonly urlProblems: Readonly<Record<UrlProblem['code'], string>>;
  readonly errors: Readonly<Record<ErrorCode, string>>;
}

export const en: Messages = {
  title: 'Inkling',
  tagline: 'Watch a verifier steer a reasoning model',
  intro:
    'A small language model writes solutions, step by step. A second model reads along and says, after every token, how likely the answer is to come out right. A search keeps the promising beginnings and drops the rest. All of it runs here, in this tab.',
  problem: {
    label: 'Four numbers',
    make24: 'Make 24 from',
    hint: 'Four whole numbers from 1 to 24, in any order.',
    refused: puzzleMessage,
    unsolvable: UNSOLVABLE_MESSAGE,
    kept: 'What is on the page is still the search for {problem}.',
    origin: {
      training: 'The models were trained on puzzles like this one, and on this one.',
      'held-out': 'Held out: the models have never seen this puzzle.',
      unused: 'The models have not been trained on this puzzle.',
    },
    gallery: 'Puzzles to try',
    galleryGroups: { training: 'Seen in training', 'held-out': 'Held out' },
    levels: { easy: 'easy', medium: 'medium', hard: 'hard' },
  },
  settings: {
    heading: 'How to search',
    sentence: {
      greedy: 'Use {strategy}: always write the likeliest token. {verifier} only tints what is written.',
      majority:
        'Use {strategy}: sample {samples} whole solutions at temperature {temperature} and take the answer that comes most often. {verifier} only tints what is written.',
      'best-of-n':
        'Use {strategy}: sample {samples} whole solutions at temperature {temperature} and let {verifier} pick one.',
      'weighted-vote':
        'Use {strategy}: sample {samples} whole solutions at temperature {temperature}, and let each vote for its answer with the score that {verifier} gives it.',
      beam: 'Use {strategy}: at each step sample {samples} candidates at temperature {temperature}, let {verifier} score them, and keep the best {beam}.',
      'two-width-beam':
        'Use {strategy}: at each step sample {samples} candidates at temperature {temperature}, let {verifier} score them, and keep the best {beam}; a finished one takes a place for good.',
      dvts: 'Use {strategy}: grow {beam} trees side by side, {samples} candidates a step in all at temperature {temperature}, and go on in each with the candidate that {verifier} scores highest.',
      rebase:
        'Use {strategy}: sample {samples} candidates at temperature {temperature}, and share the next ones out by the scores that {verifier} gives; the lower the balance temperature, now {balance}, the more the best get.',
      'lookahead-beam':
        'Use {strategy}: at each step sample {samples} candidates at temperature {temperature}, write {lookahead} more steps from each, let {verifier} score where that leads, and keep the best {beam}.',
      'token-guided':
        'Use {strategy}: at each token, let {verifier} weigh the {tokens} likeliest next ones, and go on with the best {beam}. Nothing is drawn at random.',
      mcts: 'Use {strategy}: {simulations} simulations, each of which goes down to a promising step and writes {expansions} continuations at temperature {temperature}; {verifier} values them, and c = {exploration} says how much to explore.',
    },
    backendSentence: 'Random seed {seed}. Computed by {backend}.',
    labels: {
      strategy: 'Strategy',
      verifier: 'Verifier',
      samples: 'Samples (K)',
      beam: 'Beams kept (b)',
      temperature: 'Temperature',
      seed: 'Seed',
      backend: 'Back end',
    },
    strategies: {
      greedy: 'greedy',
      majority: 'majority',
      'best-of-n': 'best-of-n',
      'weighted-vote': 'weighted vote',
      beam: 'beam search',
      'two-width-beam': 'beam search with two widths',
      dvts: 'diverse trees (DVTS)',
      rebase: 'reward-balanced search (REBASE)',
      'lookahead-beam': 'beam search with lookahead',
      mcts: 'Monte-Carlo tree search',
      'token-guided': 'token-guided search',
    },
    verifiers: {
      tvm: 'the token-supervised model (TVM)',
      ovm: 'the outcome-supervised model (OVM)',
      oracle: 'the exact oracle',
    },
    verifierNotes: {
      tvm: 'TVM was trained on the share of sampled solutions that came out right from each token on.',
      ovm: 'OVM was trained on whether the whole solution came out right, the same for all its tokens.',
      oracle:
        'The oracle computes whether 24 can still be reached. It is no model: it shows what a perfect verifier would do.',
    },
    backends: { auto: 'whatever is fastest', wasm: 'WebAssembly', webgpu: 'WebGPU' },
    more: 'More settings',
    options: {
      aggregation: 'Score of a path, from the scores of its steps',
      stopBelow: 'Give a solution up when its value falls below (0: never)',
      maxPolicyTokens: 'Most tokens to write (0: no limit)',
      balance: 'Balance temperature',
      rounding: 'Rounding of the shares',
      lookahead: 'Steps looked ahead',
      simulations: 'Simulations',
      expansions: 'Continuations of an expansion',
      exploration: 'Exploration constant c',
      tokens: 'Tokens weighed at each place',
      leastProbability: 'Probability below which a token is not weighed',
      policyWeight: 'Weight of the policy’s log-probability',
      avoid: 'A sign that must not be written',
    },
    choices: {
      last: 'the last one',
      min: 'the lowest',
      mean: 'the mean',
      product: 'the product',
      nearest: 'to the nearest',
      up: 'up, best first',
      none: 'none',
      '+': '+',
      '-': '−',
      '*': '×',
      '/': '÷',
    },
    newSeed: 'Draw a new seed',
    range: '{label}: a number from {min} to {max}.',
    wholeRange: '{label}: a whole number from {min} to {max}.',
    beamMustDivide: 'With K = {samples}, the beams kept can be {fitting}: K is shared evenly among them.',
  },
  run: {
    run: 'Run',
    stop: 'Stop',
    stopping: 'Stopping with the best answer so far…',
    waiting: 'Will start as soon as the models are here.',
    loading: 'Loading the models: {loaded} of {total} MB',
    loadingUnknown: 'Loading the models…',
    starting: 'All {total} MB are here. Starting the models, and checking that they compute what they should…',
    ready: 'Ready, on {backend}.',
    running: 'Searching: {nodes} candidates, {tokens} tokens written',
    stopped: 'Stopped.',
    retry: 'Try again',
    copyLink: 'Copy link',
    copied: 'Link copied',
  },
  tree: {
    label: 'Search tree',
    help: 'Arrow keys move: right to the first continuation, left to the step before, up and down among the candidates of a step. Enter reads the tokens of a step, Escape comes back.',
    empty: 'The search will grow here.',
    emptyHint: 'Each box will be one step of a solution, tinted token by token.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show the whole tree',
    wheelHint: 'Hold Ctrl (or ⌘) and scroll to zoom; drag to move.',
    status: { open: 'open', kept: 'kept', pruned: 'pruned', finished: 'finished' },
    chosen: 'chosen',
    times: '{count} times',
    prompt: 'start',
    item: '{text}. {score}. {status}.',
    itemRoot: 'The puzzle: {text}.',
    noScore: 'not scored',
    place: 'place {rank} of {of}',
    score: 'score {score}',
    reason: {
      score: 'others scored higher',
      duplicate: 'a repeat of another candidate',
      'not-chosen': 'not the answer chosen',
      threshold: 'its value fell too low',
      lookahead: 'only written to judge the step before it',
    },
  },
  time,
  step,
  outline,
  legend: {
    label: 'Each token’s tint: the chance that the answer comes out right',
    low: 'likely wrong',
    middle: 'undecided',
    high: 'likely right',
    ink: 'The line under a token grows with it.',
  },
  outcome: {
    heading: 'Outcome',
    correct: 'Checks: each number once, and worth 24.',
    wrong: 'The checker says that this is not right.',
    'other-numbers': 'Does not check: it does not use each number once.',
    'other-worth': 'Does not check: it is not worth 24.',
    unreadable: 'Does not check: it cannot be read as arithmetic.',
    none: 'No solution was finished.',
    stepsLegal: 'Every step is legal.',
    stepsIllegal: 'Not every step is legal.',
    oracle: 'Steered by the exact oracle, not by a model.',
    stoppedEarly: 'Stopped early: this is the best so far.',
    stoppedNone: 'Stopped before a solution was finished.',
    policyTokens: 'policy tokens',
    valueTokens: 'value tokens',
    seconds: 'seconds',
    backend: 'Computed with {reason}.',
    imported: 'This is a recorded search, opened from a file.',
  },
  path: {
    heading: 'The chosen path',
    selected: 'The path to this step',
    empty: 'When the search ends, its solution stands here to be read.',
  },
  token: {
    heading: 'Token',
    hint: 'Point at a token, or select a step.',
    value: 'chance of a right answer, says {verifier}',
    logprob: 'how likely the policy was to write it',
    alternatives: 'What the policy might have written here',
    alternativesNote: 'The policy’s probabilities, at temperature 1.',
    none: 'No alternatives were recorded.',
    prompt: 'The puzzle itself: given, not written by the policy.',
    lineEnd: 'end of the step',
    end: 'end of the solution',
    label: '{token}: value {value}, probability {probability}',
    step: 'Tokens of the selected step',
  },
  trace: {
    save: 'Save trace',
    open: 'Open trace',
    drop: 'Drop a trace (.inkling.json) to open it',
    foreign: 'This link asks for a recorded search from another site, {host}. That site would see that you asked.',
    foreignLoad: 'Load it from {host}',
    foreignRefuse: 'No, thanks',
    failed: 'The recorded search could not be fetched from {host}.',
    tooLarge: 'That file is too large to be a trace.',
    badAddress: 'The link names a recorded search at an address that cannot be read.',
  },
  notes: {
    heading: 'How to read this',
    paragraphs: [
      {
        title: 'The policy proposes.',
        text: 'It is a language model that has only ever read the Game of 24. Left alone it is wrong more often than right: it writes what comes next and never looks ahead.',
      },
      {
        title: 'The verifier judges every token.',
        text: 'Its number is an estimate of how often solutions that begin like this end right. Watch where the tint turns: that is the token that spoiled it, or saved it.',
      },
      {
        title: 'The search spends.',
        text: 'Beam search asks for K continuations at each step and keeps the b that score best. It never sees the checker; only you do, when it is over.',
      },
      {
        title: 'It is a testbed.',
        text: 'Plain enumeration solves any Game of 24 faster than all of this. The point is that here every judgement can be checked exactly.',
      },
    ],
  },
  notice: { dismiss: 'Dismiss' },
  urlProblems: {
    'unknown-field': 'The link has a setting “{field}” that this page does not know; it was left out.',
    'not-offered': 'The link asks for {field} “{value}”, which is not one of: {offered}. The default is used.',
    'not-in-range': 'The link sets {field} to “{value}”, which is not {kind} from {min} to {max}. The default is used.',
    'not-yet': 'The link sets “{field}”, which this version of the page does not have yet.',
    repeated: 'The link sets {field} more than once; the first one counts.',
    'too-long': 'The link’s {field} is longer than {limit} characters; it was left out.',
  },
  errors: {
    aborted: 'The search was called off.',
    'bad-input': 'That could not be run as it stands: {message}',
    'download-failed': 'The models could not be downloaded. Check the connection and try again.',
    'file-damaged':
      'A model file arrived damaged, so it is not used. Try again; if it stays so, the site’s copy is broken.',
    'file-missing': 'A model file is missing on this site. The site’s owner has to put it back.',
    'backend-unavailable': 'This browser cannot compute the models that way. Choose another back end and try again.',
    'backend-wrong-numbers':
      'On this machine that back end computes wrong numbers, so it is not used. Choose another one.',
    'device-lost': 'The graphics device was lost. The tree so far is kept; run again to continue on another back end.',
    'worker-died': 'The engine stopped unexpectedly. The tree so far is kept; run again to restart it.',
    'not-loaded': 'The models are not loaded yet. Try again in a moment.',
    busy: 'A search is already running. Stop it first.',
    internal: 'Something went wrong inside Inkling. The tree so far is kept. ({message})',
  },
};
