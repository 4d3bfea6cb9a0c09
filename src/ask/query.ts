/**
 * The language of questions: a Message-ID, a queue id, an address, or `key:value` pairs that must all hold. Reads the
 * words; which messages they mean is decided in `match.ts`. Throws `query-empty`, `query-key`, `query-value`.
 */
import { Failure } from '../failure.ts';
import { isQueueId } from '../mail/queue-id.ts';

export const KEYS = ['from', 'to', 'subject', 'id', 'queue', 'client', 'session', 'user'] as const;
export type Key = (typeof KEYS)[number];

export interface Condition {
  /** `any`: a word that is an address or a Message-ID without its brackets. */
  readonly key: Key | 'any';
  readonly value: string;
}

const PAIR = /^([A-Za-z][A-Za-z-]*):/;

export function readQuery(query: string): readonly Condition[] {
  const text = query.trim();
  if (text === '') {
    throw new Failure('query-empty', 'The question is empty.', {
      advice:
        'Ask for a Message-ID, a queue id, an address, or key:value pairs such as from:a@b.example to:jerry@corp.example.',
    });
  }
  if (!PAIR.test(text)) return [bare(text)];
  const conditions: Condition[] = [];
  let at = 0;
  while (at < text.length) {
    const key = PAIR.exec(text.slice(at));
    if (key === null) {
      throw new Failure('query-value', `Not a key:value pair: ${quote(text.slice(at))}.`, {
        advice: 'Put a value with spaces into double quotes: subject:"two words".',
      });
    }
    const name = (key[1] as string).toLowerCase();
    if (!isKey(name)) {
      throw new Failure('query-key', `There is no key ${quote(key[1] as string)} to ask by.`, {
        advice: `The keys are ${KEYS.join(', ')}. A Message-ID that looks like one stands in angle brackets.`,
      });
    }
    const { value, end } = readValue(text, at + key[0].length);
    if (value === '') {
      throw new Failure('query-value', `${name}: has no value.`, {
        advice: `Write it directly behind the colon, such as ${name}:value.`,
      });
    }
    conditions.push({ key: name, value: name === 'session' ? value.replace(/^<(.*)>$/, '$1') : value });
    at = end;
    while (text[at] === ' ' || text[at] === '\t') at++;
  }
  return conditions;
}

function isKey(name: string): name is Key {
  return (KEYS as readonly string[]).includes(name);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

/** A value ends at white space, or at the closing quote; `\"` and `\\` stand for themselves inside quotes. */
function readValue(text: string, start: number): { value: string; end: number } {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== ' ' && text[end] !== '\t') end++;
    return { value: text.slice(start, end), end };
  }
  let value = '';
  for (let i = start + 1; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '\\' && (text[i + 1] === '"' || text[i + 1] === '\\')) value += text[++i];
    else if (c === '"') return { value, end: i + 1 };
    else value += c;
  }
  throw new Failure('query-value', `The quotation mark in ${quote(text.slice(start))} is never closed.`, {
    advice: 'Close it, or write \\" for a quotation mark inside a value.',
  });
}

function bare(text: string): Condition {
  if (text.startsWith('<')) return { key: 'id', value: text };
  if (text.includes('@') && !/\s/.test(text)) return { key: 'any', value: text };
  if (isQueueId(text)) return { key: 'queue', value: text };
  // Short ids are hexadecimal in capitals.
  if (isQueueId(text.toUpperCase()) && /^[\da-f]+$/i.test(text))
    return { key: 'queue', value: text.toUpperCase() };
  throw new Failure('query-value', `${quote(text)} is not one Message-ID, queue id or address.`, {
    advice: `Write what it is: ${KEYS.map((k) => `${k}:`).join(' ')}`,
  });
}
