/**
 * What became of the copies in the mailboxes: a simulation of each user's mailboxes from Dovecot's mail_log lines.
 * A copy is known by user, mailbox and uid; two messages with one Message-ID stay apart that way. A move over IMAP is
 * a copy followed by an expunge of the original. Not: guesses about clients that write no line.
 * Source: Dovecot src/plugins/mail-log/mail-log-plugin.c; RFC 3501 (uid), RFC 6851 (MOVE).
 */
import { isUserOf, sameMessageId } from '../mail/identity.ts';
import { type Action, type Copy, type Delivery, idOf, isOther, isPlace, isSame } from './copy.ts';
import type { JourneyEvent } from './journey.ts';

/** mail_log writes a copy's line with the uid of the new message from 2.0 on; 1.x wrote the original's. */
function isVersion1(event: JourneyEvent): boolean {
  return event.session === undefined && event.fromMailbox === undefined && event.event === 'copy';
}

/** A client that moves writes the copy and the expunge within this time; microseconds. */
const MOVE_TIME = 120_000_000;
/** The store's own line and the hand-over's are written within this time; microseconds. */
const HANDOVER_TIME = 120_000_000;

/** So many lines after a copy are looked at for the end of its original. */
const MOST_ENDS = 1_000;

function endKey(session: string | undefined, mailbox: string | undefined): string {
  return `${session ?? ''}\0${mailbox ?? ''}`;
}

/** Two lines of one session about one message: by Message-ID; where it has none, by its size. */
function isOneMessage(a: JourneyEvent, b: JourneyEvent): boolean {
  if (a.messageId && b.messageId) return sameMessageId(a.messageId, b.messageId) !== undefined;
  return !a.messageId && !b.messageId && a.size === b.size;
}

export class Mailboxes {
  readonly copies: Copy[] = [];
  readonly actions: Action[] = [];
  /** Deliveries under one Message-ID that a line cannot tell apart, and those lines. */
  readonly unclear = { deliveries: new Set<Delivery>(), lines: new Set<string>() };
  readonly #user: string;
  readonly #deliveries: readonly Delivery[];
  /** Deliveries whose first copy is known. */
  readonly #taken = new Set<Delivery>();
  readonly #byUid = new Map<number, Copy[]>();
  /** Lines that end or mark an original, by session and mailbox, with their places among all. */
  readonly #ends = new Map<string, { readonly index: number; readonly event: JourneyEvent }[]>();
  /** In which sessions a copy was copied. */
  readonly #copiedIn = new Map<Copy, Set<string | undefined>>();

  /** `events`: this user's mailbox lines in the order of time; `deliveries`: those that can lie in this user's mailbox. */
  constructor(user: string, events: readonly JourneyEvent[], deliveries: readonly Delivery[]) {
    this.#user = user;
    this.#deliveries = deliveries;
    events.forEach((event, index) => {
      if (event.event !== 'expunge' && event.event !== 'delete') return;
      const key = endKey(event.session, event.mailbox);
      const same = this.#ends.get(key);
      if (same === undefined) this.#ends.set(key, [{ index, event }]);
      else same.push({ index, event });
    });
    events.forEach((event, index) => {
      this.#step(event, index);
    });
  }

