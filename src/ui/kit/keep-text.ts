/**
 * Keeps the page's texts alive in a browser that translates. Chrome and Edge put a `<font>` with the translation in the
 * place of each text node. The page goes on writing into the node that it made, which stands in no document any more: its
 * sentence stays as it was; and a part that begins or ends with such a node can no longer be taken out.
 *
 * So the page's own node is put back, empty, before its translation. It stays where the page expects it. Once the page
 * writes into it, its translation goes, and the browser translates the new sentence; where it is moved, its translation
 * follows, and goes with it.
 */

interface Translated {
  readonly text: Text;
  /** What the page had written. */
  readonly original: string;
}

const isFont = (node: Node | null): node is HTMLElement => node instanceof HTMLElement && node.localName === 'font';

/** Watches everything below `root`, until it is told to stop. Costs next to nothing while nobody translates. */
export function keepTextAlive(root: Node): () => void {
  const byFont = new Map<HTMLElement, Translated>();
  const byText = new Map<Text, HTMLElement>();

  function forget(font: HTMLElement): void {
    const known = byFont.get(font);
    byFont.delete(font);
    if (known && byText.get(known.text) === font) byText.delete(known.text);
  }

  /** A text node that the page made was taken out, and a translation stands in its place. */
  function adopt(text: Text, font: HTMLElement): void {
    if (byFont.has(font) || !text.data) return;
    byFont.set(font, { text, original: text.data });
    byText.set(text, font);
    font.before(text);
    text.data = '';
    written.observe(text, { characterData: true });
  }

  const written = new MutationObserver((records) => {
    for (const { target } of records) {
      const font = byText.get(target as Text);
      if (!font) continue;
      forget(font);
      font.remove();
    }
  });

  function settle(font: HTMLElement, { text, original }: Translated): void {
    if (!font.isConnected) {
      forget(font);
      // The browser shows the original again; it may have put the node back itself.
      if (text.isConnected && !text.data) text.data = original;
    } else if (!text.isConnected) {
      forget(font);
      font.remove();
    } else if (font.previousSibling !== text) text.after(font);
  }

  const moved = new MutationObserver((records) => {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records)
      for (const node of removedNodes) {
        if (!(node instanceof Text) || node.isConnected) continue;
        const font = [...addedNodes, previousSibling, nextSibling].find(
          (near) => isFont(near) && near.isConnected && !byFont.has(near),
        );
        if (font) adopt(node, font as HTMLElement);
      }
    for (const [font, translated] of byFont) settle(font, translated);
    // What was emptied above was not written by the page.
    written.takeRecords();
  });
  moved.observe(root, { childList: true, subtree: true });
  return () => {
    moved.disconnect();
    written.disconnect();
  };
}
