/**
 * The three Postfix of the lab: ours, the partner's that sends to us, and one outside that we send to; and their tables.
 */
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numericId } from './accounts.js';
import { crowd, localAliases, outsiders, people, virtualAliases } from './people.js';
import { PostfixInstance } from './postfix-instance.js';
import type { Machine } from './processes.js';
import { oursAddress, type Servers } from './servers.js';
import { filled, sourceDirectory, type Values } from './templates.js';
import type { Variant } from './variants.js';

export function maps(run: string): void {
  const directory = join(run, 'maps');
  cpSync(join(sourceDirectory(), 'config', 'maps'), directory, { recursive: true });
  const table = (name: string, rows: readonly (readonly [string, string])[]): void =>
    writeFileSync(join(directory, name), rows.map(([key, value]) => `${key} ${value}\n`).join(''));
  const boxes = [...people.map((one) => one.name), ...crowd].map((name) => `${name}@corp.example`);
  table(
    'mailboxes',
    [...boxes, 'müller@bücher.example', 'müller@xn--bcher-kva.example'].map((one) => [one, 'x']),
  );
  table(
    'virtual_aliases',
    Object.entries(virtualAliases).map(([from, to]) => [from, to.join(', ')]),
  );
  table('local_aliases', Object.entries(localAliases(run)));
}

export function postfixes(
  machine: Machine,
  variant: Variant,
  run: string,
): Pick<Servers, 'ours' | 'sender' | 'outside'> {
  const user = numericId(machine.root, 'postfix');
  const ours = new PostfixInstance(machine, run, 'ours', user);
  const filtered = variant.filter === 'amavis';
  const values: Values = {
    run,
    hostname: variant.hostname,
    address: oursAddress,
    longQueueIds: variant.longQueueIds ? 'yes' : 'no',
    contentFilter: filtered ? 'smtp-amavis:[127.0.0.1]:10024' : '',
    milters: filtered ? '' : 'inet:127.0.0.1:11332',
    delayReject: variant.delayReject ? 'yes' : 'no',
    xforwardHosts: variant.xforward ? '127.0.0.0/8' : '',
    lmtpConcurrency: variant.name === 'B' ? '1' : '20',
    sendXforward: variant.xforward ? 'yes' : 'no',
    smtpdOptions:
      filtered && variant.aliases === 'after-filter' ? '-o receive_override_options=no_address_mappings' : '',
    pickupOptions:
      filtered && variant.aliases === 'after-filter' ? '-o receive_override_options=no_address_mappings' : '',
    reinjectOverrides: `no_header_body_checks,no_unknown_recipient_checks,no_milters${variant.aliases === 'before-filter' ? ',no_address_mappings' : ''}`,
  };
  ours.configure(filled('postfix-ours.main.cf', values), filled('postfix-ours.master.cf', values));
  const foreign = (
    name: 'sender' | 'outside',
    host: string,
    domain: string,
    address: string,
    names: readonly string[],
  ): PostfixInstance => {
    const instance = new PostfixInstance(machine, run, name, user);
    const inbox = join(run, name, 'inbox');
    mkdirSync(inbox, { recursive: true });
    chmodSync(inbox, 0o777);
    writeFileSync(
      join(run, name, 'aliases'),
      names.map((one) => `${one} ${one === 'loop' ? 'loop@corp.example' : `${inbox}/${one}/`}\n`).join(''),
    );
    const own: Values = { run, instance: name, hostname: host, domain, address };
    instance.configure(filled('postfix-foreign.main.cf', own), filled('postfix-foreign.master.cf', own));
    return instance;
  };
  return {
    ours,
    sender: foreign('sender', 'mail.partner.example', 'partner.example', '127.0.2.1', [
      'alice',
      'bob',
      'carol',
      'postmaster',
    ]),
    outside: foreign('outside', 'mx.outside.example', 'outside.example', '127.0.3.1', [
      ...outsiders,
      'postmaster',
    ]),
  };
}
