/**
 * When two spellings mean the same: addresses, mailbox users, Message-IDs as different programs print them.
 * Decides sameness only; what a line says is never rewritten. Sources: RFC 5321 2.4 (domains ignore case; local parts
 * are compared without case here, as every mail store of our programs does by default), RFC 5233 (sub-addresses),
 * Dovecot's mail_log plugin (cuts a Message-ID at 80 characters and adds `...`), Pigeonhole (drops spaces inside it).
 */

export function addressKey(address: string): string {
  // Nearly all are in lower case already, and to see that takes less than to make another string.
  for (let i = 0; i < address.length; i++) {
    const c = address.charCodeAt(i);
    if ((c >= 65 && c <= 90) || c >= 128) return address.toLowerCase();
  }
  return address;
}

export function localPart(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at);
}

/** `jerry+lists@corp.example` without its sub-address. */
function withoutSubAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = at < 0 ? address : address.slice(0, at);
  const plus = local.indexOf('+');
  return plus < 1 ? address : local.slice(0, plus) + (at < 0 ? '' : address.slice(at));
}

/** Can mail to this address lie in this user's mailbox? The user may be a whole address or a bare name. */
export function isUserOf(user: string, address: string): boolean {
  const u = addressKey(user);
  const a = addressKey(address);
  if (u === a) return true;
  const plain = withoutSubAddress(a);
  return u === plain || (!u.includes('@') && (u === localPart(a) || u === localPart(plain)));
}

/** The users whose mailbox mail to this address can lie in, as `isUserOf` has it. */
export function usersOf(address: string): readonly string[] {
  const whole = addressKey(address);
  const plain = withoutSubAddress(whole);
  return [...new Set([whole, plain, localPart(whole), localPart(plain)])];
}

/** A Message-ID that the log cut short: no closing bracket, or mail_log's `...`. */
export function isCut(messageId: string): boolean {
  return messageId.startsWith('<') && !messageId.endsWith('>');
}

/** Shorter beginnings than this prove nothing. */
const LEAST_PREFIX = 12;

/** The part of a cut Message-ID that the log still has. */
export function cutPrefix(messageId: string): string {
  return messageId.endsWith('...') ? messageId.slice(0, -3) : messageId;
}

function compact(messageId: string): string {
  return messageId.includes(' ') ? messageId.replaceAll(' ', '') : messageId;
}

/** Do these name one message? `prefix` where one of them is cut short. */
export function sameMessageId(a: string, b: string): 'exact' | 'prefix' | undefined {
  if (a === '' || b === '') return undefined;
  if (a === b) return 'exact';
  const cutA = isCut(a);
  const cutB = isCut(b);
  if (cutA || cutB) {
    const x = cutA ? cutPrefix(a) : a;
    const y = cutB ? cutPrefix(b) : b;
    const [short, long] = x.length < y.length ? [x, y] : [y, x];
    if (short.length < LEAST_PREFIX || (short === x ? !cutA : !cutB)) return undefined;
    return long.startsWith(short) ? 'prefix' : undefined;
  }
  return compact(a) === compact(b) ? 'exact' : undefined;
}

/**
 * The address inside a rewritten sender: SRS0=hash=tt=domain=local@forwarder, SRS1, BATV prvs=tag=local@domain,
 * VERP list-owner+user=domain@lists. Lower case; undefined where nothing is inside.
 */
export function innerAddress(address: string): string | undefined {
  const lower = addressKey(address);
  const at = lower.lastIndexOf('@');
  if (at < 0) return undefined;
  const local = lower.slice(0, at);
  if (local.startsWith('srs0') || local.startsWith('srs1')) {
    const parts = local.split('=');
    const [domain, ...user] = parts.slice(-2);
    return user.length === 1 && domain ? `${user[0]}@${domain}` : undefined;
  }
  if (local.startsWith('prvs=')) {
    const user = local.slice(local.indexOf('=', 5) + 1);
    return user === '' ? undefined : `${user}${lower.slice(at)}`;
  }
  const plus = local.indexOf('+');
  const equals = local.lastIndexOf('=');
  if (plus > 0 && equals > plus + 1) return `${local.slice(plus + 1, equals)}@${local.slice(equals + 1)}`;
  return undefined;
}
