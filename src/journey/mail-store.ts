/**
 * Dovecot's lines, indexed for the questions that a journey asks: what happened in this session, who signed in with
 * it, which mailbox lines does this user have. Decides nothing.
 */

import { addressKey, isUserOf, sameMessageId } from '../mail/identity.ts';
import { isDovecot } from '../programs/family.ts';
import type { JourneyEvent } from './journey.ts';

const MAILBOX_EVENTS = new Set([
  'save',
  'copy',
  'delete',
  'undelete',
  'expunge',
  'flag-change',
  'mailbox-delete',
  'mailbox-rename',
]);

/** A delivery agent's own lines about one message lie this close together; microseconds. */
const AROUND = 120_000_000;
/** Without session ids a sign-in counts for this long; microseconds. */
const SIGNED_IN = 30 * 60_000_000;

function push<K>(map: Map<K, JourneyEvent[]>, key: K, event: JourneyEvent): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [event]);
  else same.push(event);
}

export interface SignIn {
  readonly ip: string | null;
  readonly lines: readonly JourneyEvent[];
  /** false where sessions have no ids and only the time speaks for it. */
  readonly certain: boolean;
}

export class MailStore {
  /** Lines of delivery (Sieve, save, quota) by full session id. */
  readonly #delivery = new Map<string, JourneyEvent[]>();
  readonly #mailbox = new Map<string, JourneyEvent[]>();
  readonly #login = new Map<string, JourneyEvent>();
  readonly #logins = new Map<string, JourneyEvent[]>();
  readonly #logouts = new Map<string, JourneyEvent[]>();
  readonly sieve: JourneyEvent[] = [];
  readonly #byUser = new Map<string, JourneyEvent[]>();

  constructor(events: readonly JourneyEvent[]) {
    for (const event of events) {
      if (!isDovecot(event.program)) continue;
      const user = event.user === undefined ? undefined : addressKey(event.user);
      if (event.event === 'login') {
        if (event.session) this.#login.set(event.session, event);
        if (user !== undefined) push(this.#logins, user, event);
      } else if (event.event === 'logout') {
        if (user !== undefined) push(this.#logouts, user, event);
      } else if (user !== undefined) {
        if (MAILBOX_EVENTS.has(event.event)) push(this.#mailbox, user, event);
        if (event.event === 'sieve') this.sieve.push(event);
        if (event.event === 'sieve' || event.event === 'save' || event.event === 'quota') {
          if (event.session) push(this.#delivery, event.session, event);
          push(this.#byUser, user, event);
        }
      }
    }
  }

  users(): Iterable<string> {
    return this.#mailbox.keys();
  }

  mailboxEvents(user: string): readonly JourneyEvent[] {
    return this.#mailbox.get(addressKey(user)) ?? [];
  }

  /** Did Dovecot on this host write about this user's mailbox? */
  isOn(user: string, host: string): boolean {
    return this.mailboxEvents(user).some((e) => e.host === host || e.host === '' || host === '');
  }

  /** What the delivery agent wrote for one hand-over: by session, or by user, Message-ID and time without one. */
  deliveryLines(
    session: string | null,
    messageId: string | null,
    address: string,
    handed: JourneyEvent,
  ): readonly JourneyEvent[] {
    if (session !== null) {
      const lines = this.#delivery.get(session) ?? [];
      const named = lines.filter((e) => !e.messageId || !messageId || sameMessageId(e.messageId, messageId));
      return (named.length > 0 ? named : lines).filter((e) => e.action !== 'imap');
    }
    const lines: JourneyEvent[] = [];
    for (const [user, events] of this.#byUser) {
      if (!isUserOf(user, address)) continue;
      for (const e of events) {
        if (
          e.host !== handed.host ||
          Math.abs(e.at - handed.at) > AROUND ||
          e.action === 'imap' ||
          !e.messageId ||
          messageId === null
        )
          continue;
        if (sameMessageId(e.messageId, messageId) !== undefined) lines.push(e);
      }
    }
    return lines;
  }

  /** From where the session of a mailbox line was opened. */
  signIn(event: JourneyEvent): SignIn {
    if (event.session) {
      const login = this.#login.get(event.session);
      return { ip: login?.client?.ip ?? null, lines: login === undefined ? [] : [login], certain: true };
    }
    const near = (this.#logins.get(addressKey(event.user ?? '')) ?? []).filter(
      (l) => Math.abs(l.at - event.at) <= SIGNED_IN,
    );
    const ips = new Set(near.map((l) => l.client?.ip).filter((ip) => ip !== undefined));
    const before = near.filter((l) => l.at <= event.at).at(-1) ?? near[0];
    const agreed = ips.size === 1 && before !== undefined;
    return { ip: agreed ? ([...ips][0] as string) : null, lines: agreed ? [before] : [], certain: false };
  }

  /** POP3 sessions of a user that fetched something between two times. */
  fetched(user: string, from: number, to: number): readonly JourneyEvent[] {
    return (this.#logouts.get(addressKey(user)) ?? []).filter(
      (e) => (e.retrieved ?? 0) > 0 && e.at >= from && e.at <= to,
    );
  }
}
