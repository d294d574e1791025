/** The picture of the tree that the page shows. */
import { isProbability } from '../../../core/scale';
import { PALETTE_NAMES, drawTree, type TreeLegend } from '../../../viz/tree-picture';
import type { Picture } from '../../../viz/svg';
import { fill, type Messages } from '../../../words';
import type { SearchState } from '../../search/search.svelte';
import { nameVerifier } from '../../shell/name-verifier';
import type { Look } from '../../shell/look.svelte';
import { familiesOf, fontRules } from './fonts';
import { readVariables } from './light';

/** Draws all of it, also what is out of sight. */
export async function treePicture(search: SearchState, look: Look, messages: Messages): Promise<Picture> {
  const { tree } = messages;
  const { view } = search;
  const fonts = readVariables(['mono', 'sans', 'serif'], 'font-family');
  const rules = await fontRules(Object.values(fonts).flatMap(familiesOf));
  return drawTree(view, {
    language: messages.language,
    title: `${tree.label}: ${view.nodes.get(view.root ?? -1)?.node.text.trim() ?? ''}`,
    palette: readVariables(PALETTE_NAMES, 'color'),
    scale: look.scale,
    valueScale: search.scale,
    verifier: isProbability(search.scale) ? search.tree.verifier : null,
    chosen: new Set(search.chosenPath.map(({ id }) => id)),
    legend: legendOf(search, messages),
    words: { ...tree.status, chosen: tree.chosen },
    fonts: { ...fonts, rules },
  });
}

/** What the page's own legend says of the tints, and whose they are. */
function legendOf(search: SearchState, messages: Messages): TreeLegend | null {
  const { legend, imports } = messages;
  const { scale } = search;
  if (scale === null) return null;
  const name = search.tree.verifier === null ? '' : nameVerifier(search.tree.verifier, { messages, search });
  if (!isProbability(scale)) return { label: fill(imports.scale[scale], { verifier: name }, messages.language) };
  const { label, low, high, ink } = legend;
  return { label: `${label} (${name})`, scale: { low, high, ink } };
}
