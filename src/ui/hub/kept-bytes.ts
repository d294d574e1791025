import type { HubOffer, HubPlan, HubPort } from '../shell/ports';

/** Of the files of a plan, how much is kept in this browser: nothing where storage is denied. It asks nobody, and never rejects. */
export async function keptBytes(
  port: Pick<HubPort, 'describeKept'> | null,
  { listing, backend }: HubOffer,
  { files }: HubPlan,
): Promise<number> {
  const kept = (await port?.describeKept(listing, backend).catch(() => null))?.kept;
  return files.reduce((sum, { path, sizeBytes }) => sum + Math.min(sizeBytes, kept?.get(path) ?? 0), 0);
}
