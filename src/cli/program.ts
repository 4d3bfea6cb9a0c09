/**
 * The commands and their options as they are typed. What a command does is in its own file, loaded when it is needed:
 * `waybill --help` does not wait for the database engine.
 */
import { Command, Option } from 'commander';
import type { Environment } from '../config/environment.ts';
import { addCommonOptions, readSettings, type Settings } from './settings.ts';
import { type Page, pageFor } from './terminal.ts';
import { version } from './version.ts';

/** What a command is given: the common options, its own, and the page to write on. */
export interface Call<Options = Record<string, string | boolean | undefined>> {
  readonly settings: Settings;
  readonly options: Options;
  readonly page: Page;
  /** To standard output. */
  readonly print: (text: string) => void;
}

type Action = (call: Call, parameters: readonly string[]) => Promise<number>;

export function buildProgram(environment: Environment): { run(argv: readonly string[]): Promise<number> } {
  let status = 0;
  const program = new Command('waybill')
    .description('"I never got that mail. Where is it?" Waybill answers from the logs of the mail server.')
    .version(version(), '-V, --version', 'print the version')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'waybill: ')) })
    .showSuggestionAfterError()
    .exitOverride();
  addCommonOptions(program, environment);

  const define = (usage: string, description: string, load: () => Promise<Action>) =>
    program
      .command(usage)
      .description(description)
      .action(async (...received: unknown[]) => {
        const command = received.at(-1) as Command;
        const given = received
          .slice(0, -2)
          .flat()
          .filter((word): word is string => typeof word === 'string');
        const settings = readSettings(program.opts(), environment);
        const print = (text: string) => void process.stdout.write(text);
        const page = pageFor(process.stdout, environment);
        status = await (await load())({ settings, options: command.opts(), page, print }, given);
      });

  define(
    'import <file...>',
    'read log files into the store: plain, .gz .bz2 .xz .zst, or - for standard input',
    async () => (await import('./import-command.ts')).importCommand,
  );

  define(
    'trace <query...>',
    'where did this message go? A Message-ID, a queue id, an address, or key:value pairs in quotes (from: to: subject: id: queue: client: session: user:); - reads queries from standard input',
    async () => (await import('./trace-command.ts')).traceCommand,
  )
    .option('--limit <n>', 'at most this many messages')
    .option('--lines', 'print the log lines that prove it');

  define('search', 'a list of messages', async () => (await import('./search-command.ts')).searchCommand)
    .option('--from <address>', 'reverse path or header From; "<>" is the null sender')
    .option('--to <address>', 'forward path or original recipient')
    .option('--subject <text>', 'a part of the subject, where the log has it')
    .option('--fate <fate>', 'deferred, bounced, deleted, ...')
    .option('--client <host>', 'name or address of the host that brought it')
    .option('--limit <n>', 'at most this many messages');

  define(
    'logs <terms>',
    'log lines that hold every term: "Jul 03 16,jerry"',
    async () => (await import('./logs-command.ts')).logsCommand,
  )
    .addOption(
      new Option('--source <source>', 'whose lines')
        .choices(['all', 'smtp', 'mailbox', 'filter'])
        .default('all'),
    )
    .option('--page <n>', 'which page, 1 is the newest', '1')
    .option('--page-size <n>', 'lines a page', '25')
    .option('--period <from..to>', 'one of the periods, or any FROM..TO')
    .option('--download <file>', 'write every matching line to a file, oldest first');

  define(
    'parse <file...>',
    'what each line means, one JSON object a line; nothing is stored',
    async () => (await import('./parse-command.ts')).parseCommand,
  );

  define(
    'doctor',
    'what is configured, reachable and covered; what is missing and how to add it',
    async () => (await import('./doctor-command.ts')).doctorCommand,
  );

  return {
    async run(argv) {
      await program.parseAsync(argv as string[]);
      return status;
    },
  };
}
