/** Which files of the page stay in the browser's cache when a new build takes over: its own, and parts of the last one. */

/** Keys of the cache; a file that is not named by its content has its revision in the key, as a query. */
export interface KeptBuilds {
  readonly current: readonly string[];
  /** Parts, named by their content, of the build before: a tab may still show that one. */
  readonly previous: readonly string[];
}

/**
 * @param current what the build that takes over has
 * @param known what was told to be kept when the last one took over
 * @param keys all that is in the cache
 * @returns what is kept from now on, and what of `keys` is not
 */
export function afterBuild(
  current: readonly string[],
  known: KeptBuilds | undefined,
  keys: readonly string[],
): { readonly builds: KeptBuilds; readonly outdated: readonly string[] } {
  const isSame =
    known && known.current.length === current.length && current.every((key) => known.current.includes(key));
  // Where nothing is known, whatever is there was the last build's.
  const previous = isSame ? known.previous : (known?.current ?? keys).filter((key) => !key.includes('?'));
  const kept = new Set([...current, ...previous]);
  return { builds: { current, previous }, outdated: keys.filter((key) => !kept.has(key)) };
}
