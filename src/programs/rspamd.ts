/**
 * Rspamd 1.7 to 3.x in its default log_format: `<tag>; proxy; rspamd_task_write_log: id: <..>, qid: <..>, ip: .., user: ..,
 * from: <..>, (default: T (reject): [22.14/11.00] [SYMBOL(7.50){options;},...]), len: .., rcpts: <a,b>, ...`.
 * It does not read what `file`, `forced` or a changed log_format add. Seen with Rspamd 3.4: everything but graphic
 * characters in a Message-ID is written as `?`, but addresses lose their quotes and stand raw, also in the options of
 * symbols; so a mark that ends such a text is believed only where it stands once in the line.
 */

import type { Fields, Wording } from './event.ts';

/** What logs about a message; `lua` also logs while the configuration is read. */
const MESSAGE_MODULES: ReadonlySet<string> = new Set(['task', 'proxy', 'csession']);

export const rspamd: Wording = (text) => {
  let at = 0;
  let tag: string | undefined;
  if (text.charCodeAt(0) === 0x3c) {
    const end = text.indexOf('>; ');
    if (end < 1 || end > 64) return undefined;
    if (end > 1) tag = text.slice(1, end);
    at = end + 3;
  }
  const moduleEnd = wordEnd(text, at);
  let module = '';
  if (text.startsWith('; ', moduleEnd)) {
    module = text.slice(at, moduleEnd);
    at = moduleEnd + 2;
  }
  const functionEnd = wordEnd(text, at);
  if (functionEnd === at || !text.startsWith(': ', functionEnd)) return undefined;
  const said = text.slice(functionEnd + 2);
  const by = text.slice(at, functionEnd);
  if (by === 'rspamd_task_write_log') return readResult(said, tag);
  const fields = readDetail(by, said) ?? { event: MESSAGE_MODULES.has(module) ? 'filter-detail' : 'session' };
  if (tag !== undefined) fields.session = tag;
  return fields;
};

/** The line that tells what Rspamd decided, one for each message. */
const QUEUE_ID = '>, qid: <';

function readResult(said: string, tag: string | undefined): Fields {
  const fields: Fields = { event: 'filter' };
  if (tag !== undefined) fields.session = tag;
  if (!said.startsWith('id: <')) return fields;
  // A Message-ID that imitates what follows it: nothing can be told apart.
  if (said.indexOf(QUEUE_ID) !== said.lastIndexOf(QUEUE_ID)) return fields;
  let at = said.indexOf('>, ');
  if (at < 0) return fields;
  fields.messageId = messageId(said.slice(4, at + 1));
  at += 3;
  if (said.startsWith('qid: <', at)) {
    const end = said.indexOf('>, ', at);
    if (end < 0) return fields;
    const queueId = said.slice(at + 6, end);
    if (queueId !== 'undef') fields.queueId = queueId;
    at = end + 3;
  }
  if (said.startsWith('ip: ', at)) {
    const end = said.indexOf(', ', at);
    if (end < 0) return fields;
    fields.client = { ip: said.slice(at + 4, end) };
    at = end + 2;
  }
  const verdict = onlyIndex(said, '(default: ', at);
  if (verdict < 0) return fields;
  readEnvelope(said.slice(at, verdict), fields);
  const symbols = readVerdict(said, verdict + 10, fields);
  if (symbols < 0) return fields;
  const tail = onlyIndex(said, ']), len: ', symbols);
  if (tail < 0) return fields;
  readSymbols(said.slice(symbols, tail), fields);
  readTail(said, tail + 9, fields);
  return fields;
}

/** `user: X, from: <a@b>, `, either may be missing. */
function readEnvelope(envelope: string, fields: Fields): void {
  let at = 0;
  if (envelope.startsWith('user: ')) {
    const from = onlyIndex(envelope, ', from: <', 0);
    if (from < 0 && (envelope.includes(', from: <') || !envelope.endsWith(', '))) return;
    const end = from < 0 ? envelope.length - 2 : from;
    fields.client = { ...fields.client, saslUsername: envelope.slice(6, end) };
    at = end + 2;
  }
  if (envelope.startsWith('from: <', at) && envelope.endsWith('>, '))
    fields.reversePath = envelope.slice(at + 7, -3);
}

/** `T (reject): [22.14/11.00] [`: returns where the symbols begin, or -1. */
function readVerdict(said: string, at: number, fields: Fields): number {
  const open = said.indexOf(' (', at);
  const close = said.indexOf('): [', at);
  if (open < 0 || close < open) return -1;
  const slash = said.indexOf('/', close);
  const end = said.indexOf('] [', close);
  if (slash < 0 || end < slash) return -1;
  const score = Number(said.slice(close + 4, slash));
  fields.action = said.slice(open + 2, close);
  if (Number.isFinite(score)) fields.score = score;
  return end + 3;
}

