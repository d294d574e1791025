/** Which step and token an event on the page is about. */
import type { Target } from '../selection.svelte';

export function targetOf(element: EventTarget | null): Target | null {
  if (!(element instanceof Element)) return null;
  const node = element.closest<HTMLElement>('[data-node]')?.dataset['node'];
  if (node === undefined) return null;
  const token = element.closest<HTMLElement>('[data-token]')?.dataset['token'];
  return { node: Number(node), token: token === undefined ? null : Number(token) };
}