  #step(event: JourneyEvent, index: number): void {
    switch (event.event) {
      case 'save':
        this.#save(event);
        return;
      case 'copy':
        this.#copy(event, index);
        return;
      case 'delete':
      case 'undelete':
      case 'flag-change':
      case 'expunge': {
        const copy = this.#find(event.mailbox, event.uid, event);
        if (copy === undefined) return;
        if (event.event === 'delete') copy.marked = true;
        if (event.event === 'undelete') copy.marked = false;
        if (event.event === 'expunge') copy.gone = event;
        this.actions.push({ event, copy });
        return;
      }
      case 'mailbox-delete':
      case 'mailbox-rename': {
        const from = event.event === 'mailbox-rename' ? event.fromMailbox : event.mailbox;
        for (const copy of from === undefined ? [] : this.copies) this.#mailbox(event, copy, from as string);
        return;
      }
    }
  }

  /** A renamed mailbox takes those below it along (RFC 3501, 6.3.5); a deleted one does not. */
  #mailbox(event: JourneyEvent, copy: Copy, from: string): void {
    const below = copy.mailbox.startsWith(from) ? copy.mailbox.slice(from.length) : undefined;
    const renamed = event.event === 'mailbox-rename' && (below?.[0] === '/' || below?.[0] === '.');
    if (below !== '' && !renamed) return;
    if (copy.gone !== null) {
      // A folder that is deleted is emptied first.
      if (copy.gone.session === event.session && event.event === 'mailbox-delete')
        this.actions.push({ event, copy });
      return;
    }
    if (event.event === 'mailbox-delete') copy.gone = event;
    else if (event.mailbox !== undefined) copy.mailbox = event.mailbox + below;
    this.actions.push({ event, copy });
  }

  #save(event: JourneyEvent): void {
    const delivered = event.action === 'lmtp' || event.action === 'lda' || event.action === undefined;
    const owner = delivered ? this.#delivery(event) : null;
    if (owner !== null) owner.mailbox = event.mailbox ?? null;
    // With mail_log on, a delivery agent without Sieve says the same save twice.
    const twice = this.copies.find(
      (c) =>
        c.parent === null &&
        c.owner === owner &&
        c.mailbox === event.mailbox &&
        c.made?.session === event.session &&
        (c.made?.status === 'saved') !== (event.status === 'saved'),
    );
    if (twice !== undefined) {
      this.#bind(twice, event.uid);
      return;
    }
    // Some clients move by saving the message anew; what they saved first of all is their own.
    const source =
      event.action === 'imap'
        ? this.copies.find((c) => c.owner !== null && c.gone === null && isSame(c, event))
        : undefined;
    if (source !== undefined) {
      this.#make(event, source.owner, source, event.uid, source.byPrefix);
      return;
    }
    this.#make(event, owner, null, event.uid, owner !== null && this.#prefix(owner, event));
  }

  #make(
    made: JourneyEvent,
    owner: Delivery | null,
    parent: Copy | null,
    uid: number | undefined,
    byPrefix: boolean,
  ): Copy {
    const copy: Copy = {
      owner,
      user: this.#user,
      mailbox: made.mailbox ?? '',
      uid,
      parent,
      made,
      gone: null,
      marked: false,
      byPrefix,
    };
    this.#add(copy);
    if (parent !== null) {
      const sessions = this.#copiedIn.get(parent) ?? new Set();
      this.#copiedIn.set(parent, sessions.add(made.session));
    }
    this.actions.push({ event: made, copy });
    return copy;
  }

  #copy(event: JourneyEvent, index: number): void {
    const version1 = isVersion1(event);
    let source = version1 ? this.#find(undefined, event.uid, event) : undefined;
    source ??= this.#movedFrom(event, index) ?? this.#find(event.fromMailbox, undefined, event);
    const byPrefix = source?.byPrefix ?? false;
    this.#make(event, source?.owner ?? null, source ?? null, version1 ? undefined : event.uid, byPrefix);
  }

  #add(copy: Copy): void {
    this.copies.push(copy);
    if (copy.parent === null && copy.owner !== null) this.#taken.add(copy.owner);
    if (copy.uid !== undefined) this.#place(copy, copy.uid);
  }

  #bind(copy: Copy, uid: number | undefined): void {
    if (copy.uid !== undefined || uid === undefined) return;
    copy.uid = uid;
    this.#place(copy, uid);
  }

  #place(copy: Copy, uid: number): void {
    const same = this.#byUid.get(uid);
    if (same === undefined) this.#byUid.set(uid, [copy]);
    else same.push(copy);
  }

  /** The copy that the same session expunges or flags right after having copied it. */
  #movedFrom(event: JourneyEvent, index: number): Copy | undefined {
    const ends = this.#ends.get(endKey(event.session, event.fromMailbox)) ?? [];
    let tries = 0;
    for (const { index: place, event: end } of ends) {
      if (place < index) continue;
      if (end.at - event.at > MOVE_TIME || ++tries > MOST_ENDS) return undefined;
      if (!isOneMessage(event, end)) continue;
      const copy = this.#known(end);
      if (copy !== undefined && !this.#copiedIn.get(copy)?.has(event.session)) return copy;
    }
    return undefined;
  }

  /** By uid; uids begin anew when a mailbox is made again, so a line of another Message-ID is about another message. */
  #known(event: JourneyEvent): Copy | undefined {
    const { mailbox, uid } = event;
    if (uid === undefined) return undefined;
    return this.#byUid
      .get(uid)
      ?.find(
        (c) => c.gone === null && (mailbox === undefined || c.mailbox === mailbox) && !isOther(c, event),
      );
  }

  /** The copy that a line speaks of: by uid; else the only one of that Message-ID whose uid no line told. */
  #find(mailbox: string | undefined, uid: number | undefined, event: JourneyEvent): Copy | undefined {
    const known =
      uid === undefined ? undefined : this.#known(mailbox === event.mailbox ? event : { ...event, mailbox });
    if (known !== undefined) return known;
    const fits = (c: Copy) =>
      c.gone === null &&
      (mailbox === undefined || c.mailbox === mailbox) &&
      (uid === undefined || c.uid === undefined);
    const id = event.messageId;
    if (!id) return undefined;
    const candidates = this.copies.filter((c) => fits(c) && sameMessageId(idOf(c), id) !== undefined);
    if (candidates.length > 0) {
      const copy = candidates.find((c) => !c.marked) ?? candidates[0]!;
      this.#bind(copy, uid);
      return copy;
    }
    return this.#implied(mailbox, uid, event);
  }

  /** A copy that no line made: delivered before the lines begin, or by a store that logs no saves. */
  #implied(mailbox: string | undefined, uid: number | undefined, event: JourneyEvent): Copy | undefined {
    const open = this.#deliveries.filter(
      (d) => !this.#taken.has(d) && d.at <= event.at + HANDOVER_TIME && this.#names(d, event) !== undefined,
    );
    if (open.length === 1 && !isPlace(open[0] as Delivery, mailbox)) return undefined;
    if (open.length > 1) {
      for (const d of open) this.unclear.deliveries.add(d);
      this.unclear.lines.add(event.id);
    }
    if (open.length !== 1) return undefined;
    const owner = open[0]!;
    const copy: Copy = {
      owner,
      user: this.#user,
      mailbox: mailbox ?? owner.mailbox ?? 'INBOX',
      uid,
      parent: null,
      made: null,
      gone: null,
      marked: false,
      byPrefix: this.#prefix(owner, event),
    };
    this.#add(copy);
    return copy;
  }

  #names(delivery: Delivery, event: JourneyEvent): 'exact' | 'prefix' | undefined {
    if (delivery.messageId === null || !event.messageId) return undefined;
    return sameMessageId(delivery.messageId, event.messageId);
  }

  #prefix(delivery: Delivery, event: JourneyEvent): boolean {
    return this.#names(delivery, event) === 'prefix';
  }

  /** Which hand-over a save line belongs to: its session says; else Message-ID and time. */
  #delivery(event: JourneyEvent): Delivery | null {
    const bySession = this.#deliveries.filter(
      (d) => d.session !== null && d.session === event.session && isUserOf(d.user ?? this.#user, this.#user),
    );
    const named = bySession.filter((d) => this.#names(d, event) !== undefined);
    if (named.length > 0) return named[0]!;
    if (bySession.length === 1) return bySession[0]!;
    const taken = new Set(this.copies.map((c) => c.owner));
    const near = this.#deliveries.filter(
      (d) =>
        d.session === null &&
        !d.direct &&
        Math.abs(d.at - event.at) <= HANDOVER_TIME &&
        this.#names(d, event) !== undefined,
    );
    return near.find((d) => !taken.has(d)) ?? near[0] ?? null;
  }
}
