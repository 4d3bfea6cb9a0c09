/** What could not be seen, and how to see it next time. Settings are those of Dovecot's and Amavis' documentation. */
export const missing = {
  'mailbox-log-off':
    'Dovecot logged no mailbox action, so nobody can see whether the message was moved or deleted afterwards. Switch on its mail_log plugin: in Dovecot 2.3 set "mail_plugins = $mail_plugins notify mail_log", also where a protocol block sets mail_plugins anew; in Dovecot 2.4 put the lines "notify = yes" and "mail_log = yes" into the mail_plugins block. Let mail_log_events name delete undelete expunge save copy mailbox_delete mailbox_rename, and mail_log_fields name uid box msgid size.',
  'no-mailbox-lines':
    'No line of Dovecot is here, so what happened in the mailbox cannot be seen. Add its log: "doveadm log find" says where it is written.',
  'no-delivery-line':
    'The mail store wrote no line about this delivery, so where it put the copy cannot be seen. With Sieve or the mail_log plugin Dovecot writes one for each message.',
  'no-login-line':
    'The sign-in of the session that did this is not in these lines, so the address it came from is unknown. Add the log of the time before, and see that login_log_format_elements holds rip and session, as it does by default.',
  'no-sessions':
    'This Dovecot writes no session ids, so the address is taken from the sign-ins of that user at about that time. Dovecot 2 logs them.',
  'copies-not-logged':
    'This Dovecot logged no copies, so a move to another mailbox looks like a deletion. Let mail_log_events name copy and save too: mail_log_events = delete undelete expunge save copy mailbox_delete mailbox_rename.',
  'message-id-cut':
    'The log cut the Message-ID short, so another message that begins with the same characters would look the same.',
  'no-filter-lines':
    "The message went to a content filter whose lines are not here. Add that filter's log; Amavis writes one line for each message to syslog with $do_syslog = 1 and its default $log_templ, even at $log_level = 0.",
  'second-leg':
    'The message was queued again under another id{queueId? ({queueId})} that has no lines here. Add the log of the server or instance that took it.',
  'no-arrival':
    'These lines begin after the message had arrived. Add the log of the time before, such as mail.log.1.',
  'no-end': 'These lines end before a conclusion. Import the newer log, or ask again later.',
  'shared-message-id':
    'Another message bears the same Message-ID, so compare recipient, time and size before you rely on this answer.',
  'retrieval-unknown':
    "POP3 does not log which messages a client fetched; a count stands in the line at its sign-out. A copy may also be on that client's own disk.",
  remote: 'What the next server did with it is only in the logs of that server{relay?, {relay}}.',
} as const;
