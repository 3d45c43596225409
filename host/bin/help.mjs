// The help of the launcher. Plain JavaScript: `npx postern --help` answers in a fresh clone, before a build.

/** Every command: how it is called, and one line about it. */
export const commands = {
  serve: ['[options]', 'run the server on a base directory'],
  skin: ['ACTION DOMAIN SKIN [FILE...]', 'files of a skin: put, list, get, versions, diff, rollback'],
  passwd: ['[ACCOUNT]', 'set the password of an account (postmaster if none is named)'],
  usage: ['[--sort COLUMN]', 'what programs and pages have cost'],
  log: ['[--follow]', 'the log of a running server, also as it comes'],
  verify: ['', 'check the storage of a base directory'],
  cli: ['[COMMAND]', 'run administration commands, with history and completion'],
  check: ['FILE|FOLDER...', 'compile pages, programs and datasets, show every problem in its place'],
  run: ['FILE.wcgp', 'run a program without a server'],
  render: ['PAGE --data FILE', 'render a page with a dataset'],
  fmt: ['FILE|FOLDER...', 'lay out programs, pages and data'],
  test: ['[FOLDER]', 'run the tests of programs and pages'],
  replay: ['FILE.prec', 'run a recorded run again'],
  report: ['FOLDER', 'will an existing skin work here?'],
  lsp: ['', 'language server for editors'],
  dap: ['', 'debug adapter for editors'],
  completion: ['bash|zsh|fish', 'completion of these commands for a shell'],
};

/** Letters that must be put in, left out or replaced to make one word of the other. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

/** What is said about a command that does not exist. */
export function unknownCommand(name) {
  const [close] = Object.keys(commands)
    .map(command => [command, distance(name.toLowerCase().slice(0, 40), command)])
    .sort((a, b) => a[1] - b[1]);
  const hint = close[1] <= 2 ? `: did you mean ${close[0]}?` : '';
  return `postern: unknown command ${name}${hint}\nnpx postern --help lists all commands\n`;
}

const lines = Object.entries(commands).map(
  ([name, [use, about]]) => `  ${`${name} ${use}`.padEnd(34)}${about}`,
);

export const help = `Postern: a server for web applications written as WSSP pages and CG/PL programs.

usage: npx postern COMMAND [arguments]

${lines.join('\n')}
  --help, COMMAND --help            this text, or the help of a command
  --version                         version of Postern

First steps:

  npm start                         installs, builds, creates ./base and serves it; prints the addresses
                                    and, at the first start, the password of postmaster
  echo 'Hello, %%serverName%%!' > hello.wssp
  npx postern check hello.wssp      is it a correct page?
  npx postern skin put "" "" hello.wssp
                                    stores it in the unnamed skin of the whole server; a file with an
                                    error is refused and the place of the error is shown

A base directory holds everything a server keeps. Commands use the one named by --base, by the variable
POSTERN_BASE, or ./base. They talk to the server that runs on it, or open it themselves when none does.
`;
