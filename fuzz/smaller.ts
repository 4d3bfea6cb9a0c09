/** Makes an input that fails smaller, as long as it still fails: whole lines first, then parts of each line. */

/** So often a finding may be tried anew; it need not be the smallest there is. */
const MOST_TRIES = 2_000;

export function smaller(
  input: readonly string[],
  fails: (input: readonly string[]) => boolean,
): readonly string[] {
  let tries = 0;
  const still = (part: readonly string[]) => tries++ < MOST_TRIES && fails(part);
  const lines = without(input, still);
  lines.forEach((line, i) => {
    const others = (part: readonly string[]) => lines.with(i, part.join(''));
    lines[i] = without([...line], (part) => part.length > 0 && still(others(part))).join('');
  });
  return lines;
}

/** Takes out half, then quarters, and so on. */
function without<T>(whole: readonly T[], still: (part: readonly T[]) => boolean): T[] {
  let left = [...whole];
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length && left.length > 1; ) {
      const part = left.toSpliced(at, size);
      if (part.length > 0 && still(part)) left = part;
      else at += size;
    }
  }
  return left;
}
