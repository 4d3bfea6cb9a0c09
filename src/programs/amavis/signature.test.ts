import { expect, it } from 'vitest';
import { amavis } from '../amavis.ts';

const read = (text: string) => amavis(text, { at: 0, host: 'mx1', program: 'amavis', pid: '7', text });

it.each([
  ['VALID Author+Sender+MailFrom', 'pass'],
  ['FAILED Author+Sender', 'fail'],
])('%s', (words, result) => {
  const said = `${words} signature by d=partner.example, From: <carol@partner.example>, a=rsa-sha256, c=relaxed/relaxed, s=s1, i=@partner.example`;
  expect(read(`(12025-03) dkim: ${said}`)).toEqual({
    event: 'filter-detail',
    action: 'dkim',
    method: 'dkim',
    result,
    domain: 'partner.example',
    reason: said,
    session: '12025-03',
  });
});

it('takes no result from other words', () => {
  const read1 = read(
    '(12025-03) dkim: candidate originators: From:<"VALID signature by d=x, From: y"@a.example>',
  );
  expect(read1).not.toHaveProperty('result');
});
