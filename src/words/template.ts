/**
 * The form that catalogue sentences are written in. A sentence is whole, so that a translator can order it freely:
 * `{name}` is replaced by a value, `{name?text|otherwise}` chooses by whether the value is known (the bar and what
 * follows it may be absent; texts may hold placeholders again). Not: plurals, numbers, dates; those are values or a
 * choice of key. The same idea as ICU's select, without its grammar and packages.
 */

type Placeholder<T extends string> = T extends `${string}{${infer Rest}`
  ? (Rest extends `${infer Inner}}${string}` ? Inner : never) | Placeholder<Rest>
  : never;
type Conditional<P> = P extends `${infer Name}?${string}` ? Name : never;
type Plain<P> = P extends `${string}?${string}` ? never : P;

/**
 * The values that a template takes: required where the sentence cannot do without, optional where it asks first.
 * A union of templates takes what any of them needs.
 */
export type Values<T extends string> = {
  readonly [N in Exclude<Plain<Placeholder<T>>, Conditional<Placeholder<T>>> & string]: string;
} & { readonly [N in Conditional<Placeholder<T>>]?: string | undefined };

/** Puts a value beside a text: Chinese sets a space between a Han character and Latin text. */
export type Join = (left: string, right: string) => string;

export const plainJoin: Join = (left, right) => left + right;

const han = /\p{Script=Han}/u;
const latin = /[!-~\p{L}\p{N}]/u;

export const spacedJoin: Join = (left, right) => {
  const last = left.charAt(left.length - 1);
  const first = right.charAt(0);
  const apart = (han.test(last) && latin.test(first)) || (latin.test(last) && han.test(first));
  return apart && han.test(last) !== han.test(first) ? `${left} ${right}` : left + right;
};

/** Fills a template. A value is never read as a template. A required value that is absent is a broken invariant. */
export function fill(template: string, values: Record<string, string | undefined>, join: Join): string {
  const [text, end] = part({ template, values, join }, 0, false, true);
  if (end !== template.length) throw new Error(`BUG: stray "}" in the template: ${template}`);
  return text;
}

/** The names in a template, each with `?` behind it where it is asked for; for comparing translations. */
export function placeholders(template: string): string[] {
  return [
    ...new Set([...template.matchAll(/\{([a-zA-Z]+)(\??)/g)].map((match) => `${match[1]}${match[2]}`)),
  ].sort();
}

interface Filling {
  readonly template: string;
  readonly values: Record<string, string | undefined>;
  readonly join: Join;
}

/**
 * Reads from `at` to the end, or inside a choice to its `|` or `}`. Gives the text and where it stopped. What is not
 * `chosen` is only walked over.
 */
function part(filling: Filling, at: number, inside: boolean, chosen: boolean): [string, number] {
  const { template, values, join } = filling;
  let text = '';
  let from = at;
  for (let i = at; ; i++) {
    const c = template[i];
    if (c === undefined || c === '}' || (inside && c === '|'))
      return [join(text, template.slice(from, i)), i];
    if (c !== '{') continue;
    text = join(text, template.slice(from, i));
    let end = i + 1;
    while (/[a-zA-Z]/.test(template[end] ?? '')) end++;
    const value = values[template.slice(i + 1, end)];
    if (template[end] === '?') {
      const known = value !== undefined;
      const [ifKnown, bar] = part(filling, end + 1, true, chosen && known);
      const [otherwise, close] =
        template[bar] === '|' ? part(filling, bar + 1, true, chosen && !known) : (['', bar] as const);
      text = join(text, known ? ifKnown : otherwise);
      end = close;
    } else {
      if (value === undefined && chosen)
        throw new Error(`BUG: a value is missing in the template: ${template}`);
      text = join(text, value ?? '');
    }
    if (template[end] !== '}') throw new Error(`BUG: unclosed "{" in the template: ${template}`);
    from = end + 1;
    i = end;
  }
}
