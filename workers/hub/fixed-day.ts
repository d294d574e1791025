/** The day that chat templates are told, whatever the day is: a seed then repeats a run. */

const DAY = {
  ...{ '%a': 'Thu', '%A': 'Thursday', '%w': '4', '%u': '4', '%d': '01', '%e': ' 1', '%j': '001', '%U': '00' },
  ...{ '%W': '00', '%V': '01', '%b': 'Jan', '%h': 'Jan', '%B': 'January', '%m': '01', '%y': '26', '%g': '26' },
  ...{ '%Y': '2026', '%G': '2026', '%C': '20', '%H': '00', '%k': ' 0', '%I': '12', '%l': '12', '%p': 'AM' },
  ...{ '%P': 'am', '%M': '00', '%S': '00', '%f': '000000', '%z': '+0000', '%Z': 'UTC', '%s': '1767225600' },
  ...{ '%D': '01/01/26', '%x': '01/01/26', '%F': '2026-01-01', '%T': '00:00:00', '%X': '00:00:00', '%R': '00:00' },
  ...{ '%r': '12:00:00 AM', '%c': 'Thu Jan  1 00:00:00 2026', '%n': '\n', '%t': '\t', '%%': '%' },
} as const;

/** `strftime` of midnight on 1 January 2026 UTC, in English; `%-d` is `%d` without its zero. Others stay as they are. */
export function fixedDay(format: unknown): string {
  if (typeof format !== 'string') return '01 Jan 2026';
  return format.replace(/%([-_0^#]?)([A-Za-z%])/g, (directive, flag: string, letter: string) => {
    const text = (DAY as Readonly<Record<string, string>>)[`%${letter}`];
    if (text === undefined) return directive;
    if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '');
    return flag === '^' ? text.toUpperCase() : text;
  });
}
