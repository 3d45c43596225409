/** The built files of the playground, each with its compressed form and its policy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeOf } from '../respond/contenttypes.js';

/** One file of the site. */
export interface SiteFile {
  readonly bytes: Uint8Array;
  /** The same, compressed by Brotli when the site was built; null when it was not. */
  readonly brotli: Uint8Array | null;
  readonly type: string;
  /** Content-Security-Policy. */
  readonly policy: string;
  /** True for files whose name changes with their content. */
  readonly isFinal: boolean;
}

const COMPRESSED = '.br';
const START = 'index.html';
const WORKERS = new Set(['language.js', 'runner.js']);

/** Where nothing else is said: scripts, styles and connections of the own place only. */
const STRICT = "default-src 'none'; frame-ancestors 'none'";

/** The policy that a page states in itself, with what can stand in a header field only. */
function policyOf(page: string): string | null {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
  return policy === undefined ? null : `${policy}; frame-ancestors 'self'`;
}

/** The files of a folder, read when somebody asks for them and kept. Names come from the folder, never from a request. */
export class Site {
  private readonly files = new Map<string, SiteFile>();
  private names: ReadonlySet<string> | null = null;

  constructor(private readonly folder: string) {}

  /** False: the playground has not been built. */
  get isThere(): boolean {
    return this.list().has(START);
  }

  /** A file by its name, `''` for the page; null when there is none. */
  file(name: string): SiteFile | null {
    const own = name === '' ? START : name;
    if (!this.list().has(own) || own.endsWith(COMPRESSED)) return null;
    const known = this.files.get(own);
    if (known !== undefined) return known;
    const bytes = this.read(own);
    const compressed = own + COMPRESSED;
    const file: SiteFile = {
      bytes,
      brotli: this.list().has(compressed) ? this.read(compressed) : null,
      type: typeOf(own),
      policy: this.policy(own, bytes),
      isFinal: /-[A-Z0-9]{8}\.js$/.test(own),
    };
    this.files.set(own, file);
    return file;
  }

  /** Workers are bound by the policy of their own script: it is that of the page. Nothing else is a place where code runs. */
  private policy(name: string, bytes: Uint8Array): string {
    const isPage = name.endsWith('.html');
    if (!isPage && !WORKERS.has(name)) return STRICT;
    return policyOf(Buffer.from(isPage ? bytes : this.read(START)).toString('utf8')) ?? STRICT;
  }

  private read(name: string): Uint8Array {
    return readFileSync(join(this.folder, name));
  }

  private list(): ReadonlySet<string> {
    if (this.names === null || this.names.size === 0) {
      const { folder } = this;
      this.names = new Set(existsSync(folder) ? readdirSync(folder) : []);
    }
    return this.names;
  }
}
