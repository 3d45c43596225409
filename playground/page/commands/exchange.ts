/** Ways in and out of the playground: examples, links, archives, skins of a server. */
import { emptyAccount } from '../../sandbox/account/state.js';
import { toFragment } from '../share.js';
import { BadArchive, readTar, writeTar } from '../tar.js';
import { dialog, tell } from '../ui/dialogs.js';
import { button, byId, download, make, upload } from '../ui/dom.js';
import { chooseExample } from '../ui/gallery.js';
import { toast } from '../ui/toast.js';
import { EMPTY } from '../workspace.js';
import type { Desk } from './desk.js';

export class Exchange {
  constructor(private readonly desk: Desk) {}

  async example(): Promise<void> {
    const workspace = await chooseExample();
    if (workspace === null) return;
    byId('note').hidden = true;
    this.desk.replace(workspace);
  }

  /** Shows the link to the workspace, and puts it into the address. */
  async share(): Promise<void> {
    const fragment = await toFragment(this.desk.parts.store.current);
    const link = new URL(fragment, location.href).href;
    history.replaceState(null, '', fragment);
    const text =
      'The link holds the whole workspace behind its number sign: no server gets it. Who opens it sees the files; nothing runs before Run is pressed.';
    await dialog('Share', close => {
      const field = make('input', {
        type: 'text',
        readonly: true,
        value: link,
        'aria-label': 'Link',
        id: 'share-link',
      });
      const copy = (): void =>
        void navigator.clipboard.writeText(link).then(
          () => {
            close('');
            toast('The link is copied.');
          },
          () => field.select(),
        );
      queueMicrotask(() => field.select());
      return [
        make('p', {}, text),
        field,
        make('div', { class: 'row' }, button('Copy', copy, { class: 'primary' })),
      ];
    });
  }

  async import(): Promise<void> {
    const file = await upload('.tar,application/x-tar');
    if (file === null) return;
    try {
      const files = readTar(file.bytes);
      const [first = ''] = Object.keys(files);
      const active = Object.keys(files).find(name => /\.(wcgp|wssp)$/i.test(name)) ?? first;
      this.desk.replace({ ...EMPTY, name: file.name, files, active });
    } catch (error) {
      if (!(error instanceof BadArchive)) throw error;
      await tell('This archive cannot be opened', error.message);
    }
  }

  async export(): Promise<void> {
    const { name, files } = this.desk.parts.store.current;
    try {
      download(`${name.replace(/[^\w-]+/g, '-') || 'skin'}.tar`, writeTar(files), 'application/x-tar');
    } catch (error) {
      if (!(error instanceof BadArchive)) throw error;
      await tell('The workspace cannot be exported', error.message);
    }
  }

  /** To a skin of the server that this page comes from. */
  async deploy(): Promise<void> {
    const { deploy } = await import('../ui/deploy.js');
    try {
      await deploy(this.desk.parts.store.current.files);
    } catch (error) {
      await tell('This cannot be deployed', error instanceof Error ? error.message : String(error));
    }
  }

  async emptyAccount(): Promise<void> {
    await this.desk.keepAccount(emptyAccount());
    toast('The account of the playground is empty.');
  }
}
