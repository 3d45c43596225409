/** Commands on what stands at the caret: definition, references, renaming, explanation, layout. */
import { ask, dialog, tell } from '../ui/dialogs.js';
import { button, make } from '../ui/dom.js';
import { markdown } from '../ui/markdown.js';
import { toast } from '../ui/toast.js';
import type { Desk } from './desk.js';

/** Symbols of a line that a list shows. */
const MOST_SHOWN = 80;

export class Symbols {
  constructor(private readonly desk: Desk) {}

  async definition(): Promise<void> {
    const { editor, parts } = this.desk;
    const [place] = await parts.language.definition(editor.file, editor.caret);
    if (place === undefined) return toast('There is no definition of this.');
    this.desk.select(place.file, place.start, place.end);
  }

  async references(): Promise<void> {
    const { editor, parts } = this.desk;
    const places = await parts.language.references(editor.file, editor.caret);
    if (places.length === 0) return toast('There are no references.');
    const { files } = parts.store.current;
    const chosen = await dialog('References', close => [
      make(
        'div',
        { class: 'frames' },
        ...places.map(({ file, start }, i) => {
          const text = String(files[file] ?? '');
          const before = text.slice(0, start).split('\n');
          const line = text.split('\n')[before.length - 1] ?? '';
          const row = button('', () => close(String(i)));
          row.append(
            make('span', { class: 'soft' }, `${file}:${before.length}`),
            ` ${line.trim().slice(0, MOST_SHOWN)}`,
          );
          return row;
        }),
      ),
    ]);
    const place = chosen === '' ? undefined : places[Number(chosen)];
    if (place !== undefined) this.desk.select(place.file, place.start, place.end);
  }

  async rename(): Promise<void> {
    const { editor, parts } = this.desk;
    const { caret, file, text } = editor;
    const word = /\w*$/.exec(text.slice(0, caret))?.[0] + (/^\w*/.exec(text.slice(caret))?.[0] ?? '');
    if (word === '') return toast('Nothing that has a name stands here.');
    const name = await ask('Rename', `New name of ${word}`, word);
    if (name === null) return;
    const result = await parts.language.rename(file, caret, name);
    if ('refused' in result) return tell('This cannot be renamed', result.refused);
    const { store } = parts;
    const changed: Record<string, string> = {};
    for (const edit of [...result.edits].sort((a, b) => b.start - a.start)) {
      const before = changed[edit.file] ?? store.current.files[edit.file];
      if (typeof before === 'string')
        changed[edit.file] = before.slice(0, edit.start) + edit.text + before.slice(edit.end);
    }
    const { [file]: own, ...others } = changed;
    if (own !== undefined) editor.replace(own);
    store.patch({ files: { ...store.current.files, ...others } }, 'files');
    toast(`${result.edits.length} places changed.`);
  }

  /** What the mouse pointer would be told, for people without one. */
  async explain(): Promise<void> {
    const { editor, parts } = this.desk;
    const hover = await parts.language.hover(editor.file, editor.caret);
    if (hover === null) return toast('There is nothing to explain here.');
    await dialog('Explanation', close => [
      markdown(hover.markdown),
      make(
        'div',
        { class: 'row' },
        button('OK', () => close(''), { class: 'primary' }),
      ),
    ]);
  }

  async format(): Promise<void> {
    const { editor, parts } = this.desk;
    const { file, text } = editor;
    const result = await parts.language.format(file);
    if ('refused' in result) toast(result.refused);
    // what was typed meanwhile is worth more than its layout
    else if (editor.file === file && editor.text === text) editor.replace(result.text);
  }
}
