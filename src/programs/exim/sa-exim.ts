/**
 * SA-Exim, a local_scan() that asks SpamAssassin: `SA: Action: flagged as Spam but accepted: score=8.2 required=5.0 (scanned in 6/6
 * secs | Message-Id: safe). From <a@b> (host=mx.b.example [192.0.2.1]) for c@d`. Of the Message-Id it has left only letters, digits,
 * `@._-`, so it is not read as one, and nothing in it ends early. What became of the message is in Exim's own lines.
 * Source: sa-exim.c, local_scan().
 */
import { addressEnd } from '../../mail/address.ts';
import type { Fields } from '../event.ts';
import { readPeer } from './fields.ts';

const ACTION = 'SA: Action: ';
const SCORE = ': score=';
const FROM = '). From <';
const HOST = '> (host=';

/** `at`: behind the id and a blank. */
export function readSaExim(text: string, at: number): Fields | undefined {
  if (!text.startsWith(ACTION, at)) return undefined;
  const fields: Fields = { event: 'session', action: 'spamassassin', reason: text.slice(at) };
  const score = text.indexOf(SCORE, at);
  const value = score < 0 ? Number.NaN : Number.parseFloat(text.slice(score + SCORE.length, score + 24));
  if (Number.isNaN(value)) return fields;
  fields.score = value;
  const from = text.indexOf(FROM, score);
  const close = from < 0 ? -1 : addressEnd(text, from + FROM.length);
  if (close < 0 || !text.startsWith(HOST, close)) return fields;
  fields.reversePath = text.slice(from + FROM.length, close);
  const peer = readPeer(text, close + HOST.length);
  if (peer === undefined || !text.startsWith(')', peer.end)) return fields;
  fields.client = peer.client.name === 'NULL' ? { ip: peer.client.ip! } : peer.client;
  return fields;
}