/** `NAME(1.50){option;option;},NAME(0.00){}`. Not proof against options that imitate a symbol. */
function readSymbols(list: string, fields: Fields): void {
  const names: string[] = [];
  let at = 0;
  while (at < list.length) {
    const end = wordEnd(list, at);
    if (end === at) break;
    const name = list.slice(at, end);
    names.push(name);
    let next = list.charCodeAt(end) === 0x28 ? list.indexOf(')', end) + 1 : end;
    if (next === 0) break;
    if (list.charCodeAt(next) === 0x7b) {
      const options = next + 1;
      next = list.indexOf('},', options);
      while (next >= 0 && list.charCodeAt(wordEnd(list, next + 2)) !== 0x28)
        next = list.indexOf('},', next + 2);
      if (next < 0) next = list.length - 1;
      if (name.endsWith('_VIRUS')) fields.virus ??= list.slice(options, next).split(/[;|]/, 1)[0]!;
      next++;
    }
    at = next + 1;
  }
  fields.symbols = names;
}

/** `8629, time: .., dns req: 39, digest: <hex>, rcpts: <a,b>, mime_rcpts: ..`, `<a>,<b>` with some formats. */
function readTail(said: string, at: number, fields: Fields): void {
  const size = Number(said.slice(at, said.indexOf(', ', at)));
  if (Number.isInteger(size)) fields.size = size;
  const digest = said.indexOf(', digest: <', at);
  const start = digest < 0 ? -1 : said.indexOf('>, ', digest);
  if (start < 0 || !said.startsWith('rcpts: <', start + 3)) return;
  let end = said.length;
  for (const next of ['mime_rcpts: <', 'file: ', 'forced: ', 'settings_id: ']) {
    const found = said.indexOf(`>, ${next}`, start + 3);
    if (found >= 0 && found + 1 < end) end = found + 1;
  }
  if (!said.endsWith('>') && end === said.length) return;
  const list = said
    .slice(start + 11, end - 1)
    .replaceAll('>,<', ',')
    .split(',');
  if (list.at(-1) === '...') list.pop();
  // A quoted local part may hold anything once its quotes are gone: better none than wrong ones.
  if (list.some((address) => !address.includes('@') || /[\s<>]/.test(address))) return;
  fields.forwardPath = list.length === 1 ? list[0]! : list;
}

/** Lines that name the message, or what one plugin made of it; undefined for all others. */
function readDetail(by: string, said: string): Fields | undefined {
  if (by === 'rspamd_message_parse' && said.startsWith('loaded message; id: <')) {
    const found =
      /^loaded message; id: (<\S*>)(?:; queue-id: <([0-9A-Za-z]+)>)?(?:; size: (\d+); checksum: \S+)?$/.exec(
        said,
      );
    const fields: Fields = { event: 'filter-detail', action: 'loaded' };
    if (found === null) return fields;
    fields.messageId = messageId(found[1]!);
    if (found[2] !== undefined && found[2] !== 'undef') fields.queueId = found[2];
    if (found[3] !== undefined) fields.size = Number(found[3]);
    return fields;
  }
  if (by.startsWith('greylist.lua') && said.startsWith('greylisted until '))
    return { event: 'greylist', action: 'greylist', reason: said };
  if (by.startsWith('common.lua')) {
    const found = /^\S+: result - [^"]*: "(.+) - score: [^"]*"$/.exec(said);
    return found === null ? undefined : { event: 'filter-detail', action: 'infected', virus: found[1]! };
  }
  if (by === 'rspamd_add_passthrough_result' || by === 'rspamd_stat_check_autolearn') {
    const end = said.charCodeAt(0) === 0x3c ? said.indexOf('>: ') : -1;
    if (end < 0) return undefined;
    const reason = said.slice(end + 3);
    const action = /^set pre-result to '?([a-z]+(?: [a-z]+)*)/.exec(reason);
    const fields: Fields = { event: 'filter-detail', messageId: messageId(said.slice(0, end + 1)), reason };
    if (action !== null) fields.action = action[1]!;
    return fields;
  }
  return undefined;
}

/** Rspamd writes `undef` where there is none. */
function messageId(written: string): string {
  return written === '<undef>' ? '' : written;
}

/** The index of `mark` where it occurs exactly once from `at` on, else -1. */
function onlyIndex(text: string, mark: string, at: number): number {
  const index = text.indexOf(mark, at);
  return index >= 0 && text.indexOf(mark, index + 1) < 0 ? index : -1;
}

/** Letters, digits, `_`, `.`, `:` and `-` inside a word; a colon before a space ends it. */
function wordEnd(text: string, at: number): number {
  let i = at;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const plain =
      (c >= 48 && c <= 57) ||
      (c >= 65 && c <= 90) ||
      (c >= 97 && c <= 122) ||
      c === 0x5f ||
      c === 0x2e ||
      c === 0x2d;
    if (!plain && !(c === 0x3a && text.charCodeAt(i + 1) !== 0x20)) break;
  }
  return i;
}
