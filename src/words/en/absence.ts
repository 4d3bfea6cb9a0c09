/** Where nothing was found: never more than the covered lines can prove. */
export const absence = {
  nothing: 'No readable log lines are stored, so nothing can be said about {message}.',
  'not-seen': 'No line between {from} and {to} of {hosts} ({programs}) tells of {message}.',
  'not-seen-somewhere': 'No stored line between {from} and {to} tells of {message}.',
  gap: 'Nothing could be seen of {programs} on {host} between {from} and {to}.',
  gaps: 'In {count} intervals nothing could be seen, the longest of {programs} on {host} between {from} and {to}.',
  'near-miss-rejected':
    'A message{sender? from {sender}{askedSender? (not {askedSender})}}{recipient? to {recipient}{askedRecipient? (not {askedRecipient})}} was refused on {date} at {time}.',
  'near-miss-greylisted':
    'A message{sender? from {sender}{askedSender? (not {askedSender})}}{recipient? to {recipient}{askedRecipient? (not {askedRecipient})}} was put off by greylisting on {date} at {time}.',
  'near-miss':
    'There is a message{sender? from {sender}{askedSender? (not {askedSender})}}{recipient? to {recipient}{askedRecipient? (not {askedRecipient})}}, of {date} at {time}: {fate}.',
  'look-at-near-misses':
    'See whether {one?the message above is the one|one of the messages above is the one}: only a little in the addresses differs from what was asked for.',
  'check-address': 'Check the spelling with the sender, letter by letter: {addresses}.',
  'check-message-id':
    'Check the Message-ID: copy it from the header of the message, with everything between "<" and ">".',
  'check-covered-time':
    'See that the time in question lies between {from} and {to}; for another time, import the logs of it.',
  'check-other-hosts':
    'Import the logs of every server that takes mail for the domain, such as a second MX: only {hosts} could be looked at.',
  'ask-sender-for-notice':
    'Ask the sender for a notice that came back, and for the time and address they sent it to: a message that never reached this server leaves no line here.',
} as const;
