/**
 * The order in which scenarios are played.
 */
import type { Scenario } from '../laboratory.js';
import { beforeQueue } from './before-queue.js';
import { brokenOff } from './broken-off.js';
import { checks } from './checks.js';
import { deletions } from './deletions.js';
import { delivery } from './delivery.js';
import { filter } from './filter.js';
import { forwarders } from './forwarders.js';
import { greylisting } from './greylisting.js';
import { hostile } from './hostile.js';
import { identity } from './identity.js';
import { loops } from './loops.js';
import { mailbox } from './mailbox.js';
import { milter } from './milter.js';
import { outgoing } from './outgoing.js';
import { refusals } from './refusals.js';
import { sieve } from './sieve.js';
import { transports } from './transports.js';
import { userFilters } from './user-filters.js';

export const scenarios: readonly Scenario[] = [
  ...delivery,
  ...transports,
  ...loops,
  ...sieve,
  ...userFilters,
  ...refusals,
  ...greylisting,
  ...brokenOff,
  ...checks,
  ...filter,
  ...beforeQueue,
  ...milter,
  ...outgoing,
  ...mailbox,
  ...deletions,
  ...identity,
  ...forwarders,
  ...hostile,
];
