/**
 * Every line that belongs to the messages that some lines speak of: follows queue ids, Message-IDs and sessions from
 * one to the next until nothing new comes. A short queue id names other messages at other times, so only the life of
 * the queue file that a known line belongs to is followed. Gives more than is needed rather than less.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { type Leg, Legs } from '../journey/leg.ts';
import { isOwnFilter, list, MessageLegs } from '../journey/message-legs.ts';
import { isDovecot, isPostfix } from '../journey/program.ts';
import { addressKey, cutPrefix, isCut, sameMessageId } from '../mail/identity.ts';
import type { Store } from '../store/store.ts';
import { encode } from '../syslog/bytes.ts';
import { understand } from './understand.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
/** A message stays in the queue for five days (Postfix maximal_queue_lifetime), and its file may have been held longer. */
const QUEUE_TIME = 15 * DAY;
const SESSION_TIME = 600 * SECOND;
/** At most this many keys go into one question to the store. */
const KEYS_AT_ONCE = 20_000;
/** Sessions looked up one by one: beyond this the context of a session is left out. */
const MOST_PROCESSES = 1_000;

/** So many hand-overs to a filter are looked up one by one. */
const MOST_FILTERED = 20;
/** So many queue files of a sender after a try of his can be the one that it became. */
const ACCEPTED_AFTER = 6;

/** Lines of smtpd whose session matters. */
const IN_SESSION: readonly string[] = ['client', 'reject', 'access', 'proxy', 'milter', 'lost-connection'];
const FOLDER_EVENTS = ['mailbox-delete', 'mailbox-rename'];
const MAILBOX_EVENTS = ['copy', 'delete', 'undelete', 'expunge', 'flag-change'];
const BEFORE_ACCEPTANCE = [
  'reject',
  'greylist',
  'access',
  'postscreen',
  'milter',
  'proxy',
  'lost-connection',
];
const SIGN_IN = ['login', 'logout'];

export class Gathering {
  readonly events = new Map<string, JourneyEvent>();
  readonly #store: Store;
  readonly #queueIds = new Set<string>();
  readonly #messageIds = new Set<string>();
  readonly #sessions = new Set<string>();
  readonly #processes = new Set<string>();
  readonly #users = new Set<string>();
  readonly #envelopes = new Set<string>();
  readonly #filtered = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Follows `seeds` and gives everything, in the order of time. */
  async follow(seeds: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    for (const e of seeds) this.events.set(e.id, e);
    const known = new Set(seeds.map((e) => e.id));
    for (let grown = true; grown; ) {
      grown = await this.#round(known, seeds);
    }
    return this.sorted();
  }

  sorted(): JourneyEvent[] {
    return [...this.events.values()].sort((a, b) => a.at - b.at || a.seq - b.seq);
  }

