/** Numbers as people read them, the same in both languages. */

/** 1,234,567 */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** 1.2 kB, 34 MB; decimal, as mail programs show sizes. */
export function bytes(number: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = number;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toPrecision(2)} ${units[unit]}`;
}
