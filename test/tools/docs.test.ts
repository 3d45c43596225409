/** The pages of documentation: the README leads to all of them, and what they point to is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = readdirSync(join(root, 'docs'))
  .filter(name => name.endsWith('.md'))
  .map(name => `docs/${name}`);
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The name of a heading in addresses. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Why a link leads nowhere, null when it leads somewhere. */
function deadLink(page: string, link: string): string | null {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return link;
  if (anchor === undefined) return null;
  const headings = textOf(target).match(/^#+ .*$/gm) ?? [];
  return headings.some(heading => anchorOf(heading) === anchor) ? null : link;
}

it('the README leads to every page', () => {
  const readme = textOf('README.md');
  expect(pages.filter(page => !readme.includes(`(${page})`))).toEqual([]);
});

describe.each(['README.md', ...pages])('%s', page => {
  const text = textOf(page);

  it('has links that lead somewhere', () => {
    const links = [...text.matchAll(/\]\(((?!https?:)[^)\s]+)\)/g)].map(([, link = '']) => link);
    expect(links.map(link => deadLink(page, link)).filter(dead => dead !== null)).toEqual([]);
  });

  it('names pages and files that exist', () => {
    const named = [...text.matchAll(/`(?:docs\/)?([a-z]+\.md)`/g)].map(([, name = '']) => `docs/${name}`);
    const files = [
      ...text.matchAll(/`((?:compiler|host|playground|runtime|skins|stdlib|test)\/[\w./-]*\w)`/g),
    ].map(([, path = '']) => path);
    const has = (path: string) => [path, `${path}.ts`].some(each => existsSync(join(root, each)));
    expect([...named, ...files].filter(path => !has(path))).toEqual([]);
  });

  it('has tables in one piece', () => {
    const lines = text.split('\n');
    const broken = lines.filter(
      (line, at) =>
        line.startsWith('|') && lines[at - 1] === '' && !/^\|[ :|-]+\|$/.test(lines[at + 1] ?? ''),
    );
    expect(broken).toEqual([]);
  });
});