  /** One step outwards; `known` are the ids of lines that belong to the messages asked for. Other lines are context: not followed. */
  async #round(known: Set<string>, seeds: readonly JourneyEvent[]): Promise<boolean> {
    const before = known.size;
    this.#spread(known);
    const mine = this.sorted().filter((e) => known.has(e.id));
    const found = await Promise.all([
      this.#byQueueId(mine),
      this.#byMessageId(mine),
      this.#bySession(mine),
      this.#byProcess(mine),
      this.#byUser(mine),
      this.#byEnvelope(mine, seeds),
      this.#byFilterTime(mine),
    ]);
    const added = found.flat();
    for (const e of added) known.add(e.id);
    this.#spread(known);
    return known.size > before || added.length > 0;
  }

  /** Whole lives of queue files that known lines belong to, and what those hand over to. */
  #spread(known: Set<string>): void {
    const legs = new Legs();
    legs.take(this.sorted());
    const links = new MessageLegs(legs);
    const reached = new Set<Leg>();
    const reach = (leg: Leg) => {
      if (reached.has(leg)) return;
      reached.add(leg);
      for (const e of leg.events) known.add(e.id);
      for (const link of links.children(leg)) reach(link.to);
      const parent = links.parent(leg);
      if (parent !== undefined) reach(parent.from);
    };
    for (const leg of legs.all) if (leg.events.some((e) => known.has(e.id))) reach(leg);
  }

  async #fetch(selection: Parameters<Store['lines']>[0]): Promise<JourneyEvent[]> {
    const lines = await this.#store.lines(selection);
    const added: JourneyEvent[] = [];
    for (const line of lines) {
      if (this.events.has(line.id)) continue;
      const event = understand(line);
      this.events.set(event.id, event);
      added.push(event);
    }
    return added;
  }

  /** Lines of the same queue id at other times are fetched with the rest but not followed: none of these is known. */
  async #byQueueId(mine: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const ids = new Set<string>();
    let since = Number.POSITIVE_INFINITY;
    let until = 0;
    for (const e of mine) {
      if (e.event === 'notification') continue;
      for (const id of [e.queueId, ...list(e.nextQueueId), e.originalQueueId]) {
        if (id === undefined || this.#queueIds.has(id)) continue;
        this.#queueIds.add(id);
        ids.add(id);
        since = Math.min(since, e.at);
        until = Math.max(until, e.at);
      }
    }
    const found: JourneyEvent[] = [];
    for (const queueIds of chunks([...ids])) {
      found.push(
        ...(await this.#fetch({ keys: { queueIds }, since: since - QUEUE_TIME, until: until + QUEUE_TIME })),
      );
    }
    // Whether the others belong to a known message is decided by `#spread`.
    return found.filter((e) => e.event === 'proxy');
  }

  async #byMessageId(mine: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const whole: string[] = [];
    const cut: string[] = [];
    for (const e of mine) {
      const id = e.messageId;
      if (!id || this.#messageIds.has(id)) continue;
      this.#messageIds.add(id);
      (isCut(id) ? cut : whole).push(id);
    }
    const found: JourneyEvent[] = [];
    for (const ids of chunks(whole))
      found.push(...(await this.#fetch({ keys: { messageIdsLike: ids.map(encode) } })));
    for (const ids of chunks(cut)) {
      found.push(
        ...(await this.#fetch({ keys: { messageIdPrefixes: ids.map((id) => encode(cutPrefix(id))) } })),
      );
    }
    return found.filter((e) => this.#isNamed(e));
  }

  /** Does the line bear one of the Message-IDs that are followed? The store finds more than these. */
  #isNamed(e: JourneyEvent): boolean {
    const id = e.messageId ?? '';
    if (this.#messageIds.has(id)) return true;
    if (!isCut(id))
      return [...this.#messageIds].some((known) => isCut(known) && sameMessageId(known, id) !== undefined);
    const prefix = cutPrefix(id);
    return [...this.#messageIds].some((known) => known.startsWith(prefix));
  }

  /** The whole session of a delivery; of a user's session only who signed in and how it ended. */
  async #bySession(mine: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const whole: string[] = [];
    const signedIn: string[] = [];
    for (const e of mine) {
      const session = sessionOf(e);
      if (session === undefined || this.#sessions.has(session)) continue;
      this.#sessions.add(session);
      if (isDovecot(e.program) && e.action !== 'lmtp' && e.event !== 'sieve') signedIn.push(session);
      else whole.push(session);
    }
    const added: JourneyEvent[] = [];
    for (const sessions of chunks(whole)) added.push(...(await this.#fetch({ keys: { sessions } })));
    for (const sessions of chunks(signedIn))
      added.push(...(await this.#fetch({ keys: { sessions }, events: SIGN_IN })));
    return added;
  }

  /** What the smtpd process that took a message wrote around it: refused recipients, lost connections. */
  async #byProcess(mine: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const processes = [];
    for (const e of mine) {
      if (!isPostfix(e.program) || !e.program.endsWith('smtpd') || e.pid === '' || isOwn(e.client?.ip))
        continue;
      if (!IN_SESSION.includes(e.event)) continue;
      const { host, program, pid } = e;
      const key = `${host} ${program} ${pid} ${Math.floor(e.at / SESSION_TIME)}`;
      if (this.#processes.has(key) || this.#processes.size >= MOST_PROCESSES) continue;
      this.#processes.add(key);
      processes.push({ host, program, pid, since: e.at - SESSION_TIME, until: e.at + SESSION_TIME });
    }
    if (processes.length === 0) return [];
    const lines = await this.#fetch({ processes });
    const served = this.sorted().filter((e) => e.program.endsWith('smtpd'));
    const next = openedNext(served, new Set(mine.map((e) => e.id)));
    // Other messages of these processes are not half told.
    for (const e of lines) {
      const other = e.queueId !== undefined && !this.#queueIds.has(e.queueId) && !next.includes(e);
      if (other) this.events.delete(e.id);
    }
    return next;
  }

  /** Lines that are not followed must not stand alone: what tells one message from another is on the others of its file. */
  async #complete(context: readonly JourneyEvent[]): Promise<void> {
    const ids = new Set(
      context.flatMap((e) => (e.queueId === undefined || this.#queueIds.has(e.queueId) ? [] : [e.queueId])),
    );
    const times = context.map((e) => e.at);
    const span = { since: Math.min(...times) - DAY, until: Math.max(...times) + DAY };
    for (const queueIds of chunks([...ids])) await this.#fetch({ keys: { queueIds }, ...span });
  }

  /** A filter's line that was broken names the queue id on a later one: its first is found by the time of the hand-over. */
  async #byFilterTime(mine: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const verdicts = new Set(mine.filter((e) => e.event === 'filter').map((e) => e.queueId));
    for (const e of mine) {
      const { queueId, at, delay = 0 } = e;
      if (e.event !== 'delivery' || queueId === undefined || !isOwnFilter(e.relay) || verdicts.has(queueId))
        continue;
      if (this.#filtered.has(queueId) || this.#filtered.size >= MOST_FILTERED) continue;
      this.#filtered.add(queueId);
      const span = { since: at - (delay + 2) * SECOND, until: at + 2 * SECOND };
      await this.#fetch({ events: ['filter', 'filter-detail'], ...span });
    }
    return [];
  }

  /** Lines about a user's mailbox that name no message: folders, messages without a Message-ID, sign-ins without sessions. */
  async #byUser(mine: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const wanted = { folders: new Map<string, number>(), nameless: new Map<string, number>() };
    const added: JourneyEvent[] = [];
    for (const e of mine) {
      if (e.event !== 'save' && e.event !== 'copy' && e.event !== 'delete' && e.event !== 'expunge') continue;
      if (e.user === undefined || !isDovecot(e.program)) continue;
      const user = addressKey(e.user);
      const kind = e.messageId === '' ? 'nameless' : 'folders';
      const key = `${kind} ${user}`;
      if (!this.#users.has(key)) {
        this.#users.add(key);
        wanted[kind].set(encode(user), e.at);
      }
      const around = `${user} ${Math.floor(e.at / SESSION_TIME)}`;
      if (e.session !== undefined || this.#users.has(around)) continue;
      this.#users.add(around);
      const span = { since: e.at - 3 * SESSION_TIME, until: e.at + 3 * SESSION_TIME };
      await this.#fetch({ keys: { addresses: [encode(user)] }, events: SIGN_IN, ...span });
    }
    for (const [kind, users] of Object.entries(wanted)) {
      const events = kind === 'nameless' ? [...FOLDER_EVENTS, ...MAILBOX_EVENTS] : FOLDER_EVENTS;
      const since = Math.min(...users.values());
      for (const addresses of chunks([...users.keys()])) {
        const found = await this.#fetch({ keys: { addresses }, events, since });
        added.push(...found.filter((f) => f.messageId === ''));
      }
    }
    return added;
  }

  /** Earlier and later tries of the same envelope; of a try that was asked for, the acceptance that followed. */
  async #byEnvelope(mine: readonly JourneyEvent[], seeds: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
    const addresses = new Set<string>();
    let since = Number.POSITIVE_INFINITY;
    let until = 0;
    for (const { from, to, at } of envelopesOf(mine)) {
      const key = `${from} ${to}`;
      if (this.#envelopes.has(key)) continue;
      this.#envelopes.add(key);
      addresses.add(encode(from === '' ? to : from));
      since = Math.min(since, at);
      until = Math.max(until, at);
    }
    const span = { since: since - 6 * DAY, until: until + 6 * DAY };
    const tries = seeds.filter((e) => BEFORE_ACCEPTANCE.includes(e.event));
    const accepted: JourneyEvent[] = [];
    for (const some of chunks([...addresses])) {
      const before = await this.#fetch({ keys: { addresses: some }, events: BEFORE_ACCEPTANCE, ...span });
      await this.#complete(before);
      accepted.push(...before.filter((e) => e.event === 'proxy' && answersFilter(e, mine)));
      if (tries.length === 0) continue;
      const later = await this.#fetch({
        keys: { addresses: some },
        events: ['queue-active', 'filter'],
        ...span,
      });
      for (const t of tries) {
        const next = later.filter(
          (e) =>
            e.at >= t.at &&
            e.reversePath !== undefined &&
            addressKey(e.reversePath) === addressKey(t.reversePath ?? ''),
        );
        accepted.push(...next.slice(0, ACCEPTED_AFTER));
      }
      for (const e of later) if (!accepted.includes(e)) this.events.delete(e.id);
    }
    return accepted;
  }
}

/** A before-queue filter's answer names its task: it belongs to the filter's line of that task. */
function answersFilter(e: JourneyEvent, mine: readonly JourneyEvent[]): boolean {
  return mine.some(
    (m) => m.event === 'filter' && m.session !== undefined && (e.reply ?? '').includes(`id=${m.session} `),
  );
}

/** A re-injecting filter, a webmail: its sessions carry other people's messages. */
function isOwn(ip: string | undefined): boolean {
  return ip === '127.0.0.1' || ip === '::1';
}

/** Of smtpd's lines in the order of time, after a known refusal without a queue id: the line that opens the queue file of the same session. */
function openedNext(lines: readonly JourneyEvent[], known: ReadonlySet<string>): JourneyEvent[] {
  const pending = new Set<string>();
  const opened: JourneyEvent[] = [];
  for (const e of lines) {
    const key = `${e.host} ${e.program} ${e.pid}`;
    if (e.event === 'connect' || e.event === 'disconnect') pending.delete(key);
    else if (e.queueId === undefined && known.has(e.id)) pending.add(key);
    else if (e.event === 'client' && e.queueId !== undefined && pending.delete(key)) opened.push(e);
  }
  return opened;
}

function* chunks(keys: readonly string[]): Generator<string[]> {
  for (let i = 0; i < keys.length; i += KEYS_AT_ONCE) yield keys.slice(i, i + KEYS_AT_ONCE);
}

/** Dovecot's session of a mailbox line or of an LMTP reply, Amavis' task of a broken line; without its suffix. */
function sessionOf(e: JourneyEvent): string | undefined {
  if (e.event === 'delivery') {
    const reply = e.reply ?? '';
    if (!reply.endsWith(' Saved')) return undefined;
    const words = reply.slice(0, -6);
    return words.slice(words.lastIndexOf(' ') + 1).split(':')[0];
  }
  if (e.session === undefined) return undefined;
  if (isDovecot(e.program)) return e.session.split(':')[0];
  const broken =
    e.text.endsWith('...') || e.action === 'continuation' || e.event === 'greylist' || e.program === 'rspamd';
  return broken ? e.session : undefined;
}

interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly at: number;
}

/** Who wrote to whom, as refusals and accepted messages state it. */
function envelopesOf(events: readonly JourneyEvent[]): Envelope[] {
  const found: Envelope[] = [];
  const senders = new Map<string, string>();
  for (const e of events) {
    if (e.event === 'queue-active' && e.queueId !== undefined && e.reversePath !== undefined) {
      senders.set(e.queueId, addressKey(e.reversePath));
    }
  }
  for (const e of events) {
    const from = e.reversePath === undefined ? senders.get(e.queueId ?? '') : addressKey(e.reversePath);
    if (from === undefined) continue;
    for (const to of [...list(e.forwardPath), e.originalRecipient]) {
      if (to !== undefined) found.push({ from, to: addressKey(to), at: e.at });
    }
  }
  return found;
}
