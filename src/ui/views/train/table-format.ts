/** How a file says that it is a table of trainings. */
export const TABLE_FORMAT = 'inkling-training';

/** How far into a file its format is looked for. */
const BEGINNING = 400;

/** Whether a file says that it is such a table; it may still be a bad one. */
export async function isTable(file: Blob): Promise<boolean> {
  return new RegExp(`^\\s*\\{[^{]*"format"\\s*:\\s*"${TABLE_FORMAT}"`).test(await file.slice(0, BEGINNING).text());
}
