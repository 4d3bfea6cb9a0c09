/** A Message-ID as people paste it: with or without its brackets, or cut short. */

export function bracketed(value: string): string {
  if (value.startsWith('<')) return value;
  return value.endsWith('>') ? `<${value}` : `<${value}>`;
}

/** What a log that cut this Message-ID short may hold: mail_log keeps 80 characters (77 and `...`), others less. */
export function cutForms(messageId: string): string[] {
  const forms: string[] = [];
  for (let length = 20; length < Math.min(messageId.length, 128); length++)
    forms.push(messageId.slice(0, length));
  for (const length of [76, 77, 78, 79, 80]) {
    if (messageId.length > length) forms.push(`${messageId.slice(0, length)}...`);
  }
  return forms;
}
