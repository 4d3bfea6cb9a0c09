/** What an administrator with the recipient on the phone checks or does next. Commands take only strictly checked ids. */
export const next = {
  // why a server refused, by the class of its enhanced status code (RFC 3463) or of its stage
  'user-unknown': 'The address does not exist there: tell the sender the right one{to? instead of {to}}.',
  'sender-address':
    "The sender's address or its domain was not accepted: have the sender's administrator look at it.",
  'mailbox-full': 'The mailbox is full: have {owner?{owner}|the recipient} make room, or raise the quota.',
  'too-large':
    'The message is too large: have the sender send a smaller one or a link, or raise message_size_limit.',
  'mail-loop':
    'The message went round in a loop: look for forwards and aliases that lead back to each other.',
  'no-route':
    'The name of the target server could not be found or reached: check its domain for a typing error and its DNS.',
  policy:
    'A rule of the server that answered forbids it: the reply names the rule or list; exempt the sender there if that is wanted.',
  'client-blocked':
    "The sender's server was blocked because of its address or name: have it taken off the list that the reply names, or exempt {client?{client}|it}.",
  'header-rule':
    'Look in the header_checks of Postfix for the rule that did this{reason?: it says {reason}}.',
  'body-rule': 'Look in the body_checks of Postfix for the rule that did this{reason?: it says {reason}}.',
  'access-rule':
    'Look in the access tables of Postfix for the rule that did this{reason?: it says {reason}}.',
  'milter-rule': 'Look in the log of the milter (Rspamd or another) at that time for the reason.',
  'filter-rule': 'Look in the settings of the content filter for the reason{name?: it found {name}}.',
  'sieve-rule':
    "Look at {owner?{owner}'s|the recipient's} filter rules (Sieve), and change the rule if it was not meant for this message.",
  'transport-rule':
    'Look in the transport table of Postfix for the entry that sends this address to discard.',
  'alias-rule': 'Look at the alias of this address: it leads to /dev/null.',
  'sender-notice':
    "The sender's server had this reply: ask the sender for the notice that came back to them.",
  'sender-unaware':
    'The sender does not know of it: once the rule is changed, ask them to send the message again.',
  'send-again': 'Once the cause is gone, ask the sender to send the message again.',
  // before acceptance
  'greylist-retry':
    'The sending server has to try again by itself after some minutes: if it does not, have the administrator of {client?{client}|that server} look into its queue.',
  'greylist-exempt':
    'To let it in without waiting, add {client?{client}|the sending server} to the exceptions of the greylisting, with Postgrey in whitelist_clients.',
  'sender-retries':
    "The sender's server keeps the message and usually tries for up to five days: remove the cause that the reply names, and it comes by itself.",
  'connection-quality':
    'If it happens again with this server, look at firewalls, time-outs and packet sizes (MTU) on the way, and compare the size of the message with message_size_limit.',
  'connection-retry':
    "The sender's server usually tries again: trace the sender's address again later, or have them send it again.",
  // in the queue
  'queue-look': 'Look at it in the queue with: {queueLook}',
  'queue-try': 'Have it tried at once with: {queueTry}',
  'queue-release': 'Release it from hold with: {queueRelease}',
  'queue-list': 'Look at the queue with: {queueList}',
  'queue-running':
    'If it still lies there in some minutes, see that the mail server runs and what its log warns of.',
  'remote-administrator':
    'If the reply stays the same, ask the administrator of {relay?{relay}|that server}, and quote it word for word.',
  'relay-administrator':
    'Ask the administrator of {relay?{relay}|that server} to trace the message{messageId? {messageId}}, and quote the reply word for word.',
  // kept aside
  'quarantine-release': 'If it is wanted, release it with: amavisd-release {quarantineId}',
  'quarantine-look':
    'Look for it in the quarantine of the content filter{quarantineId?, under {quarantineId}}.',
  'quarantine-virus':
    'Do not release it because of a phone call: ask the sender what the attachment is, and have it scanned again first.',
  'quarantine-exempt': 'If messages of this sender are wanted, exempt the sender in the content filter.',
  // away
  'forward-trace':
    'Trace the copies at {targets?{targets}|the addresses it went to}: each has its own answer.',
  'forward-settings':
    'If {owner?{owner}|the recipient} wants to keep a copy, add the own address to the alias or forward, or "keep" to the filter rule.',
  'removed-ask':
    'Ask who administers the queue why it was taken out: it is not kept there, so the sender has to send it again.',
  'command-log': 'Look in the log of {command?{command}|the command} for what it did with the message.',
  // in the mailbox
  'look-in-folder':
    'Have {owner?{owner}|the recipient} look in {folder?{folder}|all folders, the spam folder and the trash too}, and sort by date or search for the sender.',
  'client-filters':
    "Look at the view, filters and conversations of the user's own programs: what they only hide leaves no trace in these logs.",
  'pop3-clients': 'Ask whether another device fetches the mailbox by POP3: the copy may lie there.',
  'marked-deleted':
    'It still lies there, marked as deleted: a client shows it crossed out or hides it; take the mark back before the folder is purged.',
  'find-copy':
    "See where the copy lies now{others? (the same way for {others})} with: doveadm fetch -u {mailUser} 'mailbox uid date.saved' HEADER Message-ID '{plainMessageId}'",
  'open-trash':
    "Open the trash in {owner?{owner}'s mailbox|the mailbox} and move the message back before the trash is emptied.",
  'find-device': 'Find the device at {ip}: a program on it was signed in{user? as {user}} at that time.',
  'find-webmail': 'Look in the log of the webmail at that time: it knows the address of the browser.',
  'other-people':
    'Ask whether somebody else uses this mailbox, or an old phone or computer is still signed in; change the password if nobody knows of it.',
  'ask-administrator': 'Ask the administrators of the mail server who ran the command at that time.',
  'check-retention':
    'Look at the clean-up settings of the mail server (autoexpunge, doveadm expunge jobs) for this folder.',
  restore:
    'If it is needed, restore it from the backup of {owner?the mailbox of {owner}|the mailbox}, or ask the sender to send it again.',
  // not known
  'more-logs': 'Add the logs that are named as missing, and ask again.',
} as const;
