/**
 * The configurations that the lab plays, and in what they differ.
 * A and B are the two places where Postfix may expand aliases around a content filter; N is the next Debian; C has Rspamd as milter.
 */
export type VariantName = 'A' | 'B' | 'C' | 'N';

export interface Variant {
  readonly name: VariantName;
  readonly words: string;
  readonly timeZone: string;
  readonly hostname: string;
  readonly syslogHostname: string;
  readonly longQueueIds: boolean;
  readonly filter: 'amavis' | 'rspamd';
  /** Where aliases are expanded: before the message goes to the content filter or after it came back. */
  readonly aliases: 'before-filter' | 'after-filter';
  /** Whether XFORWARD tells the re-injecting smtpd the first queue id. */
  readonly xforward: boolean;
  readonly delayReject: boolean;
  /** Dovecot's user names: whole addresses, or local parts. */
  readonly userNames: 'address' | 'local-part';
  /** How Sieve sends: by LMTP's sendmail command (pickup), or by SMTP to localhost. */
  readonly sieveSendsBy: 'pickup' | 'smtp';
  readonly dovecot: '2.3' | '2.4';
  readonly firstPid: number;
}

const a: Variant = {
  name: 'A',
  words: 'Amavis after the queue, aliases before the filter, short queue ids',
  timeZone: 'Asia/Taipei',
  hostname: 'mx1.corp.example',
  syslogHostname: 'mx1',
  longQueueIds: false,
  filter: 'amavis',
  aliases: 'before-filter',
  xforward: true,
  delayReject: true,
  userNames: 'address',
  sieveSendsBy: 'pickup',
  dovecot: '2.3',
  firstPid: 11400,
};

const b: Variant = {
  ...a,
  name: 'B',
  words: 'Amavis after the queue, aliases after the filter, long queue ids',
  timeZone: 'UTC',
  longQueueIds: true,
  aliases: 'after-filter',
  xforward: false,
  delayReject: false,
  userNames: 'local-part',
  sieveSendsBy: 'smtp',
  firstPid: 4100,
};

export const variants: Readonly<Record<VariantName, Variant>> = {
  A: a,
  B: b,
  C: {
    ...a,
    name: 'C',
    words: 'Rspamd as milter, no content filter',
    timeZone: 'America/New_York',
    filter: 'rspamd',
    firstPid: 20800,
  },
  N: {
    ...a,
    name: 'N',
    words: 'Debian 13: Postfix 3.10, Dovecot 2.4',
    timeZone: 'Europe/Berlin',
    longQueueIds: true,
    dovecot: '2.4',
    firstPid: 880,
  },
};
