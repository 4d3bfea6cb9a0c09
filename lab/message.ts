/**
 * The text of a message, header by header, for scenarios to send.
 * Values are written as given: hostile scenarios need raw ones, so nothing is encoded or checked here.
 */
export interface MessageParts {
  readonly id?: string | null;
  /** Message-ID after Subject: a header check on the subject that refuses comes before it is logged. */
  readonly idLast?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export function message(parts: MessageParts): string {
  const lines =
    parts.id === null || parts.id === undefined || parts.idLast === true ? [] : [`Message-ID: ${parts.id}`];
  lines.push(
    `From: ${parts.from ?? 'Alice <alice@partner.example>'}`,
    `To: ${parts.to ?? 'undisclosed-recipients:;'}`,
    `Subject: ${parts.subject ?? 'Minutes of the meeting'}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
  );
  if (parts.idLast === true) lines.push(`Message-ID: ${parts.id ?? ''}`);
  lines.push(...(parts.headers ?? []));
  if (!(parts.headers ?? []).some((line) => /^content-type:/i.test(line))) {
    lines.push(
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    );
  }
  return `${lines.join('\r\n')}\r\n\r\n${parts.body ?? 'Please find the minutes below.\r\n'}`;
}

/** A message with one attachment of the given name. */
export function withAttachment(parts: MessageParts, name: string, content: string): string {
  return message({
    ...parts,
    headers: [
      ...(parts.headers ?? []),
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="part"',
    ],
    body: [
      '--part',
      'Content-Type: text/plain',
      '',
      parts.body ?? 'See the attachment.',
      '--part',
      `Content-Type: application/octet-stream; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(content, 'latin1').toString('base64'),
      '--part--',
      '',
    ].join('\r\n'),
  });
}
