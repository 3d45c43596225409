// The data set of the page with 100 rows of 6 cells, for our pages and for eta.
export const ROWS = Array.from({ length: 100 }, (_, i) => ({
  id: String(i),
  name: i % 5 === 0 ? `Tom & <Jerry> ${i}` : `customer ${i}`,
  city: `Town ${i % 50}`,
  balance: (i * 1.25).toFixed(2),
  active: i % 2 === 0 ? 'YES' : null,
  note: i % 7 === 0 ? `quote "q" & it's` : `lorem ipsum dolor sit amet ${i}`,
}));

export const DATA = { title: 'Report & <summary>', user: 'alice', rows: ROWS };

export const ETA = `<!DOCTYPE html>
<html><head><title><%= it.title %></title></head><body><h1><%= it.title %></h1><p>Hello <%= it.user %></p>
<table>
<% for(const r of it.rows){ %><tr><td><%= r.id %></td><td><%= r.name %></td><td><%= r.city %></td><td><%= r.balance %></td><td><% if(r.active){ %>yes<% }else{ %>no<% } %></td><td><%= r.note %></td></tr>
<% } %></table>
</body></html>
`;

/**
 * The page in WSSP.
 * @param of the expression for an element of the data set
 */
export const wssp = (of = name => name) => `<!DOCTYPE html>
<html><head><title>%%HTML:${of('title')}%%</title></head><body><h1>%%HTML:${of('title')}%%</h1><p>Hello %%HTML:${of('user')}%%</p>
<table>
<!--%%FOREACH r IN ${of('rows')}--><tr><td>%%HTML:r[].id%%</td><td>%%HTML:r[].name%%</td><td>%%HTML:r[].city%%</td><td>%%HTML:r[].balance%%</td><td><!--%%IF r[].active-->yes<!--%%ELSE-->no<!--%%ENDIF--></td><td>%%HTML:r[].note%%</td></tr>
<!--%%ENDFOR r--></table>
</body></html>
`;
