/**
 * Every line that belongs to the messages that some lines speak of: follows queue ids, Message-IDs, sessions and
 * envelopes from one to the next until nothing new comes. Gives more than is needed rather than less; which lines are
 * one message is decided in `journey/`. Every kind of trail asks for all its keys at once, so a round costs a few
 * questions to the store, however many messages there are.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import type { LineReader } from '../store/line-reader.ts';
import { BesideTrail } from './beside-trail.ts';
import { FilterTrail } from './filter-trail.ts';
import { KeyTrail } from './key-trail.ts';
import { MailboxTrail } from './mailbox-trail.ts';
import { withWholeLives } from './queue-files.ts';
import { SmtpTrail } from './smtp-trail.ts';
import { TryTrail } from './try-trail.ts';

/** What a trail came upon. */
export interface Found {
  /** Lines of the messages that are asked for: every trail goes on from them. */
  readonly followed?: readonly JourneyEvent[] | undefined;
  /** Lines of others that tell something about these messages; their own queue files and sessions are needed whole. */
  readonly beside?: readonly JourneyEvent[] | undefined;
  /** Lines that are needed as they are. */
  readonly kept?: readonly JourneyEvent[] | undefined;
}

/** In the order of time. */
export async function gather(reader: LineReader, seeds: readonly JourneyEvent[]): Promise<JourneyEvent[]> {
  const all = new Map<string, JourneyEvent>();
  const followed = new Set<string>();
  const keys = new KeyTrail(reader);
  const smtp = new SmtpTrail(reader, followed);
  const filter = new FilterTrail(reader);
  const mailbox = new MailboxTrail(reader);
  const tries = new TryTrail(reader, keys, seeds);
  const besides = new BesideTrail(reader);
  /** Ids of lines beside the messages. */
  const others = new Set<string>();
  const keep = (e: JourneyEvent) => {
    if (!all.has(e.id)) all.set(e.id, e);
  };
  let fresh = seeds;
  let beside: readonly JourneyEvent[] = [];
  for (const e of seeds) {
    keep(e);
    followed.add(e.id);
  }
  while (fresh.length > 0 || beside.length > 0) {
    const found: Found[] = await Promise.all([
      keys.from(fresh, beside),
      smtp.from(fresh, beside),
      filter.from(fresh),
      mailbox.from(fresh),
      tries.from(fresh),
      besides.from(fresh),
    ]);
    for (const { kept = [] } of found) kept.forEach(keep);
    beside = found.flatMap((f) => f.beside ?? []).filter((e) => isNew(others, e));
    beside.forEach(keep);
    const reached = found.flatMap((f) => f.followed ?? []).filter((e) => isNew(followed, e));
    reached.forEach(keep);
    fresh = [...reached, ...withWholeLives(inOrder(all.values()), followed)];
  }
  return inOrder(all.values());
}

function isNew(known: Set<string>, { id }: JourneyEvent): boolean {
  if (known.has(id)) return false;
  known.add(id);
  return true;
}

function inOrder(events: Iterable<JourneyEvent>): JourneyEvent[] {
  return [...events].sort((a, b) => a.at - b.at || a.seq - b.seq);
}
