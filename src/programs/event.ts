/**
 * What one log line means: the vocabulary between the wording of programs and the linking of journeys.
 * A field is present only where the line itself states it. Nothing here knows how a line is framed or stored.
 * Field names follow RFC 5321 (reversePath, forwardPath), RFC 3463 (enhancedStatusCode) and the programs' own
 * documentation (queueId, relay, uid, session).
 */

/** The SMTP client of a server, as smtpd names it. `helo` and `name` are whatever the stranger said. */
export interface Client {
  name?: string;
  ip?: string;
  port?: number;
  helo?: string;
  protocol?: string;
  saslUsername?: string;
  saslMethod?: string;
}

export type EventName =
  // an SMTP server (postfix smtpd, postscreen)
  | 'connect' // client
  | 'disconnect' // client; reason: the command counts as written
  | 'lost-connection' // stage, client ("lost connection after DATA from ...", "timeout after RCPT from ...": reason timeout)
  | 'client' // a queue file was opened: queueId, client; reason: orig_queue_id is in `originalQueueId`
  | 'reject' // stage, reply, enhancedStatusCode, reason, reversePath, forwardPath, client; queueId unless NOQUEUE
  | 'access' // an access(5) action that is not a refusal: action (hold, discard, redirect, filter, warn, ...), stage, reason
  | 'milter' // action (reject, hold, discard, accept, quarantine, ...), stage, reply, reason, queueId
  | 'proxy' // a before-queue filter: action (accept, reject), reply, nextQueueId, queueId of the outside session
  | 'sasl-failed' // client, saslMethod, reason
  | 'postscreen' // action (pass-new, pass-old, dnsbl, pregreet, hangup, noqueue, whitelisted, ...), client
  // a queue; 'arrival' where one line says all of an accepted message (Exim `<=`, Sendmail `from=`)
  | 'arrival' // queueId, client, reversePath, messageId, size, nrcpt, forwardPath, tls, user (who submitted it); action 'notification': a bounce or warning about originalQueueId
  | 'pickup' // queueId, reversePath, user (the uid that submitted)
  | 'message-id' // cleanup: queueId, messageId ('' when it has none); action 'resent' for resent-message-id
  | 'header-check' // cleanup: action (reject, hold, discard, redirect, warning, filter, ...), stage header|body, reason = optional text, subject/header in `header`
  | 'queue-active' // qmgr: queueId, reversePath, size (bytes), nrcpt
  | 'removed' // qmgr (done) or postsuper (by an administrator): queueId
  | 'held' // postsuper put on hold: queueId
  | 'released' // postsuper released from hold: queueId
  | 'requeued' // postsuper: queueId
  | 'expired' // qmgr: status=expired, returned to sender: queueId, reversePath
  | 'delivery' // a delivery agent: queueId, forwardPath, originalRecipient, relay, delay, delays, enhancedStatusCode, status, reply, nextQueueId
  | 'remote-reply' // smtp/lmtp: "host X said: ..." before the delivery line: queueId, relay, reply
  | 'clone' // Sendmail: some recipients went into an envelope of their own: queueId, nextQueueId, reversePath (the list's owner)
  | 'notification' // bounce: queueId, nextQueueId, action (non-delivery, delay, delivery-status), reason (sender, postmaster)
  // a content filter
  | 'filter' // Amavis, Rspamd, spamd, clamav: action, reason (CLEAN, SPAM, INFECTED...), score, symbols, virus, quarantineId, nextQueueId
  | 'filter-detail' // another line of a filter about a message
  | 'authentication' // a check of who sent it: method (spf, dkim, dmarc), result (RFC 8601: pass, fail, none, ...), domain, selector, stage
  | 'signed' // our own signature was added: method (dkim), domain, selector
  | 'blocklist' // a list in the DNS names the client: client, list, reply (its answer)
  | 'policy' // a policy service answered the server: action, reason (the rule), client, reversePath, forwardPath
  | 'greylist' // Postgrey or a milter: action (greylist, pass), reason, client, reversePath, forwardPath, delay (s)
  // Dovecot
  | 'login' // user, session, client, protocol
  | 'login-failed' // user, client, reason
  | 'logout' // end of a session: user, session, reason; POP3: retrieved/deleted counts
  | 'lmtp' // an LMTP session line: connect, disconnect, other: action
  | 'save' // mail_log: user, session, mailbox, uid, messageId, size, ...
  | 'copy' // mail_log: fromMailbox -> mailbox; uid of the new copy (2.x) or of the original (1.x)
  | 'delete' // mail_log: \Deleted set (2.x "delete", 1.x "deleted")
  | 'undelete'
  | 'expunge'
  | 'flag-change' // flags
  | 'mailbox-create'
  | 'mailbox-delete'
  | 'mailbox-rename' // fromMailbox -> mailbox
  | 'sieve' // action: stored, discarded, forwarded (redirect; forwardPath), rejected, vacation, duplicate, kept, error; mailbox; messageId
  | 'quota' // mailbox over quota: user
  | 'doveadm' // an administrator's command: user, action
  // anything
  | 'tls'
  | 'warning'
  | 'session' // other lines of a program that are recognized and decide nothing
  | 'other';

