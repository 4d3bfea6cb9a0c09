import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields, Line } from '../event.ts';
import { dovecot } from './dovecot.ts';

const line: Line = { at: 0, host: 'mx1', program: 'dovecot', pid: '', text: '' };
const read = (text: string): Fields | undefined => dovecot(text, line);

describe('sign-in', () => {
  it.each(['Login', 'Logged in'])('%s', (word) => {
    expect(
      read(
        `imap-login: ${word}: user=<jerry>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, mpid=12079, TLS, session=<VeVG7/9g84Z/AAE8>`,
      ),
    ).toEqual({
      event: 'login',
      user: 'jerry',
      session: 'VeVG7/9g84Z/AAE8',
      tls: 'TLS',
      client: { protocol: 'imap', ip: '192.0.2.7', saslMethod: 'PLAIN' },
    });
  });

  it('reads elements in an order of the administrator', () => {
    expect(
      read(
        'pop3-login: Login: user=<jerry>, session=RjEydYzOewBGJIO7, method=PLAIN, rip=192.0.2.7, rport=4711, lip=192.0.2.1, secured',
      ),
    ).toEqual({
      event: 'login',
      user: 'jerry',
      session: 'RjEydYzOewBGJIO7',
      client: { protocol: 'pop3', ip: '192.0.2.7', port: 4711, saslMethod: 'PLAIN' },
    });
  });

  it('belongs to every login process', () => {
    for (const protocol of ['imap', 'pop3', 'submission', 'managesieve'])
      expect(
        read(`${protocol}-login: Login: user=<j>, method=PLAIN, rip=::1, lip=::1`)?.client?.protocol,
      ).toBe(protocol);
  });
});

describe('sign-in that failed', () => {
  it.each([
    'Disconnected (auth failed, 1 attempts in 4 secs)',
    'Disconnected: Connection closed (auth failed, 2 attempts in 30 secs)',
    'Disconnected: Inactivity (auth failed, 13 attempts in 179 secs)',
    'Aborted login (auth failed, 1 attempts)',
    'Aborted login',
    'Aborted login (tried to use disallowed plaintext auth)',
    "Disconnected (client didn't finish SASL auth, waited 2 secs)",
    'Login aborted: Connection closed (auth failed, 3 attempts in 16 secs) (auth_failed)',
  ])('%s', (reason) => {
    expect(
      read(`imap-login: ${reason}: user=<j>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, session=<S>`),
    ).toEqual({
      event: 'login-failed',
      reason,
      user: 'j',
      session: 'S',
      client: { protocol: 'imap', ip: '192.0.2.7', saslMethod: 'PLAIN' },
    });
  });

  it.each([
    'Disconnected (no auth attempts in 0 secs)',
    'Disconnected: Connection closed (disconnected before auth was ready, waited 0 secs)',
    'Login aborted: Connection closed (no auth attempts in 1 secs) (no_auth_attempts)',
  ])('nobody tried: %s', (reason) => {
    expect(read(`imap-login: ${reason}: user=<>, rip=192.0.2.7, lip=192.0.2.1, session=<S>`)).toEqual({
      event: 'session',
      reason,
      session: 'S',
      client: { protocol: 'imap', ip: '192.0.2.7' },
    });
  });

  it('is said by the auth processes too', () => {
    const failed = { event: 'login-failed', user: 'j', client: { ip: '192.0.2.7' } };
    expect(read('auth: passwd-file(j,192.0.2.7,<S>): unknown user')).toEqual({
      ...failed,
      session: 'S',
      reason: 'unknown user',
    });
    expect(
      read(
        'auth-worker(63712): conn unix:auth-worker (pid=58074,uid=109): auth-worker<4>: sql(j,192.0.2.7): Password mismatch',
      ),
    ).toEqual({ ...failed, reason: 'Password mismatch' });
    expect(read('auth(j,192.0.2.7,sasl:login)<S>: Info: sql: Password mismatch')).toMatchObject({
      ...failed,
      session: 'S',
    });
    expect(read('auth: sql(a,10.0.0.1): unknown user,192.0.2.7,<S>): Password mismatch')).toMatchObject({
      session: 'S',
      client: { ip: '192.0.2.7' },
    });
  });
});

describe('text of strangers', () => {
  const real = 'method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, mpid=9, TLS, session=<REAL>';
  const forged = 'a>, method=PLAIN, rip=10.0.0.1, lip=10.0.0.2, mpid=1, TLS, session=<FORGED';

  it('a user name is not the address', () => {
    for (const word of ['Login', 'Logged in', 'Disconnected (auth failed, 1 attempts in 2 secs)'])
      expect(read(`imap-login: ${word}: user=<${forged}>, ${real}`)).toMatchObject({
        user: forged,
        session: 'REAL',
        client: { ip: '192.0.2.7' },
      });
  });

  it('whatever is typed, address and session are the connection’s', () => {
    fc.assert(
      fc.property(fc.string(), (user) => {
        expect(read(`imap-login: Login: user=<${user}>, ${real}`)).toMatchObject({
          event: 'login',
          session: 'REAL',
          client: { ip: '192.0.2.7', saslMethod: 'PLAIN' },
        });
      }),
    );
  });

  it('what a client says of itself is no failed sign-in', () => {
    expect(
      read('imap-login: ID sent: name=x (auth failed): user=<victim>, rip=192.0.2.7, lip=::1')?.event,
    ).toBe('session');
  });
});
