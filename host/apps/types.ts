/**
 * What the faces (HTTP, later XIMSS and the command line) ask of the application runner: compile and run the
 * programs and pages of a skin (webapp.md A3 to A6, E). Only finished HTTP answers, dictionaries and positioned
 * failures cross this interface; sandboxes, linked units and built-ins stay behind it.
 */
import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';
import type { Principal } from '../objects/api.js';

/**
 * A selected skin (webapp.md A2, A3): the domain whose set comes first in the search order, null for the
 * server-wide set (`/sys/` applications), and the name of the skin, `''` for the unnamed one.
 */
export interface SkinChoice {
  readonly domain: string | null;
  readonly skin: string;
}

/** How the request came in: it decides the entry of a program and what `SessionData()` gives. */
export type Realm = 'stateless' | 'auth' | 'sys' | 'session';

/** Header fields in the order of the request, names in any letter case, values one unit per byte. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The request as it came, for `GetHTTP...` and for the request functions of pages. Parsed lazily, in the sandbox worker. */
export interface RequestData {
  /** Upper case. */
  readonly method: string;
  /** Path as requested, still percent-encoded, without parameters: `/sys/app.wcgp/extra`. */
  readonly path: string;
  /** Text after `?`, null when there is no question mark. */
  readonly query: string | null;
  readonly secure: boolean;
  readonly fields: HeaderList;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Original address named by a trusted proxy, or null. */
  readonly proxiedAddress: string | null;
  /** Request body; null when there is none, when it was too long, or when the client still waits for `100 Continue`. */
  readonly body: Uint8Array | null;
}

/** A client that waits for `100 Continue`: sends it and reads the body. Rejects with a PosternError when that fails. */
export type ContinueBody = () => Promise<Uint8Array>;

/** What a page needs beside its dataset (wssp.md 4, 5). Absent dictionaries answer null for every key. */
export interface PageWorld {
  /** The session dataset: `SESSION(name)`. Session realm only. */
  readonly session?: Dict;
  /** Effective preferences of the account, or of the domain's defaults: `SETTINGS(name)`. */
  readonly settings?: Dict;
  /** Effective account settings: `ACCOUNTSETTINGS(name)`. */
  readonly accountSettings?: Dict;
  /** Selected language, null for the default one: text datasets, `SELECTEDLANGUAGE()`. */
  readonly language: string | null;
  /** Selected time zone (IANA name), null for the server's own. */
  readonly timeZone: string | null;
  /** True for a skin for small devices: content type `text/vnd.wap.wml`. */
  readonly isWML?: boolean;
}

/** The live session of a request, as far as programs see it. */
export interface SessionLink {
  /** Full session id. Never logged. */
  readonly id: string;
  /** The session dataset (shared, changes stay): read when the program asks for it. */
  read(): Dict;
  /** Puts the dataset that the program left behind in place. */
  write(data: Dict): void;
}

/** Everything about one request that does not depend on which program or page answers it. */
export interface RequestContext {
  readonly realm: Realm;
  /** Domain of the request or of the account; null when the host belongs to none. */
  readonly domain: string | null;
  readonly skin: SkinChoice;
  /** On whose behalf: nobody, the account, postmaster of the main domain. */
  readonly principal: Principal;
  readonly request: RequestData;
  readonly world: PageWorld;
  readonly session?: SessionLink;
  readonly continueBody?: ContinueBody;
  /**
   * The generic elements when requests share them, the same dictionary each time; null when they are the request's own.
   * @param texts the text dataset of skin and language
   */
  sharedElements?(texts: Dict): Dict | null;
  /** Generic elements of webapp.md B2 or B3, added by `ProcessWSSP` to the program's dataset. */
  genericElements(): Dict | Promise<Dict>;
  /** Log tag of the connection or session, for example `HTTPU-00012`. */
  readonly tag: string;
}

/** Runs a program: `file` is the lower-case name with extension; the entry follows from the realm. */
export interface AppRequest {
  readonly context: RequestContext;
  readonly file: string;
  /** Makes a recording of the run even when it does not fail. */
  readonly record?: boolean;
}

