import { compile, handWritten, machineWith, start } from '../lib/guest.mjs';
import { interleave, threadTime } from '../lib/measure.mjs';

/** The same work twice: as a program of the language, and as somebody would write it by hand for the same engine. */
const PAIRS = {
  arithmetic: {
    program: `entry Main is
      a = 1; b = 0;
      for i = 0 while i < 30000 by i += 1 loop
        a = (a * 31 + i) % 65521;
        if a % 3 == 0 then b += a / 3; else b -= i; end if;
      end loop;
      SetHTTPResponseData(String(a) + " " + String(b));
    end entry;`,
    hand: `function(){ let a = 1, b = 0;
      for (let i = 0; i < 30000; i++) {
        a = (a * 31 + i) % 65521;
        if (a % 3 === 0) b += Math.trunc(a / 3); else b -= i;
      }
      $.b.sethttpresponsedata(a + ' ' + b);
    }`,
  },
  strings: {
    program: `entry Main is
      text = "";
      for i = 0 while i < 3000 by i += 1 loop text += "item " + String(i) + ";"; end loop;
      found = 0; from = 0;
      loop
        place = FindSubstring(Substring(text, from, 40), ";");
        exitif place < 0;
        if Substring(text, from, 5) == "item " then found += Length(Substring(text, from + 5, place - 5)); end if;
        from += place + 1;
      end loop;
      SetHTTPResponseData(String(found) + " " + String(Length(text)));
    end entry;`,
    hand: `function(){ let text = '';
      for (let i = 0; i < 3000; i++) text += 'item ' + i + ';';
      let found = 0, from = 0;
      for (;;) {
        const place = text.substr(from, 40).indexOf(';');
        if (place < 0) break;
        if (text.substr(from, 5) === 'item ') found += text.substr(from + 5, place - 5).length;
        from += place + 1;
      }
      $.b.sethttpresponsedata(found + ' ' + text.length);
    }`,
  },
  dictionaries: {
    program: `entry Main is
      counts = NewDictionary(); names = NewArray();
      for i = 0 while i < 97 by i += 1 loop names[i] = "key" + String(i); end loop;
      for i = 0 while i < 10000 by i += 1 loop
        key = names[i * 7 % 97];
        if counts.(key) == null then counts.(key) = 1; else counts.(key) = counts.(key) + 1; end if;
      end loop;
      sum = 0;
      for i = 0 while i < 97 by i += 1 loop sum += counts.(names[i]) * i; end loop;
      SetHTTPResponseData(String(sum));
    end entry;`,
    hand: `function(){ const counts = { __proto__: null }, names = [];
      for (let i = 0; i < 97; i++) names[i] = 'key' + i;
      for (let i = 0; i < 10000; i++) {
        const key = names[i * 7 % 97];
        if (counts[key] === undefined) counts[key] = 1; else counts[key] = counts[key] + 1;
      }
      let sum = 0;
      for (let i = 0; i < 97; i++) sum += counts[names[i]] * i;
      $.b.sethttpresponsedata('' + sum);
    }`,
  },
  arrays: {
    program: `entry Main is
      sieve = NewArray(); count = 0;
      for i = 0 while i < 8000 by i += 1 loop sieve[i] = 1; end loop;
      for i = 2 while i < 8000 by i += 1 loop
        if sieve[i] == 1 then
          count += 1;
          for j = i * i while j < 8000 by j += i loop sieve[j] = 0; end loop;
        end if;
      end loop;
      SetHTTPResponseData(String(count));
    end entry;`,
    hand: `function(){ const sieve = []; let count = 0;
      for (let i = 0; i < 8000; i++) sieve.push(1);
      for (let i = 2; i < 8000; i++) {
        if (sieve[i] === 1) {
          count++;
          for (let j = i * i; j < 8000; j += i) sieve[j] = 0;
        }
      }
      $.b.sethttpresponsedata('' + count);
    }`,
  },
  calls: {
    program: `function fib(n) is
        if n < 2 then return n; end if;
        return fib(n - 1) + fib(n - 2);
      end function;
      function clamp(x, low, high) is
        if x < low then return low; end if;
        if x > high then return high; end if;
        return x;
      end function;
      entry Main is
        sum = 0;
        for i = 0 while i < 5000 by i += 1 loop sum += clamp(i % 100, 10, 90); end loop;
        SetHTTPResponseData(String(fib(16)) + " " + String(sum));
      end entry;`,
    before: `
      function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
      function clamp(x, low, high) { if (x < low) return low; if (x > high) return high; return x; }`,
    hand: `function(){ let sum = 0;
      for (let i = 0; i < 5000; i++) sum += clamp(i % 100, 10, 90);
      $.b.sethttpresponsedata(fib(16) + ' ' + sum);
    }`,
  },
  records: {
    program: `entry Main is
      rows = NewArray();
      for i = 0 while i < 2000 by i += 1 loop
        row = NewDictionary(); row.id = i; row.price = i * 3 % 101; row.name = "item";
        AddElement(rows, row);
      end loop;
      total = 0; most = 0;
      for i = 0 while i < Length(rows) by i += 1 loop
        row = rows[i];
        total += row.price * 2;
        if row.price > most then most = row.price; end if;
      end loop;
      SetHTTPResponseData(String(total) + " " + String(most));
    end entry;`,
    hand: `function(){ const rows = [];
      for (let i = 0; i < 2000; i++) rows.push({ __proto__: null, id: i, price: i * 3 % 101, name: 'item' });
      let total = 0, most = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        total += row.price * 2;
        if (row.price > most) most = row.price;
      }
      $.b.sethttpresponsedata(total + ' ' + most);
    }`,
  },
};

const said = outcome => {
  if (outcome.kind === 'text') return outcome.text;
  const body = outcome.value[7];
  return body.bytes;
};

export default {
  id: 'G8',
  title: 'compiled programs beside JavaScript written by hand, in the same engine',
  figures: Object.fromEntries(Object.keys(PAIRS).map(name => [`${name} / by hand`, { atMost: 1.5 }])),
  async measure() {
    const figures = {};
    const about = [];
    for (const [name, { program, before, hand }] of Object.entries(PAIRS)) {
      const compiled = await machineWith(compile(program));
      const written = await machineWith(handWritten({ main: hand }, before));
      const run = ({ machine, image }) => {
        machine.install(image);
        return start(machine, 'main');
      };
      const [ours, theirs] = [said(run(compiled)), said(run(written))];
      if (ours !== theirs) throw new Error(`${name}: ${ours} is not ${theirs}`);
      const result = interleave(
        { compiled: () => run(compiled), written: () => run(written) },
        { rounds: 15, targetMs: 25, clock: threadTime },
      );
      figures[`${name} / by hand`] = result.ratio('compiled', 'written');
      about.push(`${name} ${result.us('compiled').toFixed(0)} and ${result.us('written').toFixed(0)} µs`);
    }
    return { ...figures, about: about.join(', ') };
  },
};
