// INTERIM
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { PAGE_CODES } from './catalogue.js';
import type { PageProblem } from './syntax/problem.js';
export function describe(source: string, file: string, problems: readonly PageProblem[]): Diagnostic[] {
  return problems.map(p => ({ code: p.code, number: PAGE_CODES[p.code].number, severity: PAGE_CODES[p.code].severity, message: p.detail, file, range: { start: pos(source, p.at), end: pos(source, p.end) } }));
}
function pos(src:string,at:number){let line=1,col=1;for(let i=0;i<at;){const c=src.codePointAt(i)!;const l=c>0xffff?2:1;if(c===13){ if(src[i+1]==='\n'&&i+1<at)i++; line++;col=1}else if(c===10){line++;col=1}else col++; i+=l}return {line,column:col}}
