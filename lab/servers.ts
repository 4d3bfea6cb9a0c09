/**
 * All servers of one variant, configured from the templates and started in the order in which they need each other.
 */
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startNameServer } from "./name-server.js";
import { crowd, localAliases, outsiders, password, people, virtualAliases } from "./people.js";
import { PostfixInstance } from "./postfix-instance.js";
import { accepts, runProgram, startProgram, until, type Machine } from "./processes.js";
import { rspamdServer } from "./rspamd.js";
import { filled, sourceDirectory, writeConfiguration, type Values } from "./templates.js";
import type { Variant } from "./variants.js";

export interface Servers {
  readonly ours: PostfixInstance;
  readonly sender: PostfixInstance;
  readonly outside: PostfixInstance;
  readonly filter: FilterServer;
  readonly dovecot: DovecotServer;
}

export interface FilterServer { start(): Promise<void>; stop(): Promise<void> }
export interface DovecotServer { start(): Promise<void>; stop(): Promise<void>; readonly configuration: string }

export const oursAddress = "127.0.1.1";

export function numericId(root: string, user: string): number {
  const line = readFileSync(`${root}/etc/passwd`, "utf8").split("\n").find((one) => one.startsWith(`${user}:`));
  return Number(line?.split(":")[2] ?? "0");
}

function maps(run: string): void {
  const directory = join(run, "maps");
  cpSync(join(sourceDirectory(), "config", "maps"), directory, { recursive: true });
  const table = (name: string, rows: readonly (readonly [string, string])[]): void =>
    writeFileSync(join(directory, name), rows.map(([key, value]) => `${key} ${value}\n`).join(""));
  const boxes = [...people.map((one) => one.name), ...crowd].map((name) => `${name}@corp.example`);
  table("mailboxes", [...boxes, "müller@bücher.example", "müller@xn--bcher-kva.example"].map((one) => [one, "x"]));
  table("virtual_aliases", Object.entries(virtualAliases).map(([from, to]) => [from, to.join(", ")]));
  table("local_aliases", Object.entries(localAliases(run)));
}

function postfixes(machine: Machine, variant: Variant, run: string): Pick<Servers, "ours" | "sender" | "outside"> {
  const user = numericId(machine.root, "postfix");
  const ours = new PostfixInstance(machine, run, "ours", user);
  const filtered = variant.filter === "amavis";
  const values: Values = {
    run, hostname: variant.hostname, address: oursAddress,
    longQueueIds: variant.longQueueIds ? "yes" : "no",
    contentFilter: filtered ? "smtp-amavis:[127.0.0.1]:10024" : "",
    milters: filtered ? "" : "inet:127.0.0.1:11332",
    delayReject: variant.delayReject ? "yes" : "no",
    xforwardHosts: variant.xforward ? "127.0.0.0/8" : "",
    lmtpCache: variant.name === "B" ? "lmtp_connection_cache_destinations = unix:private/dovecot-lmtp" : "",
    sendXforward: variant.xforward ? "yes" : "no",
    smtpdOptions: filtered && variant.aliases === "after-filter" ? "-o receive_override_options=no_address_mappings" : "",
    pickupOptions: filtered && variant.aliases === "after-filter" ? "-o receive_override_options=no_address_mappings" : "",
    reinjectOverrides: `no_header_body_checks,no_unknown_recipient_checks,no_milters${variant.aliases === "before-filter" ? ",no_address_mappings" : ""}`,
  };
  ours.configure(filled("postfix-ours.main.cf", values), filled("postfix-ours.master.cf", values));
  const foreign = (name: "sender" | "outside", host: string, domain: string, address: string, names: readonly string[]): PostfixInstance => {
    const instance = new PostfixInstance(machine, run, name, user);
    const inbox = join(run, name, "inbox");
    mkdirSync(inbox, { recursive: true });
    chmodSync(inbox, 0o777);
    writeFileSync(join(run, name, "aliases"), names.map((one) => `${one} ${inbox}/${one}/\n`).join(""));
    const own: Values = { run, instance: name, hostname: host, domain, address };
    instance.configure(filled("postfix-foreign.main.cf", own), filled("postfix-foreign.master.cf", own));
    return instance;
  };
  return {
    ours,
    sender: foreign("sender", "mail.partner.example", "partner.example", "127.0.2.1", ["alice", "bob", "carol", "postmaster"]),
    outside: foreign("outside", "mx.outside.example", "outside.example", "127.0.3.1", [...outsiders, "postmaster"]),
  };
}

