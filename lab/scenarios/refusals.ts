/**
 * Refused before acceptance: unknown users, relaying, senders, HELO names, greylisting, sizes, and clients that went away.
 * The reply in the truth is the one that the client was given.
 */
import type { Laboratory, Mail, Scenario } from "../laboratory.js";
import { pause } from "../processes.js";
import { truth, type Fate, type TruthEntry } from "../truth.js";

/** A message to one recipient that is refused at RCPT, or at MAIL where refusals are not delayed. */
function refusedRecipient(name: string, fate: Fate, code: string, mail: Mail & { readonly envelope?: string }, early?: "helo" | "mail"): Scenario {
  return {
    name,
    write: (lab, id) => {
      const sender = mail.envelope ?? `${name}@partner.example`;
      const to = mail.recipients[0] ?? "";
      const stage = early !== undefined && !lab.variant.delayReject ? early : "rcpt";
      const query = stage === "helo" ? `client:${mail.ip ?? ""}` : stage === "mail" ? `from:${sender}` : `from:${sender} to:${to}`;
      const entry = truth(query, stage === "rcpt" ? to : null, fate, { stage, enhancedStatusCode: code });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs(sender, { id, ...mail });
          const reply = outcome.rcpt[0]?.text ?? outcome.mail?.text;
          if (stage !== "helo" && reply !== undefined) entry.detail.reply = reply;
        },
      };
    },
  };
}

async function greylistTwice(lab: Laboratory, mail: Mail, sender: string): Promise<void> {
  await lab.sendAs(sender, mail);
  await lab.sendAs(sender, mail);
}

const attempts = (entry: TruthEntry, count: number): TruthEntry => ({ ...entry, detail: { ...entry.detail, attempts: count } });

