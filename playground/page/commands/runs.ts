/** Runs: plain, debugged, profiled, recorded; links and forms of the preview; recordings. */

import type { Move } from '../../debug/session.js';
import { later } from '../later/part.js';
import { fetchRecording } from '../recording.js';
import type { DebugPanel } from '../ui/debugger.js';
import { confirm, tell } from '../ui/dialogs.js';
import { byId, download, upload } from '../ui/dom.js';
import type { Navigation } from '../ui/preview.js';
import { toast } from '../ui/toast.js';
import type { RunJob } from '../workers/protocol.js';
import { EMPTY, mainFile } from '../workspace.js';
import type { Marks } from './breakpoints.js';
import type { Desk } from './desk.js';
import type { showProfile as ShowsProfile } from './inspection.js';

/** What shows runs from inside. */
interface Inspection {
  readonly panel: DebugPanel;
  readonly showProfile: typeof ShowsProfile;
}

/** Where the workspace stands for its own links. */
const HOME = 'https://playground.example/';

export class Runs {
  readonly #withInspection = later(async () => this.#openInspection());
  #inspection: Inspection | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly marks: Marks,
  ) {}

  async #openInspection(): Promise<Inspection> {
    const { DebugPanel, showProfile } = await import('./inspection.js');
    const { desk, marks } = this;
    const panel = new DebugPanel(desk.parts.execution, {
      breakpoints: () => marks.all,
      onPlace: place => marks.showPlace(place),
    });
    this.#inspection = { panel, showProfile };
    return this.#inspection;
  }

  /** A move of the debugger, when it is open. */
  step(move: Move): void {
    void this.#inspection?.panel.move(move);
  }

  /** Another workspace was opened: what the one before gave is no longer true. */
  clear(): void {
    this.desk.parts.result.clear();
    this.marks.clear();
    if (this.#inspection?.panel.isOpen) this.#inspection.panel.close();
  }

  #job(record: boolean): Omit<RunJob, 'id'> | null {
    const { current } = this.desk.parts.store;
    const file = mainFile(current);
    if (file === null) {
      toast('There is no program and no page to run.');
      return null;
    }
    const { files, entry, request, dataset, session } = current;
    const { account, parts } = this.desk;
    const host = parts.connection.login;
    return { files, file, entry, request, dataset, session, account, host, record };
  }

  async run(how: 'run' | 'debug' | 'profile' = 'run'): Promise<void> {
    // a run before the account is there would start with an empty one, and keep that
    await this.desk.parts.account;
    if (how !== 'run') await this.#withInspection(() => undefined);
    const { execution, result, showResult, showSource } = this.desk.parts;
    const job = this.#job(false);
    if (job === null) return;
    const begin = performance.now();
    const stop = byId<HTMLButtonElement>('stop');
    result.started();
    stop.disabled = false;
    const over = (): void => {
      stop.disabled = true;
    };
    showResult();
    execution.run(job, how, {
      onLog: line => result.log(line),
      onDone: finished => {
        const { outcome, account } = finished;
        over();
        void this.desk.keepAccount(account);
        if (outcome.session !== null && outcome.session !== job.session) this.#keepSession(outcome.session);
        result.show(finished, performance.now() - begin, job.host?.email);
        if (how === 'debug' && outcome.kind !== 'invalid') {
          showSource();
          void this.#inspection?.panel.start();
        } else showResult();
        const { dataset } = document.documentElement;
        dataset.runs = String(Number(dataset.runs ?? 0) + 1);
      },
      onProfile: profile => {
        this.#inspection?.showProfile(profile, (place, line) => this.desk.goto(place, line, 1));
        result.showUsage();
        this.marks.showProfile(profile);
      },
      onStopped: () => {
        over();
        result.stopped();
      },
      onBroken: message => {
        over();
        result.broken(message);
      },
      onRefused: message => {
        over();
        result.refused(message);
      },
    });
  }

  /** What the run left in the session: the next run starts with it. */
  #keepSession(session: string): void {
    const { store, showRequest } = this.desk.parts;
    store.patch({ session }, 'request');
    showRequest();
  }

  /** A link or form of the preview: the request that a browser would make, when its file is here. */
  navigate({ url, method, values }: Navigation): void {
    const { store } = this.desk.parts;
    let target: URL;
    try {
      target = new URL(url === '' ? '?' : url, HOME);
    } catch {
      toast(`The link ${url} is none.`);
      return;
    }
    const name = decodeURIComponent(target.pathname.replace(/^.*\//, ''));
    const file = this.desk.fileNamed(name);
    if (target.hostname !== new URL(HOME).hostname || (name !== '' && file === undefined)) {
      toast(`The page leads to ${url}, which is not in this workspace.`);
      return;
    }
    const parameters = [...target.searchParams];
    const isForm = method === 'POST';
    store.patch(
      {
        ...(file === undefined ? {} : { main: file }),
        request: {
          ...store.current.request,
          method,
          path: target.pathname,
          query: isForm ? parameters : [...parameters, ...values],
          body: isForm ? { kind: 'form', values } : { kind: 'none' },
        },
      },
      'request',
    );
    this.desk.parts.showRequest();
    void this.run();
  }

  /** Runs once more, and offers the recording as a file. */
  async record(): Promise<void> {
    await this.desk.parts.account;
    const { execution, result } = this.desk.parts;
    const job = this.#job(true);
    if (job === null) return;
    execution.run(job, 'run', {
      onLog: line => result.log(line),
      onDone: finished => {
        const { outcome } = finished;
        result.show(finished, 0);
        if (outcome.recording !== null) download('run.prec', Uint8Array.from(outcome.recording));
      },
      onStopped: () => result.stopped(),
      onBroken: message => result.broken(message),
      onRefused: message => result.refused(message),
    });
  }

  async openRecording(): Promise<void> {
    const file = await upload('.prec');
    if (file !== null) await this.#replay(async () => file.bytes);
  }

  /** A link to a recording of this server: nothing is loaded before somebody wants it. */
  async offerRecording(address: string): Promise<void> {
    const text =
      'This link leads to the recording of a failed request on this server. It opens as a new workspace.';
    const chosen = await confirm('Open a recording', text, ['Open']);
    if (chosen === 'Open') await this.#replay(() => fetchRecording(address));
  }

  async #replay(load: () => Promise<Uint8Array>): Promise<void> {
    const { store, execution, showSource } = this.desk.parts;
    try {
      const view = await execution.replay(await load(), store.current.files);
      const { sources } = view;
      if (sources !== undefined) {
        const files = Object.keys(sources);
        const active = files.find(name => name.toLowerCase() === view.file.toLowerCase()) ?? files[0] ?? '';
        this.desk.replace({ ...EMPTY, name: 'The recording', files: sources, active });
      }
      await this.#withInspection(({ panel }) => panel.show(view));
      showSource();
    } catch (error) {
      await tell('This recording cannot be opened', error instanceof Error ? error.message : String(error));
    }
  }
}
