/**
 * What became of one recipient's copy, as a helpdesk reads it out. `{reply}` and `{reason}` come in quotation marks.
 * Nobody is blamed beyond the evidence: a client that was signed in as somebody is not that person.
 */
export const fates = {
  'rejected-connect':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time}, as soon as {client?{client}|the sending server} connected{reply?: the reply was {reply}}.',
  'rejected-helo':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} when {client?{client}|the sending server} introduced itself{reply?: the reply was {reply}}.',
  'rejected-mail':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} as soon as its sender{sender? {sender}} was named{client? by {client}}{reply?: the reply was {reply}}.',
  'rejected-rcpt':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time}, when its recipient was named{client? by {client}}{reply?: the reply was {reply}}.',
  'rejected-data':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time}, before its text was handed in{client? by {client}}{reply?: the reply was {reply}}.',
  'rejected-header':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} by a rule for message headers{client?, when {client} handed it in}{reply?: the reply was {reply}}.',
  'rejected-body':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} by a rule for message texts{client?, when {client} handed it in}{reply?: the reply was {reply}}.',
  'rejected-end-of-message':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time}, after its text had been handed in{client? by {client}}{reply?: the reason was {reply}}.',
  'rejected-milter':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} by a mail filter (milter){client?, when {client} handed it in}{reply?: the reply was {reply}}.',
  'rejected-filter':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} by the content filter{name?, which found {name}}{reply?: the reply was {reply}}.',
  'rejected-lmtp':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} by the mail store{reply?: the reply was {reply}}.',
  'rejected-sieve':
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time} by a filter rule of {owner?{owner}|the recipient}{reply?: the reply was {reply}}.',
  rejected:
    '{to?The message for {to}|The message} was {likely?most likely }refused on {date} at {time}{client?, when {client} wanted to hand it in}{reply?: the reply was {reply}}.',
  greylisted:
    '{to?The message for {to}|The message} is not here yet: greylisting {likely?most likely }put it off on {date} at {time}{attempts? ({attempts} attempts so far)}{once? (one attempt so far)}, and {client?{client}|the sending server} has not delivered it since.',
  'temporarily-refused':
    '{to?The message for {to}|The message} is not here yet: it was {likely?most likely }refused for the time being on {date} at {time}{client?, when {client} wanted to hand it in}{reply?, with the reply {reply}}, and it has not been accepted since.',
  'connection-lost-early':
    '{to?The message for {to}|The message} did not get here: {client?{client}|the sending server} {likely?most likely }broke off the connection on {date} at {time}, before it had named sender and recipient.',
  'connection-lost-envelope':
    '{to?The message for {to}|The message} did not get here: {client?{client}|the sending server} {likely?most likely }broke off the connection on {date} at {time}, before it sent any of the text.',
  'connection-lost-data':
    '{to?The message for {to}|The message} did not get here: {client?{client}|the sending server} {likely?most likely }broke off the connection on {date} at {time}, in the middle of the text.',
  'connection-lost':
    '{to?The message for {to}|The message} did not get here: {client?{client}|the sending server} {likely?most likely }broke off the connection on {date} at {time}, before the message was accepted.',
  queued:
    '{to?The message for {to}|The message} has {likely?most likely }been in the queue{host? of {host}}{queueId? under {queueId}} since {date} at {time}, and no attempt to deliver it has been logged yet.',
  deferred:
    '{to?The message for {to}|The message} {likely?most likely }still waits in the queue{host? of {host}}{queueId? under {queueId}}: the {once?only|last} attempt{attempts? of {attempts}} failed on {date} at {time}{reply? ({relay?{relay} answered|the reason was} {reply})|{relay? at {relay}}}, and the server will try again.',
  held: '{to?The message for {to}|The message} has {likely?most likely }been on hold in the queue{host? of {host}}{queueId? under {queueId}} since {date} at {time}{reason?, because of {reason}}, and stays there until an administrator releases it.',
  'quarantined-virus':
    '{to?The message for {to}|The message} is {likely?most likely }in the virus quarantine{quarantineId? as {quarantineId}}: on {date} at {time} the content filter kept it aside because it found {name?the virus {name}|a virus}.',
  'quarantined-spam':
    '{to?The message for {to}|The message} is {likely?most likely }in the spam quarantine{quarantineId? as {quarantineId}}: on {date} at {time} the content filter kept it aside as spam{score?, with a score of {score}}.',
  'quarantined-banned':
    '{to?The message for {to}|The message} is {likely?most likely }in the quarantine{quarantineId? as {quarantineId}}: on {date} at {time} the content filter kept it aside because of a forbidden attachment{name?, {name}}.',
  'quarantined-bad-header':
    '{to?The message for {to}|The message} is {likely?most likely }in the quarantine{quarantineId? as {quarantineId}}: on {date} at {time} the content filter kept it aside because of a malformed header{name?, {name}}.',
  'quarantined-condition':
    '{to?The message for {to}|The message} is {likely?most likely }in the quarantine{quarantineId? as {quarantineId}}: on {date} at {time} a condition filter kept it aside{name?, by the rule {name}}.',
  quarantined:
    '{to?The message for {to}|The message} is {likely?most likely }in the quarantine{quarantineId? as {quarantineId}}: on {date} at {time} a filter kept it aside{name? because of {name}}.',
  'discarded-header-check':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} by a rule for message headers{reason? ({reason})}, and nobody was told.',
  'discarded-body-check':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} by a rule for message texts{reason? ({reason})}, and nobody was told.',
  'discarded-access':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} by an access rule{reason? ({reason})}, and nobody was told.',
  'discarded-milter':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} by a mail filter (milter){reason? ({reason})}, and nobody was told.',
  'discarded-filter':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} by the content filter{name?, which found {name}|{reason? ({reason})}}, and no copy in a quarantine is logged.',
  'discarded-transport':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} because the transport table sends mail for this address into nothing{reason? ({reason})}.',
  'discarded-alias':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} because the alias of this address leads into nothing{reason? ({reason})}.',
  'discarded-sieve':
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time} by a filter rule of {owner?{owner}|the recipient}{reason? ({reason})}, and nobody was told.',
  discarded:
    '{to?The message for {to}|The message} was {likely?most likely }dropped on {date} at {time}{reason? ({reason})}, and nobody was told.',
  expired:
    '{to?The message for {to}|The message} was {likely?most likely }given up on {date} at {time}, after its time in the queue had run out{reply?; the last reason was {reply}}{dsn?, and a notice went to the sender{sender? {sender}}|{noSender?, and there was no sender to tell}}.',
  bounced:
    '{to?The message for {to}|The message} was {likely?most likely }refused{relay? by {relay}} on {date} at {time}, after this server had accepted it{reply?: the reason was {reply}}{dsn?, and a notice went to the sender{sender? {sender}}|{noSender?, and there was no sender to tell}}.',
  relayed:
    '{to?The message for {to}|The message} was {likely?most likely }taken over by {relay?{relay}|another server} on {date} at {time}{reply?, with the reply {reply}}; what that server did with it is in its own logs.',
  'forwarded-alias':
    '{to?The message for {to}|The message} was {likely?most likely }sent on to {targets?{targets}|other addresses} by an alias or list on {date} at {time}, and no copy was kept.',
  'forwarded-header-check':
    '{to?The message for {to}|The message} was {likely?most likely }redirected to {targets?{targets}|another address} by a rule for message headers on {date} at {time}, and no copy was kept.',
  'forwarded-body-check':
    '{to?The message for {to}|The message} was {likely?most likely }redirected to {targets?{targets}|another address} by a rule for message texts on {date} at {time}, and no copy was kept.',
  'forwarded-sieve':
    '{to?The message for {to}|The message} was {likely?most likely }sent on to {targets?{targets}|another address} by a filter rule of {owner?{owner}|the recipient} on {date} at {time}, and no copy was kept.',
  'forwarded-local':
    "{to?The message for {to}|The message} was {likely?most likely }sent on to {targets?{targets}|another address} by {owner?{owner}'s|the recipient's} own forward on {date} at {time}, and no copy was kept.",
  forwarded:
    '{to?The message for {to}|The message} was {likely?most likely }sent on to {targets?{targets}|another address} on {date} at {time}, and no copy was kept.',
  removed:
    '{to?The message for {to}|The message} was {likely?most likely }taken out of the queue{host? of {host}} by an administrator on {date} at {time}{queueId?, where it lay under {queueId},} before it was delivered.',
  piped:
    '{to?The message for {to}|The message} was {likely?most likely }given to {command?the command {command}|a command} on {date} at {time}; what that did with it is not in these logs.',
  delivered:
    '{to?The message for {to}|The message} was {likely?most likely }delivered to {folder?{folder}{owner? of {owner}}|{owner?the mailbox of {owner}|the mailbox}} on {date} at {time}{targets?, and copies went on to {targets}}{marked?; this copy is marked as deleted since|{still?; no line after that says that it was moved or deleted}}.',
  'moved-client':
    '{to?The message for {to}|The message} is {likely?most likely }in {folder?{folder}|another folder}{owner? of {owner}}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}} by a client{user? signed in as {user}}{protocol? over {protocol}}{ip? from {ip}}.',
  'moved-server':
    '{to?The message for {to}|The message} is {likely?most likely }in {folder?{folder}|another folder}{owner? of {owner}}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}}{user?, signed in as {user},} through webmail or another program on the mail server{ip? ({ip})}.',
  'moved-administrator':
    '{to?The message for {to}|The message} is {likely?most likely }in {folder?{folder}|another folder}{owner? of {owner}}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}} with an administration command on the mail server.',
  'moved-retention':
    '{to?The message for {to}|The message} is {likely?most likely }in {folder?{folder}|another folder}{owner? of {owner}}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}} by the automatic clean-up of the mail server.',
  'trashed-client':
    "{to?The message for {to}|The message} is {likely?most likely }in {owner?{owner}'s|the} trash{trash? ({trash})}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}} by a client{user? signed in as {user}}{protocol? over {protocol}}{ip? from {ip}}.",
  'trashed-server':
    "{to?The message for {to}|The message} is {likely?most likely }in {owner?{owner}'s|the} trash{trash? ({trash})}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}}{user?, signed in as {user},} through webmail or another program on the mail server{ip? ({ip})}.",
  'trashed-administrator':
    "{to?The message for {to}|The message} is {likely?most likely }in {owner?{owner}'s|the} trash{trash? ({trash})}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}} with an administration command on the mail server.",
  'trashed-retention':
    "{to?The message for {to}|The message} is {likely?most likely }in {owner?{owner}'s|the} trash{trash? ({trash})}: on {date} at {time} it was moved there{fromFolder? from {fromFolder}} by the automatic clean-up of the mail server.",
  'deleted-client':
    '{to?The message for {to}|The message} is {likely?most likely }gone for good: on {date} at {time} it was deleted {withFolder?together with {folder?{folder}|its folder}|from {folder?{folder}|the mailbox}}{owner? of {owner}} by a client{user? signed in as {user}}{protocol? over {protocol}}{ip? from {ip}}.',
  'deleted-server':
    '{to?The message for {to}|The message} is {likely?most likely }gone for good: on {date} at {time} it was deleted {withFolder?together with {folder?{folder}|its folder}|from {folder?{folder}|the mailbox}}{owner? of {owner}}{user?, signed in as {user},} through webmail or another program on the mail server{ip? ({ip})}.',
  'deleted-administrator':
    '{to?The message for {to}|The message} is {likely?most likely }gone for good: on {date} at {time} it was deleted {withFolder?together with {folder?{folder}|its folder}|from {folder?{folder}|the mailbox}}{owner? of {owner}} with an administration command on the mail server.',
  'deleted-retention':
    '{to?The message for {to}|The message} is {likely?most likely }gone for good: on {date} at {time} it was deleted {withFolder?together with {folder?{folder}|its folder}|from {folder?{folder}|the mailbox}}{owner? of {owner}} by the automatic clean-up of the mail server.',
  unknown:
    '{to?Where the message for {to} is|Where the message is} cannot be said: the last line about it is of {date} at {time}{host?, from {host}}, and no conclusion follows.',
} as const;
