/** Where nothing was found: never more than the covered lines can prove. */
export const absence = {
  nothing: 'No log lines are stored, so nothing can be said about {query}.',
  'not-seen': 'No line between {from} and {to} of {hosts} ({programs}) names {query}.',
  'not-seen-somewhere': 'No stored line between {from} and {to} names {query}.',
  gap: 'Nothing could be seen of {programs} on {host} between {from} and {to}.',
  gaps: 'In {count} intervals nothing could be seen, the longest of {programs} on {host} between {from} and {to}.',
  'near-miss-rejected': 'A message with {address}, much like {asked}, was refused on {date} at {time}.',
  'near-miss-greylisted':
    'A message with {address}, much like {asked}, was put off by greylisting on {date} at {time}.',
  'near-miss': 'There is a message of {date} at {time} with {address}, much like {asked}: {fate}.',
  'near-miss-same-rejected': 'A message with {address} was refused on {date} at {time}.',
  'near-miss-same-greylisted': 'A message with {address} was put off by greylisting on {date} at {time}.',
  'near-miss-same': 'There is a message of {date} at {time} with {address}: {fate}.',
  'check-address': 'Check how the address is written, with the sender and letter by letter: {query}.',
  'ask-sender-for-notice':
    'Ask the sender for a notice that came back, and for the time and address they sent it to: a message that never reached this server leaves no line here.',
  'check-covered-time':
    'See that the time in question lies between {from} and {to}; for another time, import the logs of it.',
  'check-other-hosts':
    'Import the logs of every server that takes mail for the domain, such as a second MX: only {hosts} could be looked at.',
  'check-message-id':
    'Check the Message-ID: copy it from the header of the message, with everything between "<" and ">".',
  'look-at-near-misses':
    'Look at the messages above: their addresses differ a little from what was asked for.',
} as const;
