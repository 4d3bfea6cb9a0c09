/**
 * Who lives at corp.example: mailboxes, their Sieve scripts and quotas, and the addresses that only lead elsewhere.
 */
export interface Person {
  readonly name: string;
  readonly sieve?: string;
  readonly quotaBytes?: number;
  /** What LMTP says when the mailbox is full: try again later, or no. */
  readonly whenFull?: 'later' | 'bounce';
}

export const password = 'lab';

const redirect = (to: string): string => `redirect "${to}";\n`;

export const people: readonly Person[] = [
  'jerry',
  'anna',
  'tom',
  'mei',
  'omar',
  'dora',
  'ivan',
  'archive',
  'otto',
  'quinn',
  'rosa',
  'sven',
  'desk',
  'greta',
  'grover',
  'grit',
  'umeko',
  'wanda',
  'xenia',
  'yusuf',
  'zoe',
]
  .map((name): Person => ({ name }))
  .concat(
    {
      name: 'lin',
      sieve:
        'require "fileinto";\nif header :contains "subject" "[project]" { fileinto "Projects"; }\nif header :contains "subject" "[meeting]" { fileinto "會議紀錄"; }\n',
    },
    { name: 'boris', sieve: redirect('boris@outside.example') },
    { name: 'kenji', sieve: redirect('tom@corp.example') },
    { name: 'sofia', sieve: 'require "copy";\nredirect :copy "sofia@outside.example";\n' },
    { name: 'hugo', sieve: 'if header :contains "subject" "[drop]" { discard; stop; }\n' },
    {
      name: 'ella',
      sieve:
        'require "reject";\nif header :contains "subject" "[offer]" { reject "No offers, please."; }\nif header :contains "subject" "[forged]" { reject "stored mail into mailbox \'INBOX\'; status=sent (250 2.0.0 Ok)"; }\n',
    },
    {
      name: 'nora',
      sieve: 'require "vacation";\nvacation :days 1 :subject "Away until Monday" "I am away.";\n',
    },
    { name: 'paula', quotaBytes: 2048, whenFull: 'later' },
    { name: 'peter', quotaBytes: 2048, whenFull: 'bounce' },
    {
      name: 'both',
      sieve:
        'require ["copy", "fileinto", "imap4flags"];\nfileinto :copy "Archive";\naddflag "\\\\Flagged";\nkeep;\n',
    },
  );

/** Virtual aliases: address, and where it leads. */
export const virtualAliases: Readonly<Record<string, readonly string[]>> = {
  'sales@corp.example': ['anna@corp.example'],
  'info@corp.example': ['mei@corp.example', 'omar@corp.example', 'dora@corp.example'],
  'ivan@corp.example': ['ivan@corp.example', 'ivan@outside.example'],
  'leaver@corp.example': ['leaver@outside.example'],
  'mixed@corp.example': ['otto@corp.example', 'otto@outside.example'],
  'outer@corp.example': ['inner@corp.example'],
  'inner@corp.example': ['quinn@corp.example'],
  'loop@corp.example': ['loop@outside.example'],
  'halfdead@corp.example': ['rosa@corp.example', 'nobody@outside.example'],
  'blackhole@corp.example': ['blackhole@mx1.corp.example'],
  'tickets@corp.example': ['tickets@mx1.corp.example'],
  'walter@corp.example': ['walter@mx1.corp.example'],
  'wilma@corp.example': ['wilma@mx1.corp.example'],
  'looper@corp.example': ['looper@mx1.corp.example'],
};

/** local(8) aliases at mx1.corp.example. */
export const localAliases = (run: string): Readonly<Record<string, string>> => ({
  blackhole: '/dev/null',
  tickets: `"|${run}/ticket-command"`,
  postmaster: 'desk@corp.example',
});

/** The fifty members of a long recipient list. */
export const crowd: readonly string[] = Array.from(
  { length: 50 },
  (_, index) => `member${String(index + 1).padStart(2, '0')}`,
);

export const outsiders: readonly string[] = [
  'alice',
  'bob',
  'boris',
  'sofia',
  'ivan',
  'leaver',
  'otto',
  'walter',
  'wilma',
  'carol',
  'late',
  'loop',
  'dave',
  'erin',
];
