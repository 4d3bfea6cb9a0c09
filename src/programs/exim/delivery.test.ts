import { expect, it } from 'vitest';
import type { Fields } from '../event.ts';
import { exim } from './exim.ts';

const ID = '1xVrIm-0004b3-1W';
const queueId = ID;

const samples: readonly (readonly [string, Fields])[] = [
  [
    `${ID} => jerry <jerry@corp.example> R=localuser T=local_delivery`,
    { event: 'delivery', queueId, status: 'sent', forwardPath: 'jerry@corp.example', action: 'local' },
  ],
  [
    `${ID} => jerry <jerry+lists@corp.example> R=localuser T=dovecot_lda QT=1m2s DT=0.5s`,
    {
      event: 'delivery',
      queueId,
      status: 'sent',
      forwardPath: 'jerry+lists@corp.example',
      action: 'pipe',
      relay: 'dovecot_lda',
      delay: 62,
    },
  ],
  [
    `${ID} -> fred@other.example (mid@corp.example) <sales@corp.example> F=<anna@partner.example> R=dnslookup T=remote_smtp H=mx.other.example DS [192.0.2.7]:25* X=TLS1.3:x:256 CV=yes DN="CN=\\"mx\\"" L K C="250 2.0.0 Ok: queued as 4gK2Qx5zFzz1Yb"`,
    {
      event: 'delivery',
      queueId,
      status: 'sent',
      forwardPath: 'fred@other.example',
      originalRecipient: 'sales@corp.example',
      reversePath: 'anna@partner.example',
      relay: 'mx.other.example[192.0.2.7]:25',
      tls: 'TLS1.3:x:256',
      reply: '250 2.0.0 Ok: queued as 4gK2Qx5zFzz1Yb',
      enhancedStatusCode: '2.0.0',
      action: 'smtp',
      nextQueueId: '4gK2Qx5zFzz1Yb',
    },
  ],
  [
    `${ID} => greta <greta@corp.example> R=lmtp_user T=lmtp C="250 2.0.0 <greta@corp.example> 3kPzJmXWo2r8HAAAvQ7tLw Saved"`,
    {
      event: 'delivery',
      queueId,
      status: 'sent',
      forwardPath: 'greta@corp.example',
      reply: '250 2.0.0 <greta@corp.example> 3kPzJmXWo2r8HAAAvQ7tLw Saved',
      enhancedStatusCode: '2.0.0',
      action: 'lmtp',
    },
  ],
  [
    `${ID} => :blackhole: <nowhere@corp.example> R=aliases`,
    { event: 'delivery', queueId, status: 'sent', forwardPath: 'nowhere@corp.example', action: 'discard' },
  ],
  [
    `${ID} => |/usr/bin/ticket "new one" (help@corp.example) <ticket@corp.example> R=aliases T=address_pipe`,
    {
      event: 'delivery',
      queueId,
      status: 'sent',
      forwardPath: 'help@corp.example',
      originalRecipient: 'ticket@corp.example',
      action: 'pipe',
      relay: '/usr/bin/ticket "new one"',
    },
  ],
  [
    `${ID} => >anna@partner.example <dora@corp.example> R=userforward T=address_reply`,
    {
      event: 'delivery',
      queueId,
      status: 'replied',
      forwardPath: 'dora@corp.example',
      action: 'autoreply',
      reason: 'anna@partner.example',
    },
  ],
  [
    `${ID} == late@slow.example R=dnslookup T=remote_smtp defer (-44) H=mx.slow.example [192.0.2.8]: SMTP error from remote mail server after RCPT TO:<late@slow.example>: 450 4.2.0 Come back later`,
    {
      event: 'delivery',
      queueId,
      status: 'deferred',
      forwardPath: 'late@slow.example',
      relay: 'mx.slow.example[192.0.2.8]',
      reply: '450 4.2.0 Come back later',
      enhancedStatusCode: '4.2.0',
    },
  ],
  [
    `${ID} == late@slow.example routing defer (-51): retry time not reached`,
    {
      event: 'delivery',
      queueId,
      status: 'deferred',
      forwardPath: 'late@slow.example',
      reply: 'retry time not reached',
      action: 'not-tried',
    },
  ],
  [
    `${ID} ** nosuch@other.example <team@corp.example>: SMTP error from remote mail server after end of data: host mx.other.example [192.0.2.7]: 550 5.1.1 no: retry timeout exceeded`,
    {
      event: 'delivery',
      queueId,
      status: 'bounced',
      forwardPath: 'nosuch@other.example',
      originalRecipient: 'team@corp.example',
      relay: 'mx.other.example[192.0.2.7]',
      reply: '550 5.1.1 no: retry timeout exceeded',
      enhancedStatusCode: '5.1.1',
    },
  ],
  [
    `${ID} == |/usr/bin/ticket "new one" <system-filter> routing defer (-1): system_filter_pipe_transport is unset`,
    {
      event: 'delivery',
      queueId,
      status: 'deferred',
      forwardPath: 'system-filter',
      reply: 'system_filter_pipe_transport is unset',
    },
  ],
  [
    `${ID} => blackhole <blackhole@corp.example> R=localuser T=local_delivery`,
    { event: 'delivery', queueId, status: 'sent', forwardPath: 'blackhole@corp.example', action: 'local' },
  ],
  [
    `${ID} => blackhole not wanted here`,
    { event: 'access', action: 'discard', stage: 'data', queueId, reason: 'blackhole not wanted here' },
  ],
  [
    `${ID} ** late@slow.example R=dnslookup T=remote_smtp: retry timeout exceeded`,
    {
      event: 'delivery',
      queueId,
      status: 'expired',
      forwardPath: 'late@slow.example',
      reply: 'retry timeout exceeded',
    },
  ],
];

it.each(samples)('%s', (text, fields) => {
  expect(exim(text, { at: 0, host: '', program: 'exim', pid: '', text })).toEqual(fields);
});
