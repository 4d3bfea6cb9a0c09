/** One short line for each stop on the way, beside its time and host. */
export const stops = {
  greylisted: 'Put off by greylisting{client? at the attempt of {client}}.',
  refused:
    'Refused{stage? at {stage}}{client?, when {client} wanted to hand it in}{list?, because of the list {list}}{reply?: {reply}}.',
  'temporarily-refused':
    'Refused for the time being{stage? at {stage}}{client?, when {client} wanted to hand it in}{list?, because of the list {list}}{reply?: {reply}}.',
  'connection-lost': '{client?{client}|The sending server} broke off the connection{stage? at {stage}}.',
  accepted: 'Accepted{client? from {client}}{tls? over {tls}}{queueId? as {queueId}}.',
  submitted:
    'Handed in{signedIn? by the signed-in user {signedIn}}{client? from {client}}{tls? over {tls}}{queueId? as {queueId}}.',
  'sender-checked': '{method?{method} check|Check of the sender}{domain? of {domain}}{result?: {result}}.',
  signed: 'DKIM signature added{domain? for {domain}}{selector? (selector {selector})}.',
  checked: 'Checked and let pass{by? by {by}}{reason?: {reason}}.',
  held: 'Put on hold{admin? by an administrator}{queueId? as {queueId}}{reason?: {reason}}.',
  released: '{quarantineId?Released from quarantine|Released from hold}{queueId? ({queueId})}.',
  requeued: 'Put into the queue again{queueId? ({queueId})}.',
  queued: 'In the queue{queueId? as {queueId}}.',
  filtered:
    'The content filter let it pass{spam?, marked as spam}{score?, with a score of {score}}{name?: {name}}.',
  blocked:
    'The content filter stopped it{name?: {name}}{score?, with a score of {score}}{quarantineId?; quarantined as {quarantineId}}.',
  reinjected: 'Back in the queue from the content filter{queueId? as {queueId}}.',
  'connection-lost-connect': '{client?{client}|The sending server} connected and went away at once.',
  expanded: 'The address leads to {targets?{targets}|other addresses}.',
  'expanded-alias': 'Sent on by an alias or list to {targets?{targets}|other addresses}.',
  'expanded-header-check': 'Redirected by a rule for message headers to {targets?{targets}|another address}.',
  'expanded-body-check': 'Redirected by a rule for message texts to {targets?{targets}|another address}.',
  'expanded-local': 'Sent on by an alias or a forward to {targets?{targets}|other addresses}.',
  deferred: 'Not delivered yet{relay?, {relay} was tried}{reply?: {reply}}.',
  expired: 'Given up after its time in the queue{reply?: {reply}}.',
  bounced: 'Refused{relay? by {relay}} and returned to the sender{reply?: {reply}}.',
  notified: 'A notice went to the sender{dsn? as {dsn}}.',
  relayed: 'Taken over by {relay?{relay}|another server}{tls? over {tls}}{reply?: {reply}}.',
  piped: 'Given to {command?the command {command}|a command}{reply?: {reply}}.',
  discarded: 'Dropped{by? by {by}}{reason?: {reason}}.',
  removed: 'Taken out of the queue by an administrator{queueId? ({queueId})}.',
  'handed-over': 'Handed over to the mail store{relay? ({relay})}.',
  delivered: 'Delivered to {folder?{folder}{user? of {user}}|{user?the mailbox of {user}|the mailbox}}.',
  'sieve-stored': 'The Sieve filter{user? of {user}} put it into {folder?{folder}|a folder}.',
  'sieve-forwarded': 'A filter rule{user? of {user}} sent it on to {targets?{targets}|another address}.',
  'sieve-discarded': 'A filter rule{user? of {user}} dropped it.',
  'sieve-rejected': 'A filter rule{user? of {user}} refused it{reason?: {reason}}.',
  'auto-replied': 'An automatic reply{user? of {user}} went to {sender?{sender}|the sender}.',
  'over-quota': "{user?{user}'s mailbox|The mailbox} is full{reply?: {reply}}.",
  copied:
    'Copied{fromFolder? from {fromFolder}}{folder? to {folder}}{admin? with an administration command}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  moved:
    'Moved{fromFolder? from {fromFolder}}{folder? to {folder}}{admin? with an administration command}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  trashed:
    'Moved{fromFolder? from {fromFolder}} to the trash{admin? with an administration command}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  flagged:
    'Marked{flags? as {flags}}{folder? in {folder}}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  'marked-deleted':
    'Marked as deleted{folder? in {folder}}{admin? with an administration command}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  undeleted:
    'The mark as deleted was taken back{folder? in {folder}}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  expunged:
    'Removed for good{folder? from {folder}}{protocol? over {protocol}}{admin? with an administration command}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  'mailbox-deleted':
    'Its folder was deleted{folder?: {folder}}{admin? with an administration command}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  'mailbox-renamed':
    'Its folder was renamed{fromFolder? from {fromFolder}}{folder? to {folder}}{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
  fetched:
    'A POP3 client{user? signed in as {user}} fetched messages{server? through webmail or another program on the mail server}{ip?, from {ip}}.',
} as const;
