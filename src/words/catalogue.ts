/**
 * All texts of both languages, and the one way to them. English is the original: its keys and placeholders bind the
 * other catalogues (keys by their types, placeholders by catalogue.test.ts).
 */
import { absence } from './en/absence.ts';
import { fates } from './en/fates.ts';
import { labels } from './en/labels.ts';
import { missing } from './en/missing.ts';
import { names } from './en/names.ts';
import { next } from './en/next.ts';
import { stops } from './en/stops.ts';
import type { Language, Say } from './language.ts';
import { fill, type Join, plainJoin, spacedJoin, type Values } from './template.ts';
import { absence as absenceZh } from './zh-tw/absence.ts';
import { fates as fatesZh } from './zh-tw/fates.ts';
import { labels as labelsZh } from './zh-tw/labels.ts';
import { missing as missingZh } from './zh-tw/missing.ts';
import { names as namesZh } from './zh-tw/names.ts';
import { next as nextZh } from './zh-tw/next.ts';
import { stops as stopsZh } from './zh-tw/stops.ts';

const english = { absence, fates, labels, missing, names, next, stops };

export type Catalogue = typeof english;
export type Section = keyof Catalogue;
export type Key<S extends Section> = keyof Catalogue[S] & string;
/** The values for a sentence of which only the section, or a few keys, are known. */
export type ValuesOf<S extends Section, K extends Key<S> = Key<S>> = Values<Catalogue[S][K] & string>;

export const catalogues: Record<Language, { readonly [S in Section]: Readonly<Record<Key<S>, string>> }> = {
  en: english,
  'zh-TW': {
    absence: absenceZh,
    fates: fatesZh,
    labels: labelsZh,
    missing: missingZh,
    names: namesZh,
    next: nextZh,
    stops: stopsZh,
  },
};

const joins: Record<Language, Join> = { en: plainJoin, 'zh-TW': spacedJoin };

/** One text of a catalogue with its values filled in, as they are: make strangers' text `safe` before. */
export function text<S extends Section, K extends Key<S>>(
  say: Say,
  section: S,
  key: K,
  values: ValuesOf<S, K>,
): string {
  const templates: Readonly<Record<string, string>> = catalogues[say.language][section];
  return fill(templates[key] ?? '', values as Record<string, string | undefined>, joins[say.language]);
}

export function isKey<S extends Section>(section: S, key: string): key is Key<S> {
  return Object.hasOwn(english[section], key);
}
