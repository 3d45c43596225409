// Builds the extension into a .vsix file: a zip archive with a manifest. `node playground/vscode/build.mjs [FILE]`
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zip } from './zip.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const quoted = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

function manifest({ name, version, publisher, displayName, description, engines, categories }) {
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${quoted(name)}" Version="${quoted(version)}" Publisher="${quoted(publisher)}"/>
    <DisplayName>${quoted(displayName)}</DisplayName>
    <Description xml:space="preserve">${quoted(description)}</Description>
    <Categories>${categories.map(quoted).join(',')}</Categories>
    <Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="${quoted(engines.vscode)}"/></Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}

const TYPES = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".js" ContentType="application/javascript"/><Default Extension=".md" ContentType="text/markdown"/><Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>
`;

const FILES = [
  'README.md',
  'cgpl.language.json',
  'wssp.language.json',
  'cgpl.grammar.json',
  'wssp.grammar.json',
  'cgdata.grammar.json',
];

/** The extension as the bytes of a .vsix file. */
export async function buildExtension() {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'extension.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    external: ['vscode'],
    minify: true,
    logLevel: 'warning',
  });
  const about = JSON.parse(readFileSync(join(here, 'manifest.json'), 'utf8'));
  return zip([
    ['extension.vsixmanifest', manifest(about)],
    ['[Content_Types].xml', TYPES],
    ['extension/package.json', JSON.stringify(about, null, 2)],
    ['extension/extension.js', outputFiles[0].contents],
    ...FILES.map(name => [`extension/${name}`, readFileSync(join(here, name))]),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = process.argv[2] ?? join(here, '../../dist/postern.vsix');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, await buildExtension());
  console.log(target);
}
