/**
 * Who lives on the made-up server and who writes to it: users, strangers, their servers, and the ids that
 * programs give out (Postfix' short queue ids, Dovecot's session ids, Message-IDs of several mailers).
 */
import type { Dice } from './dice.ts';

const NAMES =
  'jerry anna chen lin wang maria peter olga yuki ravi tom sara leon mia omar ines hugo emma noah lea'.split(
    ' ',
  );
const WORDS = 'north east river stone cloud data green alpha metro pixel labor print trade media solar'.split(
  ' ',
);
const HEX = '0123456789ABCDEF';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

export interface Stranger {
  readonly address: string;
  readonly server: string;
  readonly ip: string;
}

export class Town {
  readonly users: readonly string[];
  readonly strangers: readonly Stranger[];
  readonly host = 'mx1';
  private readonly dice: Dice;
  private uid = 20_000;

  constructor(dice: Dice) {
    this.dice = dice;
    this.users = Array.from({ length: 400 }, (_, i) => `${NAMES[i % 20]}${i < 20 ? '' : i}@corp.example`);
    this.strangers = Array.from({ length: 6000 }, (_, i) => {
      const domain = `${dice.of(WORDS)}-${dice.of(WORDS)}${i % 700}.example`;
      return {
        address: `${dice.of(NAMES)}.${dice.text(4, LOWER)}@${domain}`,
        server: `mail${i % 5}.${domain}`,
        ip: `${1 + dice.below(223)}.${dice.below(256)}.${dice.below(256)}.${1 + dice.below(254)}`,
      };
    });
  }

  user(): string {
    return this.dice.of(this.users);
  }

  stranger(): Stranger {
    return this.dice.of(this.strangers);
  }

  pid(): number {
    return 1000 + this.dice.below(60) * 17;
  }

  queueId(): string {
    return this.dice.text(10, HEX);
  }

  session(): string {
    return `${this.dice.text(14, BASE64)}AA`;
  }

  /** Dovecot's LMTP session id. */
  lmtpSession(): string {
    return `${this.dice.text(17, BASE64)}/g`;
  }

  uidNext(): number {
    this.uid += this.dice.below(3);
    return this.uid;
  }

  messageId(domain: string): string {
    const dice = this.dice;
    switch (dice.below(4)) {
      case 0:
        return `<CA${dice.text(50, `${BASE64.slice(0, 62)}_-`)}@mail.gmail.com>`;
      case 1:
        return `<${dice.text(8, HEX.toLowerCase())}-${dice.text(4, HEX.toLowerCase())}-${dice.text(12, HEX.toLowerCase())}@${domain}>`;
      case 2:
        return `<2026070${dice.below(9)}${dice.text(6, '0123456789')}.${dice.text(8, HEX)}@${domain}>`;
      default:
        return `<${dice.text(32, HEX)}@${dice.text(12, HEX)}.namprd0${dice.below(9)}.prod.example>`;
    }
  }
}
