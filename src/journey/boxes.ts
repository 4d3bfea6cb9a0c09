/** The mailboxes of all users at once: which copies belong to which hand-over, and what was done with them. */
import { addressKey, sameMessageId, usersOf } from '../mail/identity.ts';
import type { Action, Copy, Delivery } from './copy.ts';
import type { Draft } from './draft.ts';
import type { JourneyEvent } from './journey.ts';
import type { MailStore } from './mail-store.ts';
import { Mailboxes } from './mailbox.ts';

export interface Boxes {
  readonly copies: ReadonlyMap<Delivery, Copy[]>;
  readonly actions: ReadonlyMap<Delivery, Action[]>;
  /** Deliveries under one Message-ID whose copies no line tells apart. */
  readonly unclear: ReadonlySet<Delivery>;
  /** Users' lines of messages whose arrival no line shows. */
  readonly loose: readonly JourneyEvent[];
}

/** Simulates every user's mailboxes that the store's lines speak of. */
export function mailboxes(drafts: readonly Draft[], store: MailStore): Boxes {
  const copies = new Map<Delivery, Copy[]>();
  const actions = new Map<Delivery, Action[]>();
  const loose: JourneyEvent[] = [];
  const unclear = new Set<Delivery>();
  const deliveries = drafts.flatMap((d) => (d.delivery === null ? [] : [d.delivery]));
  const byUser = new Map<string, Delivery[]>();
  for (const d of deliveries) {
    for (const user of d.user !== null ? [addressKey(d.user)] : usersOf(d.forwardPath)) {
      push(byUser, user, d);
    }
  }
  for (const user of store.users()) {
    // Without a session only the host says that this user's mailbox is the one.
    const mine = (byUser.get(user) ?? []).filter((d) => d.session !== null || store.isOn(user, d.host));
    const events = store.mailboxEvents(user);
    const boxes = new Mailboxes(user, events, mine);
    for (const copy of boxes.copies) if (copy.owner !== null) push(copies, copy.owner, copy);
    for (const action of boxes.actions) {
      const { owner } = action.copy;
      if (owner !== null) push(actions, owner, action);
    }
    for (const d of boxes.unclear.deliveries) unclear.add(d);
    const owned = new Set(boxes.actions.filter((a) => a.copy.owner !== null).map((a) => a.event.id));
    const ids = boxes.copies.flatMap((c) =>
      c.owner === null || !c.owner.messageId ? [] : [c.owner.messageId],
    );
    for (const e of events) {
      if (owned.has(e.id) || boxes.unclear.lines.has(e.id) || !e.messageId) continue;
      if (!ids.some((id) => sameMessageId(id, e.messageId as string) !== undefined)) loose.push(e);
    }
  }
  return { copies, actions, unclear, loose };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}
