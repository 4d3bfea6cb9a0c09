/**
 * The commands and their options as they are typed. What a command does is in its own file, loaded when it is needed:
 * `waybill --help` does not wait for the database engine.
 */
import { Command, Option } from 'commander';
import type { Environment } from '../config/environment.ts';
import { type Language, languageNamed } from '../words/language.ts';
import { withConfiguredPlace } from './configured-place.ts';
import { addCommonOptions, collect, readSettings, type Settings } from './settings.ts';
import { type Page, pageFor } from './terminal.ts';
import { usage } from './usage-phrases.ts';
import { version } from './version.ts';

/** What a command is given: the common options, its own, and the page to write on. */
export interface Call<Options = Record<string, string | boolean | readonly string[] | undefined>> {
  readonly settings: Settings;
  readonly options: Options;
  readonly page: Page;
  /** To standard output. */
  readonly print: (text: string) => void;
}

type Action = (call: Call, parameters: readonly string[]) => Promise<number>;

export interface Program {
  /** Gives the exit status. */
  run(argv: readonly string[]): Promise<number>;
  /** In which a failure is told: as far as the command line was read. */
  language(): Language;
}

export function buildProgram(environment: Environment): Program {
  let status = 0;
  const words = usage(environment.language);
  const program = new Command('waybill')
    .description(words.waybill)
    .version(version(), '-V, --version', words.version)
    .helpOption('-h, --help', words.help)
    .helpCommand('help [command]', words.helpCommand)
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => words.titles[title] ?? title,
    })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'waybill: ')) })
    .showSuggestionAfterError()
    .exitOverride();
  addCommonOptions(program, environment, words);

  const define = (usage: string, description: string, load: () => Promise<Action>) =>
    program
      .command(usage)
      .description(description)
      .action(async (...received: unknown[]) => {
        const command = received.at(-1) as Command;
        const words = received
          .slice(0, -2)
          .flat()
          .filter((word): word is string => typeof word === 'string');
        const given = (name: string) => program.getOptionValueSource(name) === 'cli';
        const own = command.opts();
        const settings = await withConfiguredPlace(
          readSettings(program.opts(), environment, given('data')),
          own.config,
        );
        const print = (text: string) => void process.stdout.write(text);
        const page = pageFor(process.stdout, environment);
        status = await (await load())({ settings, options: own, page, print }, words);
      });

  define('import <file...>', words.import, async () => (await import('./import-command.ts')).importCommand);

  define('trace <query...>', words.trace, async () => (await import('./trace-command.ts')).traceCommand)
    .option('--limit <n>', words.limit)
    .option('--lines', words.lines);

  define('search', words.search, async () => (await import('./search-command.ts')).searchCommand)
    .option('--from <address>', words.from)
    .option('--to <address>', words.to)
    .option('--subject <text>', words.subject)
    .option('--fate <fate>', words.fate)
    .option('--client <host>', words.client)
    .option('--limit <n>', words.limit);

  define('logs <terms>', words.logs, async () => (await import('./logs-command.ts')).logsCommand)
    .addOption(
      new Option('--source <source>', words.source)
        .choices(['all', 'smtp', 'mailbox', 'filter'])
        .default('all'),
    )
    .option('--page <n>', words.page, '1')
    .option('--page-size <n>', words.pageSize, '25')
    .option('--period <from..to>', words.period)
    .option('--download <file>', words.download);

  define('parse <file...>', words.parse, async () => (await import('./parse-command.ts')).parseCommand);

  define('serve', words.serve, async () => (await import('./serve-command.ts')).serveCommand)
    .option('--config <file>', words.config)
    .option('--follow <file>', words.follow, collect)
    .option('--listen <host:port>', words.listen);

  define('doctor', words.doctor, async () => (await import('./doctor-command.ts')).doctorCommand).option(
    '--config <file>',
    words.config,
  );

  define('forget <address>', words.forget, async () => (await import('./forget-command.ts')).forgetCommand)
    .option('--user <name>', words.user, collect)
    .option('--pseudonymise', words.pseudonymise)
    .option('--dry-run', words.dryRun);

  return {
    async run(argv) {
      await program.parseAsync(argv as string[]);
      return status;
    },
    language() {
      const { lang } = program.opts<{ lang?: string }>();
      return languageNamed(lang ?? '') ?? environment.language;
    },
  };
}
