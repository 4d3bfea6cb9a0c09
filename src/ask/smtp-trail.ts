/**
 * What smtpd wrote around a message: the client's connection, refused recipients, how the session ended. A process
 * serves one client after another and names itself by its pid only, so its lines are cut into sessions, and only the
 * sessions with a line that was asked for are kept.
 */

import type { JourneyEvent } from '../journey/journey.ts';
import { isPostfix, isSendmail } from '../programs/family.ts';
import type { ProcessSpan } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import type { Found } from './gather.ts';

/** A session is looked for within this time; microseconds. */
const SESSION_TIME = 600_000_000;
/** Lines of smtpd whose session matters. */
const IN_SESSION: readonly string[] = ['client', 'arrival', 'reject', 'access', 'proxy', 'milter'];

/** Sendmail has a process for each connection. */
function isServer(program: string): boolean {
  return isSendmail(program) || (isPostfix(program) && program.endsWith('smtpd'));
}

export class SmtpTrail {
  readonly #store: Store;
  readonly #followed: ReadonlySet<string>;
  /** Lines whose session was asked for. */
  readonly #wanted = new Set<string>();
  /** Lines of sessions that were given. */
  readonly #given = new Set<string>();
  readonly #queueIds = new Set<string>();

  /** `followed`: ids of lines, read when lines have come. */
  constructor(store: Store, followed: ReadonlySet<string>) {
    this.#store = store;
    this.#followed = followed;
  }

  async from(fresh: readonly JourneyEvent[], beside: readonly JourneyEvent[]): Promise<Found> {
    const processes: ProcessSpan[] = [];
    for (const e of [...fresh, ...beside]) {
      if (e.queueId !== undefined) this.#queueIds.add(e.queueId);
      if (!isServer(e.program) || e.pid === '' || isOwn(e.client?.ip)) continue;
      if (!IN_SESSION.includes(e.event) && !brokeOff(e)) continue;
      const { id, host, program, pid, at } = e;
      if (this.#given.has(id)) continue;
      this.#wanted.add(id);
      processes.push({ host, program, pid, since: at - SESSION_TIME, until: at + SESSION_TIME });
    }
    if (processes.length === 0) return {};
    const followed: JourneyEvent[] = [];
    const kept: JourneyEvent[] = [];
    for (const session of sessions(await this.#store.events({ processes }))) {
      if (!session.some((line) => this.#wanted.has(line.id))) continue;
      for (const { id } of session) this.#given.add(id);
      let refused = false;
      let opened: JourneyEvent | undefined;
      for (const e of session) {
        if (e.queueId === undefined) {
          kept.push(e);
          refused ||= this.#followed.has(e.id);
        } else if (this.#queueIds.has(e.queueId)) kept.push(e);
        // The message that the client brought after what was refused. Other messages of the session are not half told.
        else if (refused && e.event === 'client') followed.push(e);
        if (e.event === 'client' && e.queueId !== undefined) {
          refused = false;
          opened = e;
        } else if (opened !== undefined && brokeOff(e) && this.#followed.has(e.id)) followed.push(opened);
      }
    }
    return { followed, kept };
  }
}

function sessions(lines: readonly JourneyEvent[]): JourneyEvent[][] {
  const open = new Map<string, JourneyEvent[]>();
  const all: JourneyEvent[][] = [];
  for (const line of lines) {
    const key = `${line.host} ${line.program} ${line.pid}`;
    let session = open.get(key);
    if (session === undefined || line.text.startsWith('connect from ')) {
      session = [];
      open.set(key, session);
      all.push(session);
    }
    session.push(line);
    if (line.text.startsWith('disconnect from ')) open.delete(key);
  }
  return all;
}

/** Does the line end a session in which the message that was begun last may never have been handed over? */
function brokeOff({ event, text }: JourneyEvent): boolean {
  if (event === 'lost-connection') return true;
  return event === 'disconnect' && !text.includes(' data=') && !text.includes(' bdat=');
}

/** A re-injecting filter, a webmail: its sessions carry other people's messages. */
function isOwn(ip: string | undefined): boolean {
  return ip === '127.0.0.1' || ip === '::1';
}
