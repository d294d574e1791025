/** Cells of a table as text (CSV, RFC 4180) that a spreadsheet opens as what they are. */

/** Signs that begin a formula, of full width too, and white space, which some programs drop before they look. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A text in quotes and, where a spreadsheet would take it for a formula, after an apostrophe, which such a program takes
 * for the mark of a text: quotes alone do not keep it from working the formula out.
 */
export const csvText = (text: string): string => `"${FORMULA.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;

/** A name as it is where it needs no quotes; else as `csvText`. */
export const csvName = (name: string): string => (/^\w[\w@-]*$|^$/.test(name) ? name : csvText(name));
