/**
 * What Amavis says of each DKIM signature of a message: `dkim: VALID Author+Sender signature by d=a.example, From: <b@a.example>, a=rsa-sha256, ...`.
 * It names its task and no queue id. The domain is the sender's word and stands between two words of Amavis.
 * Amavis: collect_some_dkim_info() in DKIM.pm.
 */
import type { Fields } from '../event.ts';

/** `said` begins with `dkim: `. */
export function readSignature(said: string): Fields {
  const fields: Fields = { event: 'filter-detail', action: 'dkim', reason: said.slice(6) };
  const valid = said.startsWith('VALID ', 6);
  const domain = said.indexOf(' signature by d=');
  const end = said.indexOf(', From: ', domain);
  if (!(valid || said.startsWith('FAILED ', 6)) || domain < 0 || end < 0) return fields;
  return { ...fields, method: 'dkim', result: valid ? 'pass' : 'fail', domain: said.slice(domain + 16, end) };
}
