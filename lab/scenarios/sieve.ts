/**
 * What users' Sieve scripts do: file, redirect, discard, reject, answer.
 */
import type { Scenario } from "../laboratory.js";
import { truth } from "../truth.js";

export const sieve: readonly Scenario[] = [
  {
    name: "sieve-fileinto",
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, "lin@corp.example", "delivered", { user: lab.user("lin"), mailbox: "Projects" })],
      play: async () => void (await lab.send({ id, recipients: ["lin@corp.example"], subject: "[project] plan" })),
    }),
  },
  {
    name: "sieve-redirect",
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, "boris@corp.example", "forwarded", { by: "sieve", forwardedTo: ["boris@outside.example"] }),
        truth(`id:${id}`, "boris@outside.example", "relayed", { relay: "mx.outside.example[127.0.3.1]:25" }, { originalRecipient: "boris@corp.example" }),
      ],
      play: async () => void (await lab.send({ id, recipients: ["boris@corp.example"] })),
    }),
  },
  {
    name: "sieve-redirect-copy",
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, "sofia@corp.example", "delivered", { user: lab.user("sofia"), mailbox: "INBOX", forwardedTo: ["sofia@outside.example"] }),
        truth(`id:${id}`, "sofia@outside.example", "relayed", { relay: "mx.outside.example[127.0.3.1]:25" }, { originalRecipient: "sofia@corp.example" }),
      ],
      play: async () => void (await lab.send({ id, recipients: ["sofia@corp.example"] })),
    }),
  },
  {
    name: "sieve-reject",
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, "ella@corp.example", "rejected", { stage: "sieve", reason: "No offers, please." })],
      play: async () => void (await lab.send({ id, recipients: ["ella@corp.example"], subject: "[offer] cheap" })),
    }),
  },
];
