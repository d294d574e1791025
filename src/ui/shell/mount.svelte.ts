/**
 * Puts the page into a document: the URL and the theme, the embed's messages, and the height that an article should
 * give it. What is not a component and still touches the document is here.
 */
import { mount, untrack } from 'svelte';
import './app.css';
import './forced.css';
import './low.css';
import './print.css';
import './touch.css';
import { EmbedGuest } from '../../embed/guest';
import type { SearchEvent } from '../../protocol/parameters';
import { HEAD_MARK } from '../../protocol/train';
import type { TraceResult } from '../../trace/types';
import { parseUrl } from '../../url/parse';
import { serialiseUrl } from '../../url/serialise';
import { rampVariables } from '../../viz/ramp';
import { AddressBar } from './address';
import App from './App.svelte';
import { configureFrame } from './configure';
import { fitFrame } from './frame-height';
import { keepTextAlive } from '../kit/keep-text';
import { watchSight } from '../kit/out-of-sight';
import { nextTask } from '../kit/next-task';
import type { EnginePort, OtherPorts } from './ports';
import { PageSession } from './page-session.svelte';

/** Builds the page in `target`, in the reader's language. Call it once. */
export async function mountPage(target: HTMLElement, port: EnginePort, others: OtherPorts): Promise<void> {
  let guest: EmbedGuest | null = null;
  const listener = {
    onEvents: (events: readonly SearchEvent[]) => guest?.events(events),
    onResult: (result: TraceResult, asked: boolean) => {
      if (!asked) guest?.result(result);
    },
  };
  const session = new PageSession(port, parseUrl(location.search), listener, others);
  guest = session.settings.embed && window.parent !== window ? createGuest(session) : null;

  const bar = new AddressBar(history, () => location, session.settings.lesson);
  addEventListener('popstate', () => {
    bar.forget();
    session.restore(parseUrl(location.search));
    if (!session.settings.embed) bar.settle();
  });
  // Whoever leaves in the middle of a search has not been thrown out.
  addEventListener('pagehide', () => {
    bar.flush();
    session.visit.note(false);
  });
  const root = document.documentElement;
  $effect.root(() => {
    $effect(() => {
      root.lang = session.settings.lang;
      void untrack(() => session.speak());
    });
    $effect(() => {
      root.dataset['theme'] = session.settings.theme;
    });
    $effect(() => {
      for (const [name, css] of rampVariables(session.look.scale)) root.style.setProperty(name, css);
    });
    $effect(() => rememberInUrl(session, bar));
    $effect(() => {
      if (session.search.isRunning && !session.settings.embed) bar.settle();
    });
    $effect(() => {
      const { engine, hub, workshop } = session;
      session.visit.note(session.isBusy || engine.isLoading || hub.progress !== null || workshop.isRunning);
    });
    $effect(() => guest?.state(session.state));
    $effect(() => {
      const { loaded } = session.engine;
      if (loaded)
        guest?.ready(
          loaded.models.map(({ id }) => id),
          untrack(() => session.offeredTasks),
        );
    });
  });
  const begun = guest ? null : session.visit.learn().then(() => begin(session));
  // The engine starts meanwhile: building the page is long.
  await nextTask();
  if (session.settings.lang !== 'en') await session.speak();
  keepTextAlive(target);
  mount(App, { target, props: { session } });
  if (guest) fitFrame(target, (height) => guest.height(height));
  if (!session.settings.embed) followSettings(session);
  void start(session, guest, begun, target);
}

/** Has the search that the site recorded of what the page is set to come, at first and whenever that changes. */
function followSettings(session: PageSession): void {
  const { autorun, trace } = session.settings;
  // What comes instead is on its way.
  let isLeftOut = autorun || trace !== null;
  $effect.root(() => {
    $effect(() => {
      const { task, problem } = session.settings;
      void [task, problem, session.hub.loaded];
      untrack(() => (isLeftOut ? session.belonging.settle() : void session.belonging.follow()));
      isLeftOut = false;
    });
  });
}

/** The address bar always holds the present settings; a document without one of its own goes without. */
function rememberInUrl(session: PageSession, bar: AddressBar): void {
  const query = serialiseUrl(session.settings);
  // What was not understood stays in the address until something is changed, so that it can be corrected.
  if (untrack(() => session.urlProblems.length > 0) && query === serialiseUrl(parseUrl(location.search).state)) return;
  if (location.protocol !== 'about:') bar.writeSoon(query, session.settings.lesson);
}

/** What comes before the models. */
async function begin(session: PageSession): Promise<void> {
  session.warm();
  // A verifier of the reader's own is not there before those of earlier visits are.
  const { verifier, verifierOptions } = session.settings;
  if (JSON.stringify([verifier, verifierOptions]).includes(`"${HEAD_MARK}`)) await session.workshop.keeping.restore();
  return session.learnOffer();
}

/** Loads the models right away: the page can be used meanwhile. A frame waits until it is seen. */
async function start(
  session: PageSession,
  guest: EmbedGuest | null,
  begun: Promise<void> | null,
  target: Element,
): Promise<void> {
  if (guest) await keepOnlyInSight(session, target);
  await (begun ?? begin(session));
  const { autorun, trace } = session.settings;
  if (autorun && trace === null) void session.tryRun();
  await session.preload();
  // An article's readers have not asked for it to be kept.
  if (session.settings.embed) return;
  await session.offline.start();
  // To fetch models that nobody has asked for would be the opposite of light.
  if (!session.visit.isLight) await session.offline.keepModels();
}

function createGuest(session: PageSession): EmbedGuest {
  return new EmbedGuest(window, {
    configure: (fields) => configureFrame(session, fields),
    run: () => session.run(true),
    stop: () => session.stop(),
    loadTrace: (trace) => session.showTrace(trace),
    currentTrace: () => session.currentTrace(),
  });
}

/**
 * Resolves when the frame is seen for the first time. From then on its memory is given back whenever it is long out of
 * sight and has nothing to do, and the models are loaded again when it comes back.
 */
function keepOnlyInSight(session: PageSession, target: Element): Promise<void> {
  let isAway = $state(false);
  $effect.root(() => {
    $effect(() => {
      if (!isAway || session.isBusy || !session.engine.loaded) return;
      // A run that has just got its models begins within this time.
      const timer = setTimeout(() => session.release(), 1000);
      return () => clearTimeout(timer);
    });
  });
  return new Promise((seen) =>
    watchSight(target, {
      onSeen: () => {
        if (isAway) void session.preload();
        isAway = false;
        seen();
      },
      onLongUnseen: () => (isAway = true),
    }),
  );
}