export interface Fields {
  event: EventName;
  queueId?: string;
  /** Queue id of the next hop or leg. A list where the line names several (Amavis `queued_as: X/Y`). */
  nextQueueId?: string | readonly string[];
  /** XFORWARD's or a filter's reference back to the first leg (`orig_queue_id=`, Amavis `Queue-ID:` is `queueId`). */
  originalQueueId?: string;
  /** As written between the brackets, brackets included: `<a@b>`; '' where the program says there is none. */
  messageId?: string;
  /** Without brackets; '' is the null sender. */
  reversePath?: string;
  forwardPath?: string | readonly string[];
  originalRecipient?: string;
  /** sent, deferred, bounced, expired, deliverable, undeliverable, ... */
  status?: string;
  relay?: string;
  /** Which agent Sendmail gave the copy to (its `mailer=`): local, prog, esmtp, relay, ... */
  mailer?: string;
  /** The reply or reason text in the last parentheses, or after the colon, as written. */
  reply?: string;
  /** RFC 3463, e.g. `5.1.1`. */
  enhancedStatusCode?: string;
  /** Seconds. */
  delay?: number;
  /** Before queue manager, in it, connection set-up, transmission; seconds. */
  delays?: readonly number[];
  /** Bytes. */
  size?: number;
  nrcpt?: number;
  client?: Client;
  tls?: string;
  /** connect, helo, mail, rcpt, data, header, body, end-of-message, ... lower case. */
  stage?: string;
  reason?: string;
  user?: string;
  session?: string;
  mailbox?: string;
  fromMailbox?: string;
  uid?: number;
  flags?: readonly string[];
  headerFrom?: string;
  subject?: string;
  /** A header line as a header_checks log prints it, when it is not the subject. */
  header?: string;
  action?: string;
  /** spf, dkim, dmarc. */
  method?: string;
  /** Lower case, RFC 8601: pass, fail, softfail, neutral, none, temperror, permerror. */
  result?: string;
  /** Whose policy or key was asked. */
  domain?: string;
  selector?: string;
  /** A list of bad (or good) clients in the DNS, by its zone. */
  list?: string;
  score?: number;
  symbols?: readonly string[];
  virus?: string;
  quarantineId?: string;
  /** POP3 session totals. */
  retrieved?: number;
  deleted?: number;
}

/** A line with its header read. `at` is microseconds since the epoch, undefined where the line names no time. */
export interface Line {
  readonly at: number | undefined;
  readonly host: string;
  readonly program: string;
  readonly pid: string;
  /** What follows `program[pid]: `. */
  readonly text: string;
}

/**
 * Reads one program's wording: the text after the header, into fields, or undefined where it does not know it.
 * Never throws, reads a field only at the place where the program writes it.
 */
export type Wording = (text: string, line: Line) => Fields | undefined;

export type Kind = 'event' | 'unrecognized' | 'malformed';

/** One line, understood. `fields` of an unrecognized line may still hold a queueId or messageId. */
export interface LogEvent extends Omit<Fields, 'event'>, Line {
  readonly kind: Kind;
  readonly event: EventName;
}
