/** Signs of the debugger's moves. Those that go back are the same, mirrored. */

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  continue: 'M4 5v14M9 5l11 7-11 7z',
  next: 'M3 13a8 7 0 0 1 15-3M18 4v6h-6M12 19h.01',
  in: 'M12 3v10M7 9l5 5 5-5M12 20h.01',
  out: 'M12 14V4M7 9l5-5 5 5M12 20h.01',
} as const;

export type Icon = keyof typeof PATHS;

export function icon(name: Icon, isMirrored: boolean): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', isMirrored ? 'icon mirrored' : 'icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
