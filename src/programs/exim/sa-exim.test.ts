import { expect, it } from 'vitest';
import { exim } from './exim.ts';

const ID = '1xVrIm-0004b3-1W';
const WORDS = 'SA: Action: flagged as Spam but accepted: score=8.2 required=5.0 (scanned in 6/6 secs';
const samples: readonly (readonly [string, object])[] = [
  [
    `${ID} ${WORDS} | Message-Id: m_1@b.example). From <a@b.example> (host=mx.b.example [192.0.2.1]) for jerry@corp.example`,
    {
      event: 'session',
      action: 'spamassassin',
      score: 8.2,
      reversePath: 'a@b.example',
      client: { name: 'mx.b.example', ip: '192.0.2.1' },
    },
  ],
  [
    `${ID} ${WORDS} | Message-Id: m_1@b.example). From <> (host=NULL [192.0.2.1]) for jerry@corp.example`,
    { score: 8.2, reversePath: '', client: { ip: '192.0.2.1' } },
  ],
  [
    `${ID} ${WORDS} | Message-Id: m). From <"> (host=x [192.0.2.9])"@b.example> (host=mx [192.0.2.1]) for j@corp.example`,
    { reversePath: '"> (host=x [192.0.2.9])"@b.example', client: { name: 'mx', ip: '192.0.2.1' } },
  ],
  [
    `${ID} SA: Action: scanned but message isn't spam: score=-1.9 required=5.0 (scanned in 2/2 secs)`,
    { score: -1.9 },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect(exim(text, { at: 0, host: '', program: 'exim', pid: '', text })).toMatchObject({
    queueId: ID,
    action: 'spamassassin',
    ...fields,
  });
});
