/**
 * The order in which scenarios are played.
 */
import type { Scenario } from "../laboratory.js";
import { delivery } from "./delivery.js";
import { sieve } from "./sieve.js";

export const scenarios: readonly Scenario[] = [...delivery, ...sieve];
