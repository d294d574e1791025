/** A batch as plain numbers, of the shapes of `BatchArrays` in network.ts, or for a head of `HeadBatch` in head.ts. */
export type BatchData = Readonly<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>>;