function mailHomes(variant: Variant, run: string): void {
  const lines: string[] = [];
  const home = (name: string): string => {
    const directory = join(run, "mail", name);
    mkdirSync(directory, { recursive: true });
    return directory;
  };
  const domainless = variant.userNames === "local-part";
  for (const person of [...people, ...crowd.map((name) => ({ name })), { name: "müller" }] as typeof people) {
    const directory = home(person.name);
    if (person.sieve !== undefined) writeFileSync(join(directory, ".dovecot.sieve"), person.sieve);
    const rule = variant.dovecot === "2.3" ? "quota_rule=*:bytes=" : "quota_storage_size=";
    const quota = person.quotaBytes === undefined ? "" : ` userdb_${rule}${person.quotaBytes}`;
    const later = person.whenFull === "bounce" ? " userdb_quota_full_tempfail=no" : "";
    const user = domainless ? person.name : `${person.name}@${person.name === "müller" ? "bücher.example" : "corp.example"}`;
    lines.push(`${user}:{PLAIN}${password}:5000:5000::${directory}::${quota}${later}\n`);
  }
  mkdirSync(join(run, "dovecot"), { recursive: true });
  writeFileSync(join(run, "dovecot", "users"), lines.join(""));
  writeFileSync(join(run, "dovecot", "before.sieve"), 'require "fileinto";\nif anyof (header :is "X-Spam-Flag" "YES", header :is "X-Spam" "Yes") { fileinto "Junk"; }\n');
  const forwards: Readonly<Record<string, string>> = {
    walter: "walter@outside.example\n", wilma: `${run}/homes/wilma/Maildir/\nwilma@outside.example\n`, looper: "looper@corp.example\n",
  };
  for (const [index, name] of ["walter", "wilma", "looper"].entries()) {
    const directory = join(run, "homes", name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, ".forward"), forwards[name] ?? "");
    chownSync(directory, 5001 + index, 5000);
    chownSync(join(directory, ".forward"), 5001 + index, 5000);
  }
  for (const name of ["archive-command", "ticket-command"]) {
    writeFileSync(join(run, name), `#!/bin/sh\nexec cat >> ${run}/${name}.seen\n`, { mode: 0o755 });
    chmodSync(join(run, name), 0o755);
    writeFileSync(join(run, `${name}.seen`), "");
    chmodSync(join(run, `${name}.seen`), 0o666);
  }
}

const usernameFormats = {
  "2.3": { address: "%Lu", "local-part": "%Ln" },
  "2.4": { address: "%{user | lower}", "local-part": "%{user | username | lower}" },
} as const;

function dovecotServer(machine: Machine, variant: Variant, run: string): DovecotServer {
  const configuration = join(run, "dovecot", "dovecot.conf");
  writeConfiguration(configuration, `dovecot-${variant.dovecot}.conf`, {
    run, hostname: variant.hostname, address: oursAddress,
    usernameFormat: usernameFormats[variant.dovecot][variant.userNames],
    submissionHost: variant.sieveSendsBy === "smtp" ? "127.0.0.1:25" : "",
    redirectFrom: "sender",
  });
  for (const directory of ["base", "state"]) mkdirSync(join(run, "dovecot", directory), { recursive: true });
  const listening = (): Promise<boolean> => accepts({ host: oursAddress, port: 143 });
  return {
    configuration,
    async start() {
      startProgram(machine, ["dovecot", "-F", "-c", configuration], join(run, "dovecot.out"));
      await until("Dovecot listens", listening);
      await until("LMTP listens", () => accepts({ path: join(run, "ours/queue/private/dovecot-lmtp") }));
    },
    async stop() {
      runProgram(machine, ["doveadm", "-c", configuration, "stop"]);
      await until("Dovecot stops", async () => !(await listening()));
    },
  };
}

