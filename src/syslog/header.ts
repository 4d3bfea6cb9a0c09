/**
 * What stands between the date and the text: `host program[pid]: ` (RFC 3164, section 4.1.3; rsyslog's and
 * syslog-ng's file templates; Postfix' postlogd). Every part is read at its place, from the left; the text, which
 * strangers write, is never looked into.
 * Where a syslog leaves the host out, the first word is the program if it ends in a colon.
 */
import { frameOwnLine, skipInnerHeader } from './dovecot-own.ts';
import { frameEximLine, skipEximHeader } from './exim-own.ts';
import type { Frame } from './frame.ts';
import { Names } from './names.ts';
import { frameRspamd } from './rspamd-own.ts';
import { Tags } from './tags.ts';

const SPACE = 0x20;
const OPEN_PARENTHESIS = 0x28;
const COLON = 0x3a;
const LESS = 0x3c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** FreeBSD's `syslogd -v` prints the priority before the host, busybox' after it: `<mail.info>`, `mail.info`. */
const PRIORITY = /^<?(?:auth|authpriv|daemon|local[0-7]|mail|syslog|user)\.[a-z]{3,7}>?$/;
const PRIORITY_LENGTH = 20;
/** Solaris' syslogd begins the text with `[ID 583609 mail.info] `. */
const SOLARIS_ID = /\[ID \d{1,9} [a-z0-9]{1,9}\.[a-z]{1,9}\] /y;

export class Header {
  readonly #names = new Names();
  readonly #tags = new Tags();
  /** The host of the line before, which is nearly always this line's as well. */
  #host = '';
  #program = '';
  #pid = '';
  #text = 0;

  /**
   * The date of `line` ends at `from`. `bare`: it is one that programs write into files of their own (Exim, scripts),
   * so that what follows is only taken for a header where it cannot be text.
   */
  frame(line: string, from: number, at: number, bare: boolean): Frame {
    let start = skipBlanks(line, from);
    if (bare) {
      const own = frameEximLine(line, start, at);
      if (own !== undefined) return own;
    }
    if (line.charCodeAt(start) === LESS) start = skipPriority(line, start);
    const rspamd = bare ? frameRspamd(line, start, at) : undefined;
    if (rspamd !== undefined) return rspamd;
    const hostEnd = this.#readHost(line, start);
    if (hostEnd < 0) return this.#frameWithoutHost(line, start, at, bare);
    const host = this.#host;
    const next = skipBlanks(line, hostEnd);
    if (this.#readTag(line, next, bare)) return this.#framed(line, at, host, next);
    const behind = skipPriority(line, next);
    if (this.#readTag(line, behind, bare)) return this.#framed(line, at, host, behind);
    if (bare) return { at, host: '', program: '', pid: '', text: line.slice(start), malformed: false };
    return { at, host, program: '', pid: '', text: line.slice(next), malformed: false };
  }

  #frameWithoutHost(line: string, start: number, at: number, bare: boolean): Frame {
    const own = frameOwnLine(line, start, at);
    if (own !== undefined) return own;
    if (this.#readTag(line, start, bare)) return this.#framed(line, at, '', start);
    return { at, host: '', program: '', pid: '', text: line.slice(start), malformed: false };
  }

  /** The tag was read at `tag`. */
  #framed(line: string, at: number, host: string, tag: number): Frame {
    let text = this.#text;
    if (this.#program === 'dovecot') text = skipInnerHeader(line, text);
    else if (this.#program.startsWith('exim')) text = skipEximHeader(line, text);
    if (line.charCodeAt(text) === OPEN) {
      SOLARIS_ID.lastIndex = text;
      if (SOLARIS_ID.test(line)) text = SOLARIS_ID.lastIndex;
    }
    return {
      at,
      host,
      program: this.#program,
      pid: this.#pid,
      text: line.slice(text),
      malformed: false,
      // Behind a colon that ends the line there is no blank.
      textAt: Math.min(text, line.length),
      tagAt:
        text - tag === this.#program.length + tagEnds(this.#pid) && text <= line.length ? tag : undefined,
    };
  }

  /** Reads the host into #host and says where it ends; -1 where the first word is no host. */
  #readHost(line: string, start: number): number {
    const same = start + this.#host.length;
    if (line.charCodeAt(same) === SPACE && same > start && line.startsWith(this.#host, start)) return same;
    let end = start;
    let last = 0;
    for (; end < line.length; end++) {
      const c = line.charCodeAt(end);
      if (c === SPACE) break;
      // Dovecot's own file: `imap(jerry doe)<12><session>: Info: `. No host has a parenthesis.
      if (c === OPEN_PARENTHESIS) return -1;
      last = c;
    }
    if (end === line.length || end === start || last === COLON) return -1;
    this.#host = this.#names.get(line, start, end);
    return end;
  }

  /**
   * Reads `program[pid]: ` or `program: ` at `from` into #program, #pid and #text; false where there is neither.
   * `strict`: only with a pid, or Dovecot, which writes none; any sentence may begin with a word and a colon.
   */
  #readTag(line: string, from: number, strict: boolean): boolean {
    const known = this.#tags.find(line, from);
    if (known === undefined) return this.#readNewTag(line, from, strict);
    const end = from + known.written.length;
    this.#program = known.program;
    if (line.charCodeAt(end - 1) === OPEN) {
      return this.#readPid(line, end) || this.#readNewTag(line, from, strict);
    }
    this.#pid = '';
    this.#text = end;
    return !strict || this.#program === 'dovecot';
  }

  #readNewTag(line: string, from: number, strict: boolean): boolean {
    const length = line.length;
    for (let i = from; i < length; i++) {
      const c = line.charCodeAt(i);
      if (c === SPACE) return false;
      if (i === from) {
        if (c === COLON || c === OPEN) return false;
      } else if (c === COLON) {
        // A colon inside a name (`perl::Module`) is not the end of it.
        if (i + 1 < length && line.charCodeAt(i + 1) !== SPACE) continue;
        this.#program = this.#names.get(line, from, i);
        this.#tags.remember(line, from, { written: `${this.#program}: `, program: this.#program });
        this.#pid = '';
        this.#text = i + 2;
        return !strict || this.#program === 'dovecot';
      } else if (c === OPEN && this.#readPid(line, i + 1)) {
        this.#program = this.#names.get(line, from, i);
        this.#tags.remember(line, from, { written: `${this.#program}[`, program: this.#program });
        return true;
      }
    }
    return false;
  }

  /** Reads `pid]: ` into #pid and #text. */
  #readPid(line: string, from: number): boolean {
    const close = digitsEnd(line, from);
    if (close === from || line.charCodeAt(close) !== CLOSE) return false;
    this.#pid = line.slice(from, close);
    let text = close + 1;
    if (line.charCodeAt(text) === COLON) text++;
    if (line.charCodeAt(text) === SPACE) text++;
    this.#text = text;
    return true;
  }
}

/** How many characters stand behind the program where the tag is written in full. */
function tagEnds(pid: string): number {
  return pid === '' ? 2 : pid.length + 4;
}

function skipBlanks(line: string, from: number): number {
  while (from < line.length && line.charCodeAt(from) === SPACE) from++;
  return from;
}

function digitsEnd(line: string, from: number): number {
  for (; from < line.length; from++) {
    const digit = line.charCodeAt(from) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
  }
  return from;
}

function skipPriority(line: string, from: number): number {
  const word = line.slice(from, from + PRIORITY_LENGTH);
  const blank = word.indexOf(' ');
  return blank > 0 && PRIORITY.test(word.slice(0, blank)) ? skipBlanks(line, from + blank) : from;
}
