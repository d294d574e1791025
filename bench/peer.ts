/** A peer in a process of its own, answering round by round: `tsx bench/peer.ts NAME`. */
import type { Models, Round, RoundRequest } from './search';
import { runRound } from './search';

/** What the parent hears. */
export type PeerAnswer = { readonly ready: true } | { readonly round: Round } | { readonly failure: string };

const LOADERS: Readonly<Record<string, () => Promise<Models>>> = {
  inkling: async () => (await import('./inkling')).loadInkling(),
  'onnxruntime-node': async () => (await import('./native')).loadNative(),
  'transformers.js': async () => (await import('./transformers')).loadTransformers(),
};

/** Node gives kibibytes. */
const peakMegabytes = (): number => (process.resourceUsage().maxRSS * 1024) / 1e6;
const say = (answer: PeerAnswer): void => void process.send!(answer);
const fail = (error: unknown): void => say({ failure: error instanceof Error ? error.message : String(error) });

try {
  const models = await LOADERS[process.argv[2]!]!();
  process.on(
    'message',
    (request: RoundRequest) =>
      void runRound(models, request).then(
        (round) => say({ round: { ...round, peakMegabytes: peakMegabytes() } }),
        fail,
      ),
  );
  process.on('disconnect', () => process.exit());
  say({ ready: true });
} catch (error) {
  fail(error);
}
