/**
 * Differences that are legitimate, each with its reason. A difference is named by corpus, case (file and number) and
 * field, never by what the line says: the corpora are other people's. An explanation that nothing needs any more is
 * named by `npm run compare`, to be taken out.
 */

export interface Explanation {
  readonly corpus: RegExp;
  readonly case: RegExp;
  readonly field: RegExp;
  readonly reason: string;
}

const any = /(?:)/;
const GROK = /^whyscream/;
const LIGHTMETER = /^lightmeter/;
const CROWD = /^crowdsecurity/;
const FAIL2BAN = /^fail2ban/;

export const explanations: readonly Explanation[] = [
  {
    corpus: CROWD,
    case: /^exim/,
    field: /^(?:exim_|message$)/,
    reason: "parts of the date and of Exim's own words; the date is no part of a text here",
  },
  {
    corpus: CROWD,
    case: /^exim-logs (?:[0-2]|9|1[01])$/,
    field: /^target_user$/,
    reason: 'who tried to sign in, stated a second time; no recipient. Waybill names it once, as the client',
  },
  {
    corpus: CROWD,
    case: /^exim-logs [3478]$/,
    field: /^username$/,
    reason:
      'the refused recipient, stated a second time; nobody has signed in. Waybill names it as forwardPath',
  },
  {
    corpus: GROK,
    case: /^(?:tls_features|command_counter_data|delays|relay)_/,
    field: any,
    reason: 'a pattern for a part of a line; the line it is a part of is compared in other cases',
  },
  {
    corpus: GROK,
    case: /^(?:anvil|scache|verify|master|postscreen_0001)/,
    field: any,
    reason:
      'statistics, versions and signals, which say nothing of a message: recognized and not taken apart',
  },
  {
    corpus: GROK,
    case: /^postscreen_/,
    field: /^postfix_server_(?:ip|port)$|violation_time$/,
    reason: 'which of our own addresses was called, and after how many seconds, tells nothing of a message',
  },
  {
    corpus: GROK,
    case: /^local_000[12]/,
    field: any,
    reason:
      'addresses without their brackets, as no release of Postfix writes them; read as a line about the queue id',
  },
  {
    corpus: GROK,
    case: /^smtp_003[12]/,
    field: /^postfix_relay_/,
    reason: 'a work-around for a firewall: the line decides nothing, and its host stays in the reason',
  },

  {
    corpus: LIGHTMETER,
    case: any,
    field: /^MessageDirection$/,
    reason: 'a journey does not say inbound or outbound; that is for who knows which domains are their own',
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^ProcessedMessageSize$/,
    reason: 'the size in the second queue; a journey tells that of the message as it came',
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^MessageIdIsCorrupted$/,
    reason: 'a Message-ID is kept as it was written, and not judged',
  },
  {
    corpus: LIGHTMETER,
    case: /^18_expired 6$/,
    field: /^ParentQueueDeliveryName$/,
    reason: 'the notice to the sender is a message of its own; the expired one names it in dsnQueueId',
  },
  {
    corpus: LIGHTMETER,
    case: /^6_deferred_message_retry$/,
    field: /^results$/,
    reason:
      'they tell nothing of messages that arrived before the log begins; Waybill does, and says what is missing',
  },
  {
    corpus: LIGHTMETER,
    case: /^4_lost_queue$/,
    field: /^results$/,
    reason:
      "four lines of a next host's acceptance stand in the log; they take the queue id that one names for their own",
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^SentRemoteID$/,
    reason: 'the id that a remote of another make gives is kept in its reply; only queue ids link journeys',
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^InReplyToHeader$/,
    reason: 'printed by a milter of their own (lightmeter/headers), which no mail server runs otherwise',
  },

  {
    corpus: LIGHTMETER,
    case: /^line 3$/,
    field: any,
    reason: 'the case states this of a second line, which is not in the corpus',
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^reply\.(?:Port|IP)$/,
    reason: 'the next hop that a filter names in its reply; the reply is kept whole, the queue id is read',
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^reply\.ID$/,
    reason: 'as SentRemoteID',
  },
  {
    corpus: LIGHTMETER,
    case: /^line 41$/,
    field: /^Time\./,
    reason: 'their time is that of the zone in the line, ours is the same moment in UTC',
  },
  {
    corpus: LIGHTMETER,
    case: any,
    field: /^DB$/,
    reason: 'which database of users was asked tells nothing of a message',
  },
  {
    corpus: LIGHTMETER,
    case: /^line (?:47|48|50)$/,
    field: any,
    reason: 'lines of milters of their own (lightmeter/headers, lightmeter/relayed-bounce)',
  },

  {
    corpus: CROWD,
    case: /^(?:exchange|mailscanner|mailu|nginx|zimbra|mailcow)/,
    field: any,
    reason: 'a program without a reader: kept, found by its words, and not understood',
  },
  {
    corpus: CROWD,
    case: /^dovecot/,
    field: /^dovecot_(?:user_backend|local_ip)$/,
    reason: 'which database was asked and which of our own addresses was called tells nothing of a message',
  },
  {
    corpus: CROWD,
    case: /^postfix-logs [34]$/,
    field: /^helo$/,
    reason: "the pattern takes the refused address for the HELO name; Waybill's is that of helo=",
  },
  {
    corpus: CROWD,
    case: /^postfix-logs/,
    field: /^kvItems$/,
    reason: 'the envelope in one string; each of its parts is a field here',
  },
  {
    corpus: CROWD,
    case: /^postscreen-logs/,
    field: /^(?:count|time_attempt)$/,
    reason: 'how many bytes came too early, and when, tells nothing of a message',
  },

  {
    corpus: FAIL2BAN,
    case: /^(?:assp|courier|cyrus|horde|kerio|openwebmail|perdition|qmail|roundcube|sieve|sogo|solid|squirrel|uwimap)/,
    field: any,
    reason:
      'a program without a reader (sieve is timsieved of Cyrus): kept, found by its words, and not understood',
  },
  {
    corpus: FAIL2BAN,
    case: /^dovecot [1-4]$/,
    field: any,
    reason: "the times of multilog (TAI64N), which none of Dovecot's own ways to log writes",
  },
  {
    corpus: FAIL2BAN,
    case: /^dovecot 28$/,
    field: /^host$/,
    reason: "a line of PAM's own, not of Dovecot; Dovecot says the same again in words of its own",
  },
  {
    corpus: FAIL2BAN,
    case: /^exim 15$/,
    field: /^host$/,
    reason: "a journal's line without the date that journalctl puts first: no form that a log is kept in",
  },
  {
    corpus: FAIL2BAN,
    case: /^postfix 17$/,
    field: /^time$/,
    reason: 'the expected day is written with one digit',
  },
];
