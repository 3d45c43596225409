/** `postern completion`: what shells need to complete the commands. */
import { Arguments } from './options.js';
import { SERVER_COMMANDS } from './servercommands.js';
import { type Command, type Io, OK, Stop, USAGE } from './types.js';

type Listed = Pick<Command, 'name' | 'about' | 'options'>;

const SHELLS: Readonly<Record<string, (commands: readonly Listed[]) => string>> = {
  bash: commands => `# eval "$(npx postern completion bash)"
_postern() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$word"))
    return
  fi
  local options=""
  case "\${COMP_WORDS[1]}" in
${commands.map(({ name, options }) => `    ${name}) options="${options.map(o => o.name).join(' ')} --help";;`).join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word"));;
    *) COMPREPLY=($(compgen -f -- "$word"));;
  esac
}
complete -o filenames -F _postern postern
`,
  zsh: commands => `#compdef postern
_postern() {
  if (( CURRENT == 2 )); then
    local -a names
    names=(${commands.map(({ name, about }) => `'${name}:${about.replace(/'/g, '')}'`).join(' ')})
    _describe command names
    return
  fi
  case $words[2] in
${commands.map(({ name, options }) => `    ${name}) _arguments ${options.map(o => `'${o.name}[${o.about.replace(/['[\]]/g, '')}]${o.value === null ? '' : ':value:_files'}'`).join(' ')} '*:file:_files';;`).join('\n')}
  esac
}
compdef _postern postern
`,
  fish: commands =>
    commands
      .flatMap(({ name, about, options }) => [
        `complete -c postern -n __fish_use_subcommand -a ${name} -d '${about.replace(/'/g, '')}'`,
        ...options.map(
          o =>
            `complete -c postern -n '__fish_seen_subcommand_from ${name}' -l ${o.name.slice(2)} -d '${o.about.replace(/'/g, '')}'`,
        ),
      ])
      .join('\n')
      .concat('\n'),
};

/** @param commands asked for when the command runs: it is one of them */
export function completion(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    usage: 'bash|zsh|fish',
    about: 'write a script for the completion of your shell',
    help: '  eval "$(npx postern completion bash)"',
    options: [],
    async run(args: readonly string[], io: Io): Promise<number> {
      const [shell = ''] = new Arguments(args, []).rest;
      const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
      if (script === undefined) throw new Stop(`name a shell: ${Object.keys(SHELLS).join(', ')}`, USAGE);
      io.out(script([...SERVER_COMMANDS, ...commands()]));
      return OK;
    },
  };
}
