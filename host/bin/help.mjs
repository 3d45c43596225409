// The help of the launcher. Plain JavaScript: `npx postern --help` answers in a fresh clone, before a build.

/** Every command: how it is called, and one line about it. */
export const commands = {
  serve: ['[options]', 'run the server on a base directory'],
  skin: ['put|list|get|delete ...', 'upload, list and read the files of a skin'],
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
