/** The picture of the tree that the page shows. */
import { PALETTE_NAMES, drawTree } from '../../viz/tree-picture';
import type { Picture } from '../../viz/svg';
import type { Messages } from '../messages';
import type { SearchState } from '../state/search.svelte';
import type { Look } from '../state/look.svelte';
import { familiesOf, fontRules } from './fonts';
import { readVariables } from './light';

/** Draws all of it, also what is out of sight. */
export async function treePicture(search: SearchState, look: Look, { tree }: Messages): Promise<Picture> {
  const { view } = search;
  const fonts = readVariables(['mono', 'sans', 'serif'], 'font-family');
  const rules = await fontRules(Object.values(fonts).flatMap(familiesOf));
  return drawTree(view, {
    title: `${tree.label}: ${view.nodes.get(view.root ?? -1)?.node.text.trim() ?? ''}`,
    palette: readVariables(PALETTE_NAMES, 'color'),
    scale: look.scale,
    verifier: search.scale === 'probability' ? search.tree.verifier : null,
    chosen: new Set(search.chosenPath.map(({ id }) => id)),
    words: { ...tree.status, chosen: tree.chosen },
    fonts: { ...fonts, rules },
  });
}