/** Starts a task: nobody waits for its answer. */
export interface TaskRequest {
  readonly context: RequestContext;
  readonly file: string;
  /** In any letter case. */
  readonly entry: string;
  /** `Vars().startParameter`. */
  readonly parameter: Value;
}

/** Renders a page of the skin on a finished dataset (generic elements included by the caller). */
export interface PageRequest {
  readonly context: RequestContext;
  /** Lower-case name with extension. */
  readonly file: string;
  readonly dataset: Dict;
}

/** A complete HTTP answer. `body` is already encoded in the charset that `contentType` names. */
export interface AppResponse {
  readonly status: number;
  /** Reason phrase when the program chose one. */
  readonly reason: string | null;
  readonly contentType: string | null;
  /** Further header fields in order, checked for line breaks; `Location` of a redirection is among them. */
  readonly fields: HeaderList;
  readonly body: Uint8Array;
  /** The same as a byte string, when the answer came as one. */
  readonly text?: Bytes;
}

/** A failed compilation or run, for the log and for people: never sent to the browser in production. */
export interface AppFailure {
  readonly code: string;
  readonly number: number;
  readonly message: string;
  readonly file: string;
  /** From 1; 0 when there is no position. */
  readonly line: number;
  readonly column: number;
  /** Several lines of text: the place in the source, marked. */
  readonly codeFrame: string | null;
  /** Where the sections that were running stood, `file:line:column (section)`, the innermost first. */
  readonly calls?: readonly string[];
  /** Recording of the run when recordings are on. */
  readonly recording?: Uint8Array;
}

/** What became of a request. `missing`: no such file. `empty`: the program set no output (both 404). `failed`: 500. */
export type AppOutcome =
  | { readonly kind: 'response'; readonly response: AppResponse }
  | { readonly kind: 'missing' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly failure: AppFailure };

/** One error found in an uploaded file. Line and column from 1, columns in code points. */
export interface SkinFileError {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The check of an uploaded file (webapp.md A6). `marked` is its text with `<--ERROR-->` at the first error. */
export type SkinFileCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly errors: readonly SkinFileError[];
      readonly marked: string;
      readonly codeFrame: string;
    };

/** What runs have used since the server started. */
export interface UsageFigures {
  runs: number;
  failures: number;
  cpuMs: number;
  wallMs: number;
  peakMemory: number;
  hostCalls: number;
  outputBytes: number;
}

/** What one program or page has used. */
export interface AppUsage extends UsageFigures {
  readonly domain: string;
  readonly skin: string;
  readonly file: string;
  /** The same by the path that was asked for, as `usagepaths.ts` groups them; all further ones are one, `*`. */
  readonly paths: readonly PathUsage[];
}

export interface PathUsage extends UsageFigures {
  readonly path: string;
}

/** The application runner. */
export interface AppService {
  /** Runs a `.wcgp` program. Never rejects for reasons that lie in the program or its skin. */
  run(request: AppRequest): Promise<AppOutcome>;
  /** Starts an entry of a `.wcgp` program as a task of its own. Null: no such program, no such entry, or no room for a task. */
  start(request: TaskRequest): Promise<number | null>;
  /** Renders a `.wssp` page. Redirection tags and charset are already applied (wssp.md 7). */
  render(request: PageRequest): Promise<AppOutcome>;
  /** True when the search order of the skin has the file (`.wssp`, `.wcgp`, any other). */
  hasFile(skin: SkinChoice, file: string): Promise<boolean>;
  /** Merged text dataset of a skin and language (webapp.md A4), to be read only. */
  texts(skin: SkinChoice, language: string | null): Promise<Dict>;
  /** Compile check by extension: .wssp .wssi .wcgp .wcgi .data; other files are always fine. */
  checkSkinFile(name: string, bytes: Uint8Array): Promise<SkinFileCheck>;
  /** Drops every cached search result, unit and text dataset; of one domain's skins alone when it is named. */
  dropCaches(domain?: string): void;
  usage(): readonly AppUsage[];
  /** Ends running programs and workers. */
  close(): Promise<void>;
}
