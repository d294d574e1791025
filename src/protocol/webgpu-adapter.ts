/** Whether WebGPU is really there: `navigator.gpu` exists in browsers that then give no adapter. */
export type AdapterFinding =
  | { readonly found: false; readonly reason: string }
  | { readonly found: true; readonly isSoftware: boolean; readonly hasHalf: boolean };

/** The little of WebGPU's types that is needed here; the worker realm has no types of it. */
interface Gpu {
  requestAdapter(options?: { powerPreference?: string }): Promise<{
    /** `shader-f16`: it computes in half precision. */
    readonly features?: { has(name: string): boolean };
    readonly info?: { readonly isFallbackAdapter?: boolean; readonly architecture?: string; readonly vendor?: string };
  } | null>;
}

export async function findAdapter(): Promise<AdapterFinding> {
  const { navigator } = globalThis as { navigator?: { readonly gpu?: Gpu } };
  const gpu = navigator?.gpu;
  if (!gpu) return { found: false, reason: 'this browser has no WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { found: false, reason: 'no WebGPU adapter here' };
    const { isFallbackAdapter, architecture } = adapter.info ?? {};
    const hasHalf = adapter.features?.has('shader-f16') ?? false;
    return { found: true, isSoftware: isFallbackAdapter === true || architecture === 'swiftshader', hasHalf };
  } catch {
    return { found: false, reason: 'the WebGPU adapter could not be opened' };
  }
}
