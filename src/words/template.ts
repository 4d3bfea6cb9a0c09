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

/** Puts a value beside a text: Chinese sets a space between a Han character and a Latin letter or digit. */
export type Join = (left: string, right: string) => string;

export const plainJoin: Join = (left, right) => left + right;

const han = /\p{Script=Han}/u;
const latin = /[\p{L}\p{N}]/u;

export const spacedJoin: Join = (left, right) => {
  const last = left.charAt(left.length - 1);
  const first = right.charAt(0);
  const apart = (han.test(last) && latin.test(first)) || (latin.test(last) && han.test(first));
  return apart && han.test(last) !== han.test(first) ? `${left} ${right}` : left + right;
};

/** Fills a template. A value is never read as a template. An unknown placeholder is a broken invariant. */
export function fill(template: string, values: Record<string, string | undefined>, join: Join): string {
  const [text, end] = part(template, 0, false, values, join);
  if (end !== template.length) throw new Error(`BUG: stray "}" in the template: ${template}`);
  return text;
}

/** The names in a template, each with `?` behind it where it is asked for; for comparing translations. */
export function placeholders(template: string): string[] {
  return [
    ...new Set([...template.matchAll(/\{([a-zA-Z]+)(\??)/g)].map((match) => `${match[1]}${match[2]}`)),
  ].sort();
}

/** Reads from `at` to the end, or inside a choice to its `|` or `}`. Gives the text and where it stopped. */
function part(
  template: string,
  at: number,
  inside: boolean,
  values: Record<string, string | undefined>,
  join: Join,
): [string, number] {
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
    const name = template.slice(i + 1, end);
    const value = values[name];
    if (template[end] === '?') {
      const [known, bar] = part(template, end + 1, true, values, join);
      const [unknown, close] =
        template[bar] === '|' ? part(template, bar + 1, true, values, join) : ['', bar];
      text = join(text, value === undefined ? unknown : known);
      end = close;
    } else {
      if (value === undefined) throw new Error(`BUG: no value for {${name}} in the template: ${template}`);
      text = join(text, value);
    }
    if (template[end] !== '}') throw new Error(`BUG: unclosed "{" in the template: ${template}`);
    from = end + 1;
    i = end;
  }
}
