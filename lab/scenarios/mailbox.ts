/**
 * What users and administrators do with delivered mail, by IMAP, POP3 and doveadm, each from an address of its own.
 */
import type { Laboratory, Scenario } from "../laboratory.js";
import { pause } from "../processes.js";
import { truth, type Fate, type TruthEntry } from "../truth.js";

type Act = (lab: Laboratory, id: string) => Promise<void>;

/** One message to one person, delivered, then acted upon. */
function after(name: string, person: string, fate: Fate, detail: TruthEntry["detail"], act: Act, note = "", unseen?: true): Scenario {
  return {
    name,
    write: (lab, id) => ({
      truth: [truth(`id:${id}`, `${person}@corp.example`, fate, { user: lab.user(person), ...detail }, { note, ...(unseen === undefined ? {} : { unseen }) })],
      play: async () => {
        await lab.send({ id, recipients: [`${person}@corp.example`] });
        await act(lab, id);
        await pause(60);
      },
    }),
  };
}

const gone = "+FLAGS.SILENT (\\Deleted)";

export const mailbox: readonly Scenario[] = [
  after("imap-deleted", "tom", "deleted", { mailbox: "INBOX", clientIp: "127.0.1.51", protocol: "imap", by: "user" }, (lab, id) =>
    lab.reading("tom", "127.0.1.51", async (imap) => {
      await imap.flag(await imap.find(id), gone);
      await imap.expunge();
    })),
  after("imap-moved", "tom", "moved", { mailbox: "Projects", clientIp: "127.0.1.52" }, (lab, id) =>
    lab.reading("tom", "127.0.1.52", async (imap) => {
      await imap.command("CREATE Projects");
      await imap.move(await imap.find(id), "Projects");
    })),
  after("imap-moved-unicode", "mei", "moved", { mailbox: "專案/Übersicht", clientIp: "127.0.1.53" }, (lab, id) =>
    lab.reading("mei", "127.0.1.53", async (imap) => {
      await imap.command('CREATE "&XAhoSA-/&ANw-bersicht"');
      await imap.move(await imap.find(id), "專案/Übersicht");
    })),
  after("imap-moved-by-copy", "tom", "moved", { mailbox: "Receipts", clientIp: "127.0.1.54" }, (lab, id) =>
    lab.reading("tom", "127.0.1.54", async (imap) => {
      const found = await imap.find(id);
      await imap.command("CREATE Receipts");
      await imap.copy(found, "Receipts");
      await imap.flag(found, gone);
      await imap.expunge();
    })),
  after("imap-trashed-by-copy", "tom", "trashed", { mailbox: "Trash", clientIp: "127.0.1.55" }, (lab, id) =>
    lab.reading("tom", "127.0.1.55", async (imap) => {
      const found = await imap.find(id);
      await imap.copy(found, "Trash");
      await imap.flag(found, gone);
      await imap.expunge();
    })),
  after("imap-trashed-by-move", "tom", "trashed", { mailbox: "Trash", clientIp: "127.0.1.56" }, (lab, id) =>
    lab.reading("tom", "127.0.1.56", async (imap) => imap.move(await imap.find(id), "Trash"))),
  after("imap-trashed-original-marked", "omar", "trashed", { mailbox: "Trash", clientIp: "127.0.1.57" }, (lab, id) =>
    lab.reading("omar", "127.0.1.57", async (imap) => {
      const found = await imap.find(id);
      await imap.copy(found, "Trash");
      await imap.flag(found, gone);
    }), "the original stays, marked \\Deleted"),
  after("trash-emptied", "dora", "deleted", { mailbox: "Trash", clientIp: "127.0.1.59", protocol: "imap", by: "user" }, async (lab, id) => {
    await lab.reading("dora", "127.0.1.58", async (imap) => imap.move(await imap.find(id), "Trash"));
    await lab.reading("dora", "127.0.1.59", async (imap) => {
      await imap.flag(["1:*"], gone);
      await imap.expunge();
    }, "Trash");
  }),
  after("marked-here-expunged-there", "tom", "deleted", { mailbox: "INBOX", clientIp: "127.0.1.62", protocol: "imap", by: "user" }, async (lab, id) => {
    await lab.reading("tom", "127.0.1.61", async (imap) => imap.flag(await imap.find(id), gone));
    await lab.reading("tom", "127.0.1.62", async (imap) => imap.expunge());
  }, "\\Deleted was set from 127.0.1.61"),
  after("undeleted", "ivan", "delivered", { mailbox: "INBOX" }, async (lab, id) => {
    await lab.reading("ivan", "127.0.1.63", async (imap) => {
      const found = await imap.find(id);
      await imap.flag(found, gone);
      await imap.flag(found, "-FLAGS (\\Deleted)");
    });
  }),
  after("marked-deleted-only", "wanda", "delivered", { mailbox: "INBOX" }, (lab, id) =>
    lab.reading("wanda", "127.0.1.64", async (imap) => imap.flag(await imap.find(id), gone)), "still there, marked \\Deleted"),
  after("copied", "anna", "delivered", { mailbox: "INBOX" }, (lab, id) =>
    lab.reading("anna", "127.0.1.65", async (imap) => {
      await imap.command("CREATE Kept");
      await imap.copy(await imap.find(id), "Kept");
    })),
  after("copied-then-original-deleted-later", "anna", "moved", { mailbox: "Kept", clientIp: "127.0.1.67" }, async (lab, id) => {
    await lab.reading("anna", "127.0.1.66", async (imap) => imap.copy(await imap.find(id), "Kept"));
    await lab.reading("anna", "127.0.1.67", async (imap) => {
      await imap.flag(await imap.find(id), gone);
      await imap.expunge();
    });
  }, "a copy lives in Kept; the original was expunged in a later session"),
  after("copy-deleted-original-kept", "anna", "delivered", { mailbox: "INBOX" }, async (lab, id) => {
    await lab.reading("anna", "127.0.1.75", async (imap) => imap.copy(await imap.find(id), "Kept"));
    await lab.reading("anna", "127.0.1.76", async (imap) => {
      await imap.flag(await imap.find(id), gone);
      await imap.expunge();
    }, "Kept");
  }, "a copy in Kept came and went"),
  after("moved-twice", "tom", "moved", { mailbox: "Receipts", clientIp: "127.0.1.78" }, async (lab, id) => {
    await lab.reading("tom", "127.0.1.77", async (imap) => imap.move(await imap.find(id), "Projects"));
    await lab.reading("tom", "127.0.1.78", async (imap) => imap.move(await imap.find(id), "Receipts"), "Projects");
  }),
  after("trashed-then-restored", "tom", "moved", { mailbox: "INBOX", clientIp: "127.0.1.79" }, async (lab, id) => {
    await lab.reading("tom", "127.0.1.79", async (imap) => imap.move(await imap.find(id), "Trash"));
    await lab.reading("tom", "127.0.1.79", async (imap) => imap.move(await imap.find(id), "INBOX"), "Trash");
  }, "back where it was first"),
  after("deleted-with-others", "tom", "deleted", { mailbox: "INBOX", clientIp: "127.0.1.85", protocol: "imap", by: "user" }, async (lab, id) => {
    const second = id.replace("<", "<other-");
    await lab.send({ id: second, recipients: ["tom@corp.example"] });
    await lab.reading("tom", "127.0.1.85", async (imap) => {
      await imap.flag([...(await imap.find(id)), ...(await imap.find(second))], gone);
      await imap.expunge();
    });
  }, "two messages in one expunge"),
  after("read-and-flagged", "anna", "delivered", { mailbox: "INBOX" }, (lab, id) =>
    lab.reading("anna", "127.0.1.68", async (imap) => {
      const found = await imap.find(id);
      await imap.command(`UID FETCH ${found.join(",")} BODY[]`);
      await imap.flag(found, "+FLAGS (\\Flagged)");
    })),
  after("folder-deleted", "sven", "deleted", { mailbox: "Old", clientIp: "127.0.1.70", protocol: "imap", by: "user" }, async (lab, id) => {
    await lab.reading("sven", "127.0.1.69", async (imap) => {
      await imap.command("CREATE Old");
      await imap.move(await imap.find(id), "Old");
    });
    await lab.reading("sven", "127.0.1.70", async (imap) => void (await imap.command("DELETE Old")));
  }),
  after("folder-renamed", "sven", "moved", { mailbox: "Later", clientIp: "127.0.1.71" }, (lab, id) =>
    lab.reading("sven", "127.0.1.71", async (imap) => {
      await imap.command("CREATE Sooner");
      await imap.move(await imap.find(id), "Sooner");
      await imap.command("RENAME Sooner Later");
    }), "moved to Sooner, which was then renamed to Later"),
  after("pop3-fetched", "zoe", "delivered", { mailbox: "INBOX" }, async (lab, id) => {
    const pop3 = await lab.pop3("zoe", "127.0.1.72");
    await pop3.fetch(await pop3.find(id));
    await pop3.quit();
  }, "fetched and left on the server"),
  after("pop3-deleted", "zoe", "deleted", { mailbox: "INBOX", clientIp: "127.0.1.73", protocol: "pop3", by: "user" }, async (lab, id) => {
    const pop3 = await lab.pop3("zoe", "127.0.1.73");
    const number = await pop3.find(id);
    await pop3.fetch(number);
    await pop3.delete(number);
    await pop3.quit();
  }),
  after("pop3-delete-without-quit", "zoe", "delivered", { mailbox: "INBOX" }, async (lab, id) => {
    const pop3 = await lab.pop3("zoe", "127.0.1.74");
    await pop3.delete(await pop3.find(id));
    pop3.drop();
    await pause(200);
  }),
  after("administrator-expunged-over-server", "rosa", "deleted", { mailbox: "INBOX", by: "administrator" }, async (lab, id) => {
    lab.doveadm("expunge", "-u", lab.user("rosa"), "-S", "127.0.0.1:2424", "mailbox", "INBOX", "header", "Message-ID", id);
  }),
  after("administrator-expunged-on-command-line", "rosa", "deleted", { mailbox: "INBOX", by: "administrator" }, async (lab, id) => {
    lab.doveadm("expunge", "-u", lab.user("rosa"), "mailbox", "INBOX", "header", "Message-ID", id);
  }, "no line in the mail log tells", true),
];
