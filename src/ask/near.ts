/** Addresses that a person may have meant: one slip of the fingers away, in the local part or in the domain. */

/** One letter too many, too few, wrong, or two exchanged; with long parts two such slips. */
export function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 2) return false;
  const [localA, domainA] = split(a);
  const [localB, domainB] = split(b);
  if (domainA === domainB) return slips(localA, localB) <= allowed(localB);
  if (localA === localB) return slips(domainA, domainB) <= allowed(domainB);
  return false;
}

function allowed(part: string): number {
  return part.length >= 8 ? 2 : 1;
}

function split(address: string): [string, string] {
  const at = address.lastIndexOf('@');
  return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
}

/** Damerau-Levenshtein distance (optimal string alignment). */
function slips(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + same,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
