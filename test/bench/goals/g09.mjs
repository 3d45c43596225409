import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';
import { compile } from '../lib/guest.mjs';
import { interleave, threadTime } from '../lib/measure.mjs';

/** A program of about that many lines, of all kinds of statements. */
function source(lines) {
  const parts = [];
  for (let n = 0; parts.length * 20 < lines; n++) {
    parts.push(`// section number ${n}
function work${n}(items, limit) is
  total = 0; text = "";
  for i = 0 while i < Length(items) && i < limit by i += 1 loop
    item = items[i];
    if IsDictionary(item) && item.name != null then
      text += "<td>" + item.name + "</td>";
      total += Number(item.("count"));
    elif IsString(item) then
      text += ToUpperCase(Substring(item, 0, 10));
    else
      total = total * 3 + i % 7 - 1;
    end if;
    exitif total > 100000;
  end loop;
  result = NewDictionary();
  result.total = total; result.text = text; // both
  return total == 0 ? null : result;
end function;
`);
  }
  parts.push('entry Main is x = work0(NewArray(), 5); SetHTTPResponseData(ObjectToString(x)); end entry;');
  return parts.join('\n');
}

function page(lines) {
  const row = `<tr class="row"><td>%%HTML:r[].name%%</td>
<!--%%IF EQUALS(r[].state AND "on")--><td><b>%%STRING("On")%%</b></td><!--%%ELSE--><td>%%HTML:r[].state%%</td><!--%%ENDIF-->
<td><a href="/page.wssp?id=%%URL:r[].id%%">%%DATE:r[].date%%</a></td></tr>
`;
  return `<table>\n<!--%%FOREACH r IN rows-->\n${row.repeat(Math.ceil(lines / 3))}<!--%%ENDFOR r-->\n</table>\n`;
}

export default {
  id: 'G9',
  title: 'compilation, warm',
  figures: { 'lines of CG/PL a second': { atLeast: 60_000 }, 'a page of 1,000 lines, ms': { atMost: 25 } },
  async measure() {
    const { linkPage } = await import(join(root, 'dist/compiler/index.js'));
    const program = source(10_000);
    const text = page(1000);
    const lines = program.split('\n').length;
    const result = interleave(
      {
        program: () => compile(program),
        page: () => {
          if (linkPage('a.wssp', () => text).page === null) throw new Error('the page does not compile');
        },
      },
      { rounds: 9, targetMs: 300, clock: threadTime },
    );
    return {
      'lines of CG/PL a second': (lines / result.us('program')) * 1e6,
      'a page of 1,000 lines, ms': result.us('page') / 1000,
      about: `${lines} lines in ${(result.us('program') / 1000).toFixed(0)} ms; processor time of the thread`,
    };
  },
};
