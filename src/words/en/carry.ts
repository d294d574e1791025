/** The sentences about taking the page along: without a network, by a link, in an article, as a picture or a file; in English. */

export const carry = {
  /** Saves the table of the search’s nodes. */
  table: 'Save node table (CSV)',
  picture: {
    save: 'Save picture',
    svg: 'As a drawing (SVG)',
    png: 'As an image (PNG)',
    failed: 'This browser could not make the image: save the picture as a drawing (SVG) instead.',
  },
  /** Of a visit after one that was ended while it computed. */
  light: {
    told: 'The last visit was cut off while it computed, so this one uses as little as it can: WebAssembly on one thread, and no model before you press Run.',
    usual: 'Go on as usual',
  },
  offline: {
    kept: 'Kept for use without a network: the page, its lessons, and the models of {tasks}.',
    pageKept: 'The page and its lessons are kept for use without a network; the models are being fetched.',
    denied: 'This browser keeps nothing for this page, so it needs the network again at the next visit.',
    full: 'There is no more room in this browser’s storage: some models have to be fetched again at the next visit.',
    update: 'A new version of this page is ready. It is used once every tab of this page has been closed.',
    updateRunning: 'Stop the search first: the new version loads the page anew.',
    use: 'Load it now; the search shown here is lost unless it is saved',
  },
  share: {
    open: 'Share',
    heading: 'Share this',
    link: 'Link to the page as it stands',
    embed: 'Code for an article of yours',
    bibtex: 'BibTeX',
    copy: 'Copy',
    copied: 'Copied',
    failed: 'The browser does not let this page copy: select the text and copy it yourself.',
    shows: 'Shows',
    presets: { tree: 'the tree alone', watch: 'the tree, its moments and the answer', all: 'everything' },
    autorun: 'Runs as soon as it is seen',
    height: 'Height',
    ownHeight: 'as it needs',
    theme: 'Theme',
    lock: 'Readers may only press Run',
    preview: 'Live preview',
    offline: 'This page was opened from a file: its link and code only work once the file is on a web site.',
  },
} as const;