export const refusals: readonly Scenario[] = [
  refusedRecipient("unknown-user", "rejected", "5.1.1", { recipients: ["nosuchuser@corp.example"] }),
  refusedRecipient("sender-typo", "rejected", "5.1.1", { recipients: ["jery@corp.example"] }),
  refusedRecipient("relay-denied", "rejected", "5.7.1", { recipients: ["someone@elsewhere.example"] }),
  refusedRecipient("closed-mailbox", "rejected", "5.7.1", { recipients: ["umeko@corp.example"] }),
  refusedRecipient("sender-refused", "rejected", "5.7.1", { envelope: "blocked@partner.example", recipients: ["jerry@corp.example"] }, "mail"),
  refusedRecipient("sender-later", "temporarily-refused", "4.7.1", { envelope: "later@partner.example", recipients: ["jerry@corp.example"] }, "mail"),
  refusedRecipient("sender-domain-unknown", "temporarily-refused", "4.1.8", { envelope: "ghost@nodomain.example", recipients: ["jerry@corp.example"] }, "mail"),
  refusedRecipient("helo-unknown", "temporarily-refused", "4.7.1", { helo: "nowhere.invalid", ip: "127.0.2.61", recipients: ["jerry@corp.example"] }, "helo"),
  refusedRecipient("helo-refused", "rejected", "5.7.1", { helo: "bad-helo.partner.example", ip: "127.0.2.62", recipients: ["jerry@corp.example"] }, "helo"),
  refusedRecipient("client-without-name", "rejected", "5.1.1", { ip: "127.0.5.9", recipients: ["nobody-here@corp.example"] }),
  refusedRecipient("greylisted-never-retried", "greylisted", "4.2.0", { recipients: ["grover@corp.example"] }),
  {
    name: "refused-mid-session",
    write: (lab, id) => {
      const refused = truth(`id:${id}`, "nosuchcolleague@corp.example", "rejected", { stage: "rcpt", enhancedStatusCode: "5.1.1" }, { note: "the line carries the session's queue id" });
      return {
        truth: [truth(`id:${id}`, "jerry@corp.example", "delivered", { user: lab.user("jerry"), mailbox: "INBOX" }), refused],
        play: async () => {
          const outcome = await lab.sendAs("mid-session@partner.example", { id, recipients: ["jerry@corp.example", "nosuchcolleague@corp.example"] });
          refused.detail.reply = outcome.rcpt[1]?.text ?? "";
        },
      };
    },
  },
  {
    name: "refused-before-accepted",
    write: (lab, id) => ({
      truth: [
        truth("from:before-accepted@partner.example to:nosuchfirst@corp.example", "nosuchfirst@corp.example", "rejected", { stage: "rcpt", enhancedStatusCode: "5.1.1" }, { note: "NOQUEUE, then the same session goes on" }),
        truth(`id:${id}`, "anna@corp.example", "delivered", { user: lab.user("anna"), mailbox: "INBOX" }),
      ],
      play: async () => void (await lab.sendAs("before-accepted@partner.example", { id, recipients: ["nosuchfirst@corp.example", "anna@corp.example"] })),
    }),
  },
  {
    name: "greylisted-then-delivered",
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, "greta@corp.example", "delivered", { user: lab.user("greta"), mailbox: "INBOX" })],
      play: async () => {
        await lab.sendThroughPartner({ id, from: "Carol <carol@partner.example>", recipients: ["greta@corp.example"] });
        await pause(4000);
        for (const one of lab.servers.sender.entries()) lab.servers.sender.retry(one.queue_id);
        await pause(200);
        await lab.settled();
      },
    }),
  },
  {
    name: "greylisted-twice",
    write: (lab, id) => ({
      truth: [attempts(truth("from:impatient@partner.example to:grit@corp.example", "grit@corp.example", "greylisted", {}), 2)],
      play: () => greylistTwice(lab, { id, recipients: ["grit@corp.example"] }, "impatient@partner.example"),
    }),
  },
  {
    name: "greylisted-mid-session",
    write: (lab, id) => ({
      truth: [
        truth(`id:${id}`, "anna@corp.example", "delivered", { user: lab.user("anna"), mailbox: "INBOX" }),
        attempts(truth(`id:${id}`, "grover@corp.example", "greylisted", {}), 1),
      ],
      play: async () => void (await lab.sendAs("half-grey@partner.example", { id, recipients: ["anna@corp.example", "grover@corp.example"] })),
    }),
  },
  {
    name: "too-large-announced",
    write: (lab, id) => {
      const entry = truth("from:size-announced@partner.example", null, "rejected", { stage: "mail", enhancedStatusCode: "5.3.4" });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs("size-announced@partner.example", { id, ip: "127.0.2.63", mailParameters: " SIZE=500000", recipients: ["jerry@corp.example"] });
          entry.detail.reply = outcome.mail?.text ?? "";
        },
      };
    },
  },
  {
    name: "too-large-unannounced",
    write: (lab, id) => {
      const entry = truth(`id:${id}`, "jerry@corp.example", "rejected", { stage: "end-of-message", enhancedStatusCode: "5.3.4" });
      return {
        truth: [entry],
        play: async () => {
          const outcome = await lab.sendAs("size-unannounced@partner.example", { id, ip: "127.0.2.64", body: "x".repeat(70).concat("\r\n").repeat(3000), recipients: ["jerry@corp.example"] });
          entry.detail.reply = outcome.end?.text ?? "";
        },
      };
    },
  },
  {
    name: "too-many-hops",
    write: (lab, id) => {
      const entry = truth(`id:${id}`, "jerry@corp.example", "rejected", { stage: "end-of-message", enhancedStatusCode: "5.4.0" });
      return {
        truth: [entry],
        play: async () => {
          const headers = Array.from({ length: 55 }, (_, index) => `Received: from hop${index}.partner.example by hop${index + 1}.partner.example; Mon, 23 Nov 2026 10:00:00 +0000`);
          const outcome = await lab.sendAs("looping@partner.example", { id, ip: "127.0.2.65", headers, recipients: ["jerry@corp.example"] });
          entry.detail.reply = outcome.end?.text ?? "";
        },
      };
    },
  },
  ...([
    ["lost-after-connect", "connect", "127.0.2.70"], ["lost-after-mail", "mail", "127.0.2.71"], ["lost-after-rcpt", "rcpt", "127.0.2.72"],
    ["lost-after-data", "data", "127.0.2.73"],
  ] as const).map(([name, stage, ip]): Scenario => ({
    name,
    write: (lab, id) => ({
      truth: [truth(`client:${ip}`, null, "connection-lost", { stage })],
      play: async () => {
        await lab.sendAs(`${name}@partner.example`, { id, ip, leaveAfter: stage, recipients: ["jerry@corp.example"] });
        await pause(200);
      },
    }),
  })),
  {
    name: "lost-in-data",
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, null, "connection-lost", { stage: "data" }, { note: "cleanup had logged the Message-ID" })],
      play: async () => {
        await lab.sendAs("lost-in-data@partner.example", { id, ip: "127.0.2.74", leaveAfter: "half-data", body: "y".repeat(70).concat("\r\n").repeat(200), recipients: ["jerry@corp.example"] });
        await pause(300);
      },
    }),
  },
  {
    name: "quit-after-rcpt",
    write: (lab, id) => ({
      truth: [truth("client:127.0.2.75", null, "connection-lost", { stage: "rcpt" }, { note: "a polite QUIT, no data sent" })],
      play: async () => void (await lab.sendAs("quit-after-rcpt@partner.example", { id, ip: "127.0.2.75", quitAfterRcpt: true, recipients: ["jerry@corp.example"] })),
    }),
  },
];
