import { expect, test } from 'vitest';
import { dovecot } from './dovecot.ts';

const samples: readonly (readonly [text: string, fields: object])[] = [
  ['master: Dovecot v2.3.21 (47349e2482) starting up for imap, lmtp', { event: 'session', action: 'start' }],
  ['Dovecot v1.2.17 starting up (core dumps disabled)', { event: 'session', action: 'start' }],
  [
    'master: Warning: Killed with signal 15 (by pid=15206 uid=0 code=kill)',
    {
      event: 'warning',
      action: 'signal',
      reason: 'Killed with signal 15 (by pid=15206 uid=0 code=kill)',
    },
  ],
  ['master: Warning: SIGHUP received - reloading configuration', { event: 'warning', action: 'reload' }],
  [
    "log(2059): Warning: Shutting down logging for 'anvil: ' with 1 clients",
    { event: 'warning', action: 'stop' },
  ],
  ['Fatal: Auth process died too early - shutting down', { event: 'warning', action: 'stop' }],
  ['imap: Warning: Time jumped forwards 144575 seconds', { event: 'warning', action: 'time-jumped' }],
  [
    'master: Error: service(auth): command startup failed, throttling for 2.000 secs',
    { event: 'warning', action: 'throttled' },
  ],
  [
    'master: Warning: service(imap-login): process_limit (100) reached, client connections are being dropped',
    { action: 'process-limit' },
  ],
  [
    'imap-login: Error: auth-client: conn unix:login (pid=1443,uid=0): Timeout waiting for handshake from auth server. my pid=1444, input bytes=0',
    { event: 'warning', action: 'auth-unavailable' },
  ],
  ['auth: Fatal: LDAP /etc/dovecot/dovecot-ldap.conf.ext: No uris or hosts set', { action: 'lookup-failed' }],
  [
    "Fatal: auth(default): Support not compiled in for passdb driver 'ldap'",
    { event: 'warning', action: 'no-driver' },
  ],
  [
    'config: Warning: Obsolete setting in /etc/dovecot/conf.d/10-ssl.conf:89: ssl_protocols has been replaced by ssl_min_protocol',
    { event: 'warning', action: 'obsolete-setting' },
  ],
  ['ssl-params: Generating SSL parameters', { event: 'session', action: 'parameters' }],
  [
    'stats: Warning: Session 4711ab (user jerry, service imap) appears to have crashed, disconnecting it',
    { event: 'warning', action: 'statistics', user: 'jerry' },
  ],
  ['last message repeated 2 times', { event: 'session', action: 'repeated' }],
  [
    'managesieve(jerry@corp.example): Debug: Module loaded: /usr/lib/dovecot/modules/lib10_quota_plugin.so',
    { event: 'session', action: 'modules', user: 'jerry@corp.example' },
  ],
  [
    'imap(jerry)<1><S>: Debug: Effective uid=1010, gid=1010, home=/srv/mail/jerry',
    { event: 'session', action: 'identity', user: 'jerry', session: 'S' },
  ],
  [
    'imap(jerry)<1><S>: Debug: Quota rule: root=User quota mailbox=* bytes=2147483648 messages=0',
    { event: 'session', action: 'quota' },
  ],
];

test.each(samples)('%s', (text, fields) => {
  expect(dovecot(text, { at: 0, host: 'mx1', program: 'dovecot', pid: '7', text })).toMatchObject(fields);
});

test.each(['imap(jerry)<1><S>: Error: something new', 'master: Warning: something new'])(
  'without a name: %s',
  (text) => {
    const fields = dovecot(text, { at: 0, host: 'mx1', program: 'dovecot', pid: '7', text });
    expect(fields).toMatchObject({ event: 'warning', reason: 'something new' });
    expect(fields?.action).toBeUndefined();
  },
);
