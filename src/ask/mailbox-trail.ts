/** Lines about a user's mailbox that name no message: folders, messages without a Message-ID, sign-ins without sessions. */

import type { JourneyEvent } from '../journey/journey.ts';
import { addressKey } from '../mail/identity.ts';
import { isDovecot } from '../programs/family.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Selection } from '../store/selection.ts';
import type { Found } from './gather.ts';
import { SIGN_IN } from './key-trail.ts';

const MAILBOX_EVENTS = ['copy', 'delete', 'undelete', 'expunge', 'flag-change'];
/** Where lines have no sessions, sign-ins within this time count; microseconds. */
const SIGN_IN_TIME = 1_800_000_000;

export class MailboxTrail {
  readonly #reader: LineReader;
  readonly #asked = new Set<string>();

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  async from(fresh: readonly JourneyEvent[]): Promise<Found> {
    const folders = new Map<string, number>();
    const nameless = new Map<string, number>();
    /** Only the time and the uid say which message without a Message-ID a later line is about. */
    const saved = new Map<string, number>();
    const signIns: Selection[] = [];
    for (const e of fresh) {
      if (e.event !== 'save' && e.event !== 'copy' && e.event !== 'delete' && e.event !== 'expunge') continue;
      if (e.user === undefined || !isDovecot(e.program)) continue;
      const user = addressKey(e.user);
      if (this.#isNew(`folders ${user}`) || folders.has(user)) earliest(folders, user, e.at);
      if (e.messageId === '' && (this.#isNew(`nameless ${user}`) || nameless.has(user)))
        earliest(nameless, user, e.at);
      if (e.messageId === '' && e.event !== 'save' && this.#isNew(`saves ${user}`)) saved.set(user, e.at);
      if (e.session !== undefined || !this.#isNew(`${Math.floor(e.at / SIGN_IN_TIME)} ${user}`)) continue;
      const span = { since: e.at - 2 * SIGN_IN_TIME, until: e.at + 2 * SIGN_IN_TIME };
      signIns.push({ events: SIGN_IN, holding: [user], ...span });
    }
    const saves: Selection[] =
      saved.size === 0
        ? []
        : [
            {
              keys: { addresses: [...saved.keys()] },
              events: ['save'],
              until: Math.max(...saved.values()) + 1,
            },
          ];
    const selections = [
      ...signIns,
      ...saves,
      ...since(folders, (folderUsers) => ({ keys: { folderUsers } })),
      ...since(nameless, (addresses) => ({ keys: { addresses }, events: MAILBOX_EVENTS })),
    ];
    if (selections.length === 0) return {};
    const kept: JourneyEvent[] = [];
    const followed: JourneyEvent[] = [];
    for (const e of await this.#reader.events({ anyOf: selections })) {
      if (e.messageId === '') followed.push(e);
      else if (!e.messageId) kept.push(e);
    }
    return { followed, kept };
  }

  #isNew(key: string): boolean {
    if (this.#asked.has(key)) return false;
    this.#asked.add(key);
    return true;
  }
}

function earliest(users: Map<string, number>, user: string, at: number): void {
  users.set(user, Math.min(users.get(user) ?? at, at));
}

function since(
  users: ReadonlyMap<string, number>,
  select: (users: readonly string[]) => Selection,
): Selection[] {
  if (users.size === 0) return [];
  return [{ ...select([...users.keys()]), since: Math.min(...users.values()) }];
}
