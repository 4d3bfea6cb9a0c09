/** docs/configuration.md lists every key of the configuration, with the example that errors give, and each example is read. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationOf, EXAMPLES } from '../src/config/service-configuration.ts';

const text = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');

it('docs/configuration.md lists the keys of the code, and no others', () => {
  const listed = [...text.matchAll(/^\| `([a-z.-]+)` \| `(.*?)` \|/gm)].map(([, key, example]) => [
    key,
    example,
  ]);
  expect(listed).toEqual(Object.entries(EXAMPLES));
});

it('its examples are a configuration', () => {
  const section = (name: string, ...without: string[]) =>
    Object.entries(EXAMPLES)
      .filter(([key]) => key.startsWith(`${name}.`) && !without.includes(key))
      .map(([, example]) => example);
  const top = Object.entries(EXAMPLES).filter(([, example]) => !example.startsWith('['));
  const toml = [
    ...top.filter(([key]) => !key.includes('.')).map(([, example]) => example),
    EXAMPLES.follow,
    ...section('follow'),
    ...['journal', 'syslog', 'intake', 'retention'].flatMap((name) => [
      EXAMPLES[name],
      ...section(name, 'intake.token-file'),
    ]),
  ].join('\n');
  expect(configurationOf(toml, 'waybill.toml')).toMatchObject({
    data: '/var/lib/waybill',
    listen: { host: '127.0.0.1', port: 8925 },
    follow: [{ path: '/var/log/mail.log', timeZone: 'Asia/Taipei', year: 2026 }],
    syslog: { tls: { host: '0.0.0.0', port: 6514 }, clientAuthority: '/etc/waybill/client-authority.pem' },
    retention: { smtp: 400, mailbox: 180, filter: 180, other: 30 },
  });
});

it('the configuration of the package is one too', () => {
  const packaged = new URL('../packaging/waybill.toml', import.meta.url);
  expect(configurationOf(readFileSync(packaged, 'utf8'), 'waybill.toml').follow).toEqual([
    { path: '/var/log/mail.log' },
  ]);
});
