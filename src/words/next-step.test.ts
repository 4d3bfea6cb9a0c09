import { describe, expect, test } from 'vitest';
import type { Fate, Recipient } from '../journey/journey.ts';
import { labels } from './en/labels.ts';
import type { Say } from './language.ts';
import { nextSteps } from './next-step.ts';
import { sampleJourney, sampleRecipient } from './sample.ts';

const en: Say = { language: 'en', tz: 'UTC' };
const next = (recipient: Partial<Recipient>, messageId = '<a@b.example>') =>
  nextSteps(sampleRecipient(recipient), sampleJourney({ messageId }), en).join('\n');

describe('what to do next', () => {
  test.each(Object.keys(labels) as Fate[])('%s: something, whatever is known', (fate) => {
    expect(next({ fate })).not.toBe('');
    expect(next({ fate }, '')).not.toMatch(/[{}]|undefined/);
  });

  test('a command stands there with its id', () => {
    expect(next({ fate: 'held', detail: { queueId: '88BDC254536' } })).toContain('postsuper -H 88BDC254536');
    expect(
      next({ fate: 'quarantined', detail: { kind: 'spam', quarantineId: 'spam-O6762XLcviho.gz' } }),
    ).toContain('amavisd-release spam-O6762XLcviho.gz');
    expect(next({ fate: 'delivered', detail: { user: 'jerry' } })).toContain(
      "doveadm fetch -u jerry 'mailbox uid date.saved' HEADER Message-ID '<a@b.example>'",
    );
  });

  test('a command is that of the server whose queue it is', () => {
    const [exim, sendmail] = [{ queueId: '1xAbCd-0001Ab-CD' }, { queueId: '6A3900a1000077' }];
    expect(next({ fate: 'deferred', detail: exim })).toContain('exim -M 1xAbCd-0001Ab-CD');
    expect(next({ fate: 'held', detail: exim })).toContain('exim -Mt 1xAbCd-0001Ab-CD');
    expect(next({ fate: 'deferred', detail: sendmail })).toContain('sendmail -v -qI6A3900a1000077');
    expect(next({ fate: 'held', detail: sendmail })).toContain('sendmail -qQ -Q -qI6A3900a1000077');
    for (const detail of [exim, sendmail]) expect(next({ fate: 'held', detail })).not.toContain('post');
  });

  test('no command is shown with what a stranger could have written', () => {
    expect(next({ fate: 'held', detail: { queueId: '$(reboot)' } })).not.toContain('postsuper');
    for (const quarantineId of ['x;reboot', '../../etc/passwd', '-x', '$(id)'])
      expect(next({ fate: 'quarantined', detail: { quarantineId } })).not.toContain('amavisd-release');
    for (const id of ["<a'b@c>", '<a b>', '<$(id)@x>', '<`id`@x>'])
      expect(next({ fate: 'delivered', detail: { user: 'jerry' } }, id)).not.toContain('doveadm');
    expect(next({ fate: 'delivered', detail: { user: '-A;x' } })).not.toContain('doveadm');
  });

  test('a refusal is explained by its enhanced status code', () => {
    const refused = (enhancedStatusCode: string) =>
      next({ fate: 'rejected', detail: { stage: 'rcpt', enhancedStatusCode } });
    expect(refused('5.1.1')).toContain('instead of jerry@corp.example');
    expect(refused('5.2.2')).toContain('full');
    expect(refused('5.3.4')).toContain('too large');
    expect(refused('5.7.1')).toContain('rule');
    expect(refused('nonsense')).toContain('notice');
  });

  test('an action from the server itself sends nobody to look for a device', () => {
    const trashed = (clientIp: string) => next({ fate: 'trashed', detail: { user: 'jerry', clientIp } });
    expect(trashed('192.168.10.51')).toContain('Find the device at 192.168.10.51');
    expect(trashed('127.0.0.1')).not.toContain('Find the device');
    expect(trashed('127.0.0.1')).toContain('log of the webmail');
  });
});
