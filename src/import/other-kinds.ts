/** Files that are often taken for a tree's: told by their beginning, so that the refusal says what to do. */
import type { ImportFault } from './faults';

/** What a file is that begins so and is no JSON; null where nothing better is known. */
export function otherKind(head: Uint8Array): ImportFault | null {
  const text = new TextDecoder().decode(head);
  if (/^\s*<(?:!doctype|html|head|body|!--)/i.test(text)) return 'web-page';
  if (text.startsWith('version https://git-lfs')) return 'pointer';
  // Of text only line ends, tabs, form feeds and the end that DOS writes are controls.
  if (/[\u0000-\u0008\u000e-\u0019\u001b-\u001f]/.test(text) || /^(?:PAR1|ARROW1|%PDF|GGUF)/.test(text))
    return 'no-text';
  if (/^\s*[[{]+\s*'/.test(text)) return 'python-text';
  return isTable(text) ? 'table' : null;
}

/** Whether the same sign cuts the first line into columns and the second into as many, or more inside quotes. */
function isTable(text: string): boolean {
  if (/^\s*[[{]/.test(text)) return false;
  const [first = '', second = ''] = text.split(/\r?\n|\r/);
  const columns = (line: string, sign: string): number => line.split(sign).length;
  return [',', ';', '\t'].some((sign) => columns(first, sign) > 1 && columns(second, sign) >= columns(first, sign));
}
