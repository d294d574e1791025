/** What the bench uses of a package that only `npm ci --prefix bench` installs. */
declare module '@wllama/wllama' {
  interface Completion {
    readonly choices: readonly { readonly text: string; readonly finish_reason: 'stop' | 'length' | null }[];
    readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
  }
  interface Embeddings {
    readonly data: readonly { readonly index: number; readonly embedding: readonly number[] }[];
  }
  export class Wllama {
    constructor(paths: { readonly default: string }, options?: { readonly suppressNativeLog?: boolean });
    setCompat(compat: null): void;
    loadModel(files: readonly Blob[], parameters: Readonly<Record<string, unknown>>): Promise<void>;
    getNumThreads(): number;
    createCompletion(options: Readonly<Record<string, unknown>>): Promise<Completion>;
    createEmbedding(options: Readonly<Record<string, unknown>>): Promise<Embeddings>;
    exit(): Promise<void>;
  }
}
declare module '*?url' {
  const url: string;
  export default url;
}