function amavisServer(machine: Machine, variant: Variant, run: string): FilterServer {
  const home = join(run, "amavis");
  const user = numericId(machine.root, "amavis");
  for (const name of ["", "tmp", "quarantine", "db", "home"]) {
    mkdirSync(join(home, name), { recursive: true });
    chownSync(join(home, name), user, user);
  }
  const file = join(run, "amavis.conf");
  writeConfiguration(file, "amavis.conf", { run, hostname: variant.hostname, recipientTemplate: variant.name === "B" ? "" : "$log_recip_templ = undef;" });
  let pid = 0;
  return {
    async start() {
      pid = startProgram(machine, ["amavisd", "-c", file, "foreground"], join(run, "amavis.out"));
      await until("Amavis listens", () => accepts({ host: "127.0.0.1", port: 10024 }), 60_000);
    },
    async stop() {
      process.kill(pid, "SIGTERM");
      await until("Amavis stops", async () => !(await accepts({ host: "127.0.0.1", port: 10024 })));
    },
  };
}

async function startScanner(machine: Machine, run: string): Promise<void> {
  const directory = join(run, "clamav");
  mkdirSync(join(directory, "db"), { recursive: true });
  const eicar = Buffer.from("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!").toString("hex");
  writeFileSync(join(directory, "db", "lab.ndb"), `Eicar-Test-Signature:0:*:${eicar}\n`);
  chownSync(directory, numericId(machine.root, "amavis"), numericId(machine.root, "amavis"));
  writeConfiguration(join(run, "clamd.conf"), "clamd.conf", { run });
  startProgram(machine, ["clamd", "-c", join(run, "clamd.conf")], join(run, "clamd.out"));
  await until("ClamAV listens", () => accepts({ path: join(directory, "clamd.sock") }));
}

async function startGreylisting(machine: Machine, run: string): Promise<void> {
  const directory = join(run, "postgrey");
  mkdirSync(directory, { recursive: true });
  chownSync(directory, numericId(machine.root, "postgrey"), numericId(machine.root, "postgrey"));
  for (const name of ["clients", "recipients"]) writeFileSync(join(run, `postgrey-${name}`), "");
  const options = [`--dbdir=${directory}`, "--delay=3", `--whitelist-clients=${run}/postgrey-clients`, `--whitelist-recipients=${run}/postgrey-recipients`];
  startProgram(machine, ["postgrey", "--inet=127.0.0.1:10023", "--daemonize", `--pidfile=${directory}/pid`, ...options], join(run, "postgrey.out"));
  await until("Postgrey listens", () => accepts({ host: "127.0.0.1", port: 10023 }));
}

export async function startServers(machine: Machine, variant: Variant, run: string): Promise<Servers> {
  mkdirSync(join(run, "rsyslog"), { recursive: true });
  mkdirSync(join(run, "out"), { recursive: true });
  writeConfiguration(join(run, "rsyslog.conf"), "rsyslog.conf", { run, out: join(run, "out"), syslogHostname: variant.syslogHostname });
  startProgram(machine, ["rsyslogd", "-n", "-f", join(run, "rsyslog.conf"), "-i", join(run, "rsyslog.pid")], join(run, "rsyslog.out"));
  await until("rsyslog listens", () => accepts({ path: "/nonexistent" }).then(() => runProgram(machine, ["sh", "-c", "test -S /dev/log && echo yes || echo no"]).trim() === "yes"));
  await startNameServer("127.0.0.53");
  maps(run);
  const posts = postfixes(machine, variant, run);
  mailHomes(variant, run);
  runProgram(machine, ["chown", "-R", "5000:5000", join(run, "mail")]);
  for (const one of [posts.ours, posts.sender, posts.outside]) one.prepare();
  runProgram(machine, ["sievec", join(run, "dovecot", "before.sieve")]);
  const dovecot = dovecotServer(machine, variant, run);
  writeFileSync(join(`${machine.root}/etc/spamassassin`, "lab.cf"), filled("spamassassin.cf", {}));
  await startScanner(machine, run);
  const filter = variant.filter === "amavis" ? amavisServer(machine, variant, run) : await rspamdServer(machine, run);
  await Promise.all([dovecot.start(), filter.start(), startGreylisting(machine, run)]);
  for (const one of [posts.ours, posts.sender, posts.outside]) one.postfix("start");
  await until("Postfix listens", () => accepts({ host: oursAddress, port: 25 }));
  return { ...posts, filter, dovecot };
}
