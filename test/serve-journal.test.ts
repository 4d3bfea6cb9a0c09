/** A running server and real log daemons: systemd's journal through journalctl, and rsyslog that sends over TCP. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbered, Server } from './server.ts';

const WRITER = ['/usr/lib/systemd/systemd-journal-remote', '/lib/systemd/systemd-journal-remote'].find(
  existsSync,
);
const hasJournal = WRITER !== undefined && spawnSync('journalctl', ['--version']).status === 0;
const hasRsyslog = spawnSync('rsyslogd', ['-v']).status === 0;

let server: Server;
beforeEach(() => {
  server = new Server();
});
afterEach(() => server.remove());

describe.skipIf(!hasJournal)('the journal', () => {
  /** As journald keeps what the mail programs sent to syslog; facility 2 is mail. */
  const write = (folder: string, word: string, from: number, to: number, facility = 2) => {
    let entries = '';
    for (let i = from; i < to; i++) {
      const at = Date.UTC(2026, 6, 3, 10) * 1000 + i * 1000;
      entries += `__REALTIME_TIMESTAMP=${at}\n__MONOTONIC_TIMESTAMP=${i + 1}\n_BOOT_ID=${'0123456789abcdef'.repeat(2)}\n`;
      entries += `SYSLOG_FACILITY=${facility}\nSYSLOG_IDENTIFIER=postfix/qmgr\n_PID=9\n_HOSTNAME=mx1\nMESSAGE=${word}${String(i).padStart(5, '0')}: removed\n\n`;
    }
    const done = spawnSync(WRITER!, ['-o', `${folder}/mail.journal`, '-'], { input: entries });
    expect(done.stderr.toString()).not.toMatch(/fail/i);
  };

  it('is followed behind the entry that was stored last', { timeout: 180_000 }, async () => {
    const folder = server.path('journal');
    mkdirSync(folder);
    write(folder, 'DA', 0, 100);
    write(folder, 'EE', 0, 10, 3);
    const file = server.path('waybill.toml');
    writeFileSync(file, `[journal]\ndirectory = "${folder}"\n`);
    await server.start('--config', file);
    expect(await server.until('DA', 100)).toBe(100);
    write(folder, 'DA', 100, 200);
    expect(await server.until('DA', 200)).toBe(200);
    await server.stop('SIGKILL');
    write(folder, 'DA', 200, 300);
    await server.start('--config', file);
    expect(await server.until('DA', 300)).toBe(300);
    expect(new Set(server.lines('DA')).size).toBe(300);
    expect(server.lines('DA')).toHaveLength(300);
    // Not of the facility mail.
    expect(server.lines('EE')).toEqual([]);
    expect(server.ask('trace', 'queue:DA00250').status).toBe(0);
    expect(await server.stop()).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe.skipIf(!hasRsyslog)('rsyslog', () => {
  it('sends what it kept while Waybill was away', { timeout: 180_000 }, async () => {
    const [input, output] = [await freePort(), await freePort()];
    const configuration = server.path('rsyslog.conf');
    mkdirSync(server.path('work'));
    // The action is that of docs/operations.md.
    writeFileSync(
      configuration,
      `global(workDirectory="${server.path('work')}")
module(load="imtcp")
input(type="imtcp" port="${input}" address="127.0.0.1")
mail.* action(type="omfwd" target="127.0.0.1" port="${output}" protocol="tcp" TCP_Framing="octet-counted"
              template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1" action.resumeInterval="1"
              queue.type="LinkedList" queue.filename="waybill" queue.saveOnShutdown="on")
`,
    );
    const rsyslog: ChildProcess = spawn('rsyslogd', ['-n', '-f', configuration, '-i', server.path('pid')], {
      stdio: 'ignore',
    });
    try {
      const send = async (from: number, to: number) => {
        for (let tries = 0; ; tries++) {
          const socket = connect(input, '127.0.0.1');
          const isOpen = await new Promise<boolean>((resolve) => {
            socket.once('connect', () => resolve(true));
            socket.once('error', () => resolve(false));
          });
          if (!isOpen && tries < 100) {
            await new Promise((resolve) => setTimeout(resolve, 100));
            continue;
          }
          await new Promise<void>((resolve) =>
            socket.end(numbered('DC', from, to).replaceAll(/^(?=.)/gm, '<22>'), resolve),
          );
          return;
        }
      };
      const file = server.path('waybill.toml');
      writeFileSync(file, `[syslog]\ntcp = "127.0.0.1:${output}"\n`);
      await server.start('--config', file);
      await send(0, 100);
      expect(await server.until('DC', 100)).toBe(100);
      expect(await server.stop()).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await send(100, 200);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await server.start('--config', file);
      // The first line after a connection broke may be lost by the sender, which believes that it was sent: plain TCP has no receipt.
      expect(await server.until('DC', 199)).toBeGreaterThanOrEqual(199);
    } finally {
      rsyslog.kill();
    }
  });
});

describe('syslog over TLS', () => {
  it('is taken, and a renewed certificate on SIGHUP', { timeout: 180_000 }, async () => {
    const make = (name: string) => {
      const subject = ['-subj', `/CN=${name}`, '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
      const files = ['-keyout', server.path('key.pem'), '-out', server.path('certificate.pem')];
      expect(spawnSync('openssl', ['req', '-x509', ...subject, ...files]).status).toBe(0);
    };
    const port = await freePort();
    const file = server.path('waybill.toml');
    writeFileSync(
      file,
      `[syslog]\ntls = "127.0.0.1:${port}"\ncertificate = "${server.path('certificate.pem')}"\nkey = "${server.path('key.pem')}"\n`,
    );
    const send = (from: number, to: number) =>
      new Promise<string>((resolve, reject) => {
        const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
          const { CN } = socket.getPeerCertificate().subject;
          socket.end(numbered('DD', from, to).replaceAll(/^(?=.)/gm, '<22>'), () => resolve(String(CN)));
        });
        socket.on('error', reject);
      });
    make('first.example');
    await server.start('--config', file);
    expect(await send(0, 20)).toBe('first.example');
    expect(await server.until('DD', 20)).toBe(20);
    make('second.example');
    server.signal('SIGHUP');
    expect(await server.wait(() => server.said('configuration read again').length > 0)).toBe(true);
    expect(await send(20, 40)).toBe('second.example');
    expect(await server.until('DD', 40)).toBe(40);
  });
});
