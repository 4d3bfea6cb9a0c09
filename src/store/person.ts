/**
 * Which lines are a person's: those that hold the address, wherever it stands, and those of the sign-in names. Asked of
 * the engine first (every such line, and some more), then of each line exactly. Not: what becomes of these lines.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import { addressKey, isUserOf } from '../mail/identity.ts';
import { lmtpUser } from '../mail/reply.ts';
import { encode } from '../syslog/bytes.ts';
import { AddressShapes } from './address-shapes.ts';
import { heldBy } from './any-case.ts';
import type { FoundLine } from './found-lines.ts';
import * as sql from './sql.ts';

export class Person {
  readonly shapes: AddressShapes;
  readonly #address: string;
  readonly #users: readonly string[];
  readonly #userKeys: ReadonlySet<string>;

  /** `address` as AddressShapes takes it; `users` are sign-in names of the same person. */
  constructor(address: string, users: readonly string[]) {
    this.shapes = new AddressShapes(address);
    this.#address = address;
    this.#users = users.filter((user) => user !== '');
    this.#userKeys = new Set(this.#users.map(addressKey));
  }

  /** For every line of the person, and some others. */
  lineCondition(): string {
    return sql.any([this.#holds('raw'), ...this.#users.map((user) => heldBy('raw', user))]);
  }

  /** For every such row of the table of addresses, and some others. */
  addressCondition(): string {
    return sql.any([this.#holds('address'), ...this.#users.map((user) => heldBy('address', user))]);
  }

  #holds(column: string): string {
    const at = this.#address.lastIndexOf('@');
    return `(${[this.#address.slice(0, at), this.#address.slice(at + 1)].map((part) => heldBy(column, part)).join(' AND ')})`;
  }

  holdsAddress(latin1: string): boolean {
    return this.shapes.in(latin1).length > 0;
  }

  isUser(name: string): boolean {
    return this.#userKeys.has(addressKey(name));
  }

  /** A row of the table of addresses, as text. */
  isAddress(address: string): boolean {
    return this.isUser(address) || this.holdsAddress(encode(address));
  }

  has(found: FoundLine): boolean {
    const { head, text } = found.line;
    if (this.holdsAddress(head + text)) return true;
    return this.#users.length > 0 && signInNames(found.event).some((name) => this.isUser(name));
  }

  /** Sign-in names that a line connects with the address and that were not given: whose mailbox took the copy, or has its name. */
  namesLeft(event: JourneyEvent): string[] {
    const names: string[] = [];
    const { forwardPath = [], originalRecipient = [], reply, user } = event;
    const taker = reply === undefined ? undefined : lmtpUser(reply);
    if (
      taker !== undefined &&
      [forwardPath, originalRecipient].flat().some((to) => this.holdsAddress(encode(to)))
    )
      names.push(taker);
    if (user !== undefined && isUserOf(user, this.#address)) names.push(user);
    return names.filter((name) => !this.isUser(name) && !this.holdsAddress(encode(name)));
  }
}

/** Whose line it is: signed in to the mail store or to the transport, or named by the mail store that took a copy. */
export function signInNames({ user, client, reply }: JourneyEvent): string[] {
  const taker = reply === undefined ? undefined : lmtpUser(reply);
  return [user, client?.saslUsername, taker].filter((name) => name !== undefined);
}
