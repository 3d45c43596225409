/** Large realistic programs for measuring the compiler: sections as web applications have them, in both syntaxes. */

const TEMPLATES: readonly ((n: number) => string)[] = [
  n => `// reads a list of settings and makes a table of it
function readSettings${n}(fileName, limit) is
  data = ReadStorageFile(fileName + ".settings");
  if data == null then
    return NewDictionary();
  end if;
  text = String(data); result = NewDictionary();
  lineNumber = 0;
  loop
    lineEnd = FindSubstring(text, "\\n");
    line = lineEnd >= 0 ? Substring(text, 0, lineEnd) : text;
    exitif line == null or lineNumber >= limit;
    sep = FindSubstring(line, "=");
    if sep > 0 then
      key = Substring(line, 0, sep);
      value = Substring(line, sep + 1, Length(line));
      result.(key) = value;
    elif Length(line) > 0 then
      SysLog("bad line " + String(lineNumber) + ": " + line);
    end if;
    exitif lineEnd < 0;
    text = Substring(text, lineEnd + 1, Length(text));
    lineNumber += 1;
  end loop;
  return result;
end function;
`,
  n => `/* Shows the rows of a dataset as a table. */
procedure showTable${n}(rows, title) {
  html = "<h1>" + title + "</h1>\\n<table>\\n";
  for (i = 0; i < Length(rows); i += 1) {
    row = rows[i];
    if (IsDictionary(row) && row.visible != null) {
      html += "<tr class=\\"" + (i % 2 == 0 ? "even" : "odd") + "\\">";
      for (j = 0; j < Length(row); j += 1) {
        html += "<td>" + (String(row.(row[j])) || "&nbsp;") + "</td>";
      }
      html += "</tr>\\n";
    } elif (IsString(row)) {
      html += "<tr><td>" + row + "</td></tr>\\n";
    } else {
      html += "<!-- row " + String(i) + " is hidden -->\\n";
    }
  }
  SetHTTPResponseData(html + "</table>\\n");
  SetHTTPResponseType("text", "html");
}
`,
  n => `function total${n}(list, from, till) is
  var sum = 0, i, item, count = 0;
  for i = from while i < till and then i < Length(list) by i += 1 loop
    item = list[i];
    if IsNumber(item) then
      sum += item * 3 - item / 2;
      count += 1;
    elif IsString(item) && Number(item) > 0 then
      sum = sum + Number(item);
    end if;
  end loop;
  if count == 0 then return null; end if;
  if sum < 0 then sum = -sum; end if;
  return sum / count + sum % 7;
end function;
`,
  n => `function checkRequest${n}(params) {
  name = GetHTTPParameter("name");
  mode = GetHTTPParameter("mode") || "view";
  if (name == null || Length(name) == 0) {
    SetHTTPResponseCode("400-no name");
    return false;
  }
  errorCode = null;
  if (mode == "store") {
    errorCode = WriteStorageFile("private/" + name, ObjectToString(params));
  } elif (mode == "delete") {
    errorCode = DeleteStorageFile("private/" + name);
  } elif (mode != "view") {
    errorCode = "unknown mode " + mode;
  }
  if (errorCode != null) {
    AddHTTPResponseField("X-Error", errorCode);
    params.error = errorCode;
    params.time = GMTTime();
    return null;
  }
  params.name = name;
  params.(mode) = Vars().startParameter;
  return true;
}
`,
];

/** A program of at least so many lines. The same number gives the same text. */
export function generateProgram(lines: number): string {
  const parts: string[] = [];
  let written = 0;
  for (let n = 0; written < lines; n++) {
    const make = TEMPLATES[n % TEMPLATES.length];
    const text = make?.(n) ?? '';
    parts.push(text);
    written += text.split('\n').length;
  }
  const last = parts.length;
  const calls = Array.from({ length: Math.min(40, Math.floor(last / 4)) }, (_, i) => {
    const n = i * 4;
    return `  settings = readSettings${n}("app${n}", 100);\n  if checkRequest${n + 3}(settings) then\n    showTable${n + 1}(list, "Number " + String(total${n + 2}(list, 0, 10)));\n  end if;`;
  });
  parts.push(
    `entry Main is\n  list = NewArray();\n${calls.slice(0, Math.max(0, Math.floor((last - 4) / 4))).join('\n')}\nend entry;\n`,
  );
  return parts.join('\n');
}
