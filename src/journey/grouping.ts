/** Things by a key, in their order. */

/** Those without a key are left out. */
export function grouped<T>(
  things: Iterable<T>,
  keyOf: (thing: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key === undefined) continue;
    const same = found.get(key);
    if (same === undefined) found.set(key, [thing]);
    else same.push(thing);
  }
  return found;
}
