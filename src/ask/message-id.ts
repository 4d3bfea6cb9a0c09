/** A Message-ID as people paste it: with or without its brackets, or cut short. */

export function bracketed(value: string): string {
  if (value.startsWith('<')) return value;
  return value.endsWith('>') ? `<${value}` : `<${value}>`;
}
