/** Names of saved files: of signs that every system takes, and short enough for any of them. */

/** Of each part; what is kept says which search it was, and the file says the rest. */
const MOST = 48;

/** The parts joined by hyphens, before an ending such as `csv`. A part that has no letter or number is left out. */
export function fileName(parts: readonly string[], ending: string): string {
  const clean = parts.map((part) =>
    part
      .slice(0, 10 * MOST)
      .replace(/\W+/g, '-')
      .replace(/^-/, '')
      .slice(0, MOST)
      .replace(/-$/, ''),
  );
  return `${clean.filter(Boolean).join('-') || 'inkling'}.${ending}`;
}
