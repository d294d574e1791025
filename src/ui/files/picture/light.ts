/** Pictures are drawn on a light ground with the page's own colours, whatever the page looks like. */

/** What `read` finds out about computed styles while the page has its light theme; nothing of it is ever painted. */
export function inLightTheme<T>(read: () => T): T {
  const { dataset } = document.documentElement;
  const before = dataset['theme'];
  dataset['theme'] = 'light';
  // Colours that the reader's system forces on the page are none of the picture's (`forced.css`).
  dataset['picture'] = '';
  try {
    return read();
  } finally {
    delete dataset['picture'];
    if (before === undefined) delete dataset['theme'];
    else dataset['theme'] = before;
  }
}

/** Colours and lists of faces that `app.css` names: by the variable's name, without its dashes. */
export function readVariables<Name extends string>(
  names: readonly Name[],
  property: 'color' | 'font-family',
): Record<Name, string> {
  const probe = document.createElement('span');
  document.body.append(probe);
  try {
    return inLightTheme(() => {
      const entries = names.map((name) => {
        probe.style.setProperty(property, `var(--${name})`);
        return [name, getComputedStyle(probe).getPropertyValue(property)] as const;
      });
      return Object.fromEntries(entries) as Record<Name, string>;
    });
  } finally {
    probe.remove();
  }
}
