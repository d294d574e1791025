/** The picture of the tree that the page shows. */
import { asksOf } from '../../../verifiers/find';
import { formatNumber, rampOf, type Column } from '../../../viz/colouring';
import { PALETTE_NAMES, drawTree, type TreeLegend } from '../../../viz/tree-picture';
import type { Picture } from '../../../viz/svg';
import { fill } from '../../../words';
import { columnName } from '../../shell/name-verifier';
import type { PageSession } from '../../shell/page-session.svelte';
import { familiesOf, fontRules } from './fonts';
import { readVariables } from './light';

type PageOfTree = Pick<PageSession, 'search' | 'look' | 'messages' | 'offer'>;

/** Draws all of it, also what is out of sight. */
export async function treePicture(page: PageOfTree, column: Column | null): Promise<Picture> {
  const { search, look, messages } = page;
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
    column,
    chosen: new Set(search.chosenPath.map(({ id }) => id)),
    legend: legendOf(page, column),
    words: { ...tree.status, chosen: tree.chosen },
    fonts: { ...fonts, rules },
  });
}

/** What the page's own legend says of the tints, and whose they are. */
function legendOf(page: PageOfTree, column: Column | null): TreeLegend | null {
  const { legend, language } = page.messages;
  if (!column) return null;
  const name = columnName(column, page);
  const { ink } = legend;
  if (rampOf(column) === 'v')
    return {
      label: `${legend.labels[asksOf(column.verifier)]} (${name})`,
      scale: { low: `0 ${legend.low}`, high: `${legend.high} 1`, ink },
    };
  const [low, high] = [column.low, column.high].map((end) => formatNumber(column, end, language)) as [string, string];
  return { label: fill(legend.range, { column: name }, language), scale: { low, high, ink } };
}
