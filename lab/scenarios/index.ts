/**
 * The order in which scenarios are played.
 */
import type { Scenario } from "../laboratory.js";
import { checks } from "./checks.js";
import { delivery } from "./delivery.js";
import { filter } from "./filter.js";
import { forwarders } from "./forwarders.js";
import { hostile } from "./hostile.js";
import { identity } from "./identity.js";
import { mailbox } from "./mailbox.js";
import { milter } from "./milter.js";
import { outgoing } from "./outgoing.js";
import { refusals } from "./refusals.js";
import { sieve } from "./sieve.js";
import { transports } from "./transports.js";

export const scenarios: readonly Scenario[] = [
  ...delivery, ...transports, ...sieve, ...refusals, ...checks, ...filter, ...milter, ...outgoing, ...mailbox, ...identity, ...forwarders, ...hostile,
];
