/**
 * What smtpd wrote around a message: the client's connection, refused recipients, how the session ended. A process
 * serves one client after another and names itself by its pid only, so its lines are cut into sessions, and only the
 * sessions with a line that was asked for are kept.
 */

import type { JourneyEvent } from '../journey/journey.ts';
import { isPostfix, isSendmail } from '../programs/family.ts';
import type { LineReader } from '../store/line-reader.ts';
import type { Process } from '../store/selection.ts';
import type { Found } from './gather.ts';

/** A session is looked for within this time; microseconds. */
const SESSION_TIME = 600_000_000;
const NEAR_TIME = 4_000_000;
/** Lines of smtpd whose session matters. */
const IN_SESSION: readonly string[] = ['client', 'arrival', 'reject', 'access', 'proxy', 'milter'];

/** Sendmail has a process for each connection. */
function isServer(program: string): boolean {
  return isSendmail(program) || (isPostfix(program) && program.endsWith('smtpd'));
}

export class SmtpTrail {
  readonly #reader: LineReader;
  readonly #followed: ReadonlySet<string>;
  /** Lines whose session was asked for. */
  readonly #wanted = new Set<string>();
  /** Lines of sessions that were given. */
  readonly #given = new Set<string>();
  readonly #queueIds = new Set<string>();

  /** `followed`: ids of lines, read when lines have come. */
  constructor(reader: LineReader, followed: ReadonlySet<string>) {
    this.#reader = reader;
    this.#followed = followed;
  }

  async from(fresh: readonly JourneyEvent[], beside: readonly JourneyEvent[]): Promise<Found> {
    const processes: (Process & { readonly at: number })[] = [];
    for (const e of [...fresh, ...beside]) {
      if (e.queueId !== undefined) this.#queueIds.add(e.queueId);
      if (!isServer(e.program) || e.pid === '' || isOwn(e.client?.ip)) continue;
      if (!IN_SESSION.includes(e.event) && !brokeOff(e)) continue;
      const { id, host, program, pid, at } = e;
      if (this.#given.has(id)) continue;
      this.#wanted.add(id);
      processes.push({ host, program, pid, at });
    }
    if (processes.length === 0) return {};
    const followed: JourneyEvent[] = [];
    const kept: JourneyEvent[] = [];
    for (const session of await this.#sessions(processes)) {
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

  /** Most sessions lie within seconds, from their first line to their last: only the others are looked for farther away. */
  async #sessions(processes: readonly (Process & { readonly at: number })[]): Promise<JourneyEvent[][]> {
    const around = (some: typeof processes, time: number) =>
      some.map(({ host, program, pid, at }) => ({ host, program, pid, since: at - time, until: at + time }));
    const near = sessions(await this.#reader.events({ processes: around(processes, NEAR_TIME) }));
    const wanted = near.filter((session) => session.some(({ id }) => this.#wanted.has(id)));
    const parts = wanted.filter((session) => !isWhole(session));
    if (parts.length === 0) return wanted;
    const far = around(
      parts.map(([first]) => first as JourneyEvent),
      SESSION_TIME,
    );
    return [...wanted.filter(isWhole), ...sessions(await this.#reader.events({ processes: far }))];
  }
}

function isWhole(session: readonly JourneyEvent[]): boolean {
  return (
    session[0]?.text.startsWith('connect from ') === true &&
    session.at(-1)?.text.startsWith('disconnect from ') === true
  );
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
