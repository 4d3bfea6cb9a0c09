/**
 * What Amavis says of itself: how it starts, which decoders and scanners it found, how long a message took it, and of which
 * parts the message was made. Sources: Amavis.pm (post_configure_hook, report_rusage),
 * Timing.pm, Unpackers.pm, Log.pm, SpamControl/SpamAssassin.pm; Net::Server. What a part is called is the sender's word.
 */
import type { Fields } from '../event.ts';
import { noticeName, notices } from '../notice.ts';

// biome-ignore format: a list of words reads best packed
const NOTICES = notices({
  start: [
    'starting. ', 'perl=', 'user=', 'extra modules ', 'modules loaded', 'config files read', 'Module ', 'Amavis::', 'initializing ',
    'Creating db in ', 'checking/creating ', 'will bind ', 'child_init_hook: ', 'Deleting db files ', 'SpamControl: init', 'ANTI-', 'storage and lookups ',
  ],
  listening: ['Net::Server: Binding ', 'Binding to ', 'socket module '],
  stop: ['Shutting down', 'Net::Server: Server closing', 'Sending SIG', 'Waiting for ', 'no need to kill '],
  reload: ['warm restart', 'Net::Server: HUP'],
  'supervisor-told': ['sd_notify '],
  'no-user': ['Net::Server: Group Not Defined', 'Net::Server: User Not Defined'],
  'no-program': ['No ext program for ', 'No $'],
  'no-decoder': ['No decoder for '],
  'decoder-found': ['Found decoder for ', 'Internal decoder for ', 'Using internal '],
  'scanner-found': ['Using primary internal av scanner code for ', 'Using secondary internal av scanner code for ', 'Found primary av scanner ', 'Found secondary av scanner '],
  'no-scanner': ['No primary av scanner: ', 'No secondary av scanner: '],
  'child-retired': ['Requesting process rundown after ', 'after_fork'],
  'stale-pid': ['Ignoring stale PID ', 'Valid PID ', 'removing PID '],
  // about a message
  timing: ['size: *, TIMING [', 'size: *, TIMING-SA [', 'TIMING-SA [', 'TIMING ['],
  usage: ['size: *, RUSAGE '],
  part: ['p* * Content-Type: '],
  'open-relay': ['Open relay? '],
  'perl-warning': ['_WARN: '],
  'perl-died': ['_DIE: '],
  spamassassin: ['SA info: ', 'SA dbg: ', 'SA warn: ', 'SA error: '],
});

/** `fields` with the name of what happened, where Amavis words it so and no reader has named it. */
export function named(fields: Fields, said: string): Fields {
  const action = fields.action === undefined ? noticeName(said, NOTICES) : undefined;
  return action === undefined ? fields : { ...fields, action };
}
