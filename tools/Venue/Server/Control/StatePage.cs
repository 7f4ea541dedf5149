namespace Platform.Venue.Server.Control;

/// <summary>The HTML page at /venue: book, accounts, positions, faults, connections, and operator actions. It reads the state once per second, with the token from the fragment of the URL.</summary>
internal static class StatePage
{
    public static ReadOnlyMemory<byte> Html { get; } =
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Venue</title>
        <link rel="icon" href="data:,">
        <style>
        :root{color-scheme:light dark;--line:light-dark(#dfe2e7,#2f343b);--soft:light-dark(#656c75,#9aa2ad);--text:light-dark(#1a1d21,#e6e8eb);--buy:light-dark(#0a7d45,#3ecf8e);--sell:light-dark(#c02b3a,#ff6b78);--warn:light-dark(#8a5a00,#f2b84b);--card:light-dark(#fff,#1b1e23);--page:light-dark(#f3f4f6,#121417);--field:light-dark(#fff,#23272e);--hit:light-dark(#fff4d6,#3a2f14)}
        *{box-sizing:border-box}body{font:14px/1.45 system-ui,sans-serif;margin:0;background:var(--page);color:var(--text)}
        header{display:flex;gap:.4rem 1.25rem;align-items:center;flex-wrap:wrap;padding:.7rem 1.25rem;border-bottom:1px solid var(--line);background:var(--card);position:sticky;top:0;z-index:1}
        h1{font-size:1.1rem;margin:0}h2{font-size:.78rem;text-transform:uppercase;letter-spacing:.06em;color:var(--soft);margin:0 0 .5rem;display:flex;justify-content:space-between;gap:1rem;font-weight:600}
        h2 small{font-size:inherit;text-transform:none;letter-spacing:0;font-weight:400}
        #now{font-variant-numeric:tabular-nums}nav{margin-left:auto;display:flex;gap:.4rem;flex-wrap:wrap}
        button,select,input{font:inherit;color:inherit;background:var(--field);border:1px solid var(--line);border-radius:6px;padding:.2rem .6rem}button{cursor:pointer}button:hover{border-color:var(--soft)}
        :focus-visible{outline:2px solid var(--buy);outline-offset:1px}
        main{display:grid;grid-template-columns:minmax(15rem,19rem) minmax(0,1fr);gap:.9rem;padding:.9rem 1.25rem;align-items:start}@media(max-width:56rem){main{grid-template-columns:minmax(0,1fr);padding:.7rem}header{padding:.6rem .7rem;position:static}nav{margin-left:0}}
        section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem .9rem;min-width:0}.stack{display:grid;gap:.9rem;min-width:0}
        .scroll{overflow:auto;max-height:22rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{padding:.2rem .55rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
        th{font-weight:500;color:var(--soft);position:sticky;top:0;background:var(--card)}td:first-child,th:first-child,.left{text-align:left;padding-left:0}td:last-child,th:last-child{padding-right:0}tr:last-child td{border-bottom:0}
        .buy{color:var(--buy)}.sell{color:var(--sell)}.soft{color:var(--soft)}.bad{color:var(--sell);font-weight:600}.hit td{background:var(--hit)}.mid td{color:var(--soft);font-size:.85em;text-align:center}
        .bar{background:linear-gradient(to left,color-mix(in srgb,currentColor 14%,transparent) var(--share),transparent var(--share))}
        .wide{white-space:normal;min-width:10rem;width:99%}button:disabled{opacity:.45;cursor:default}
        .empty{color:var(--soft);text-align:left;white-space:normal}select{width:100%;margin-bottom:.5rem}form{display:flex;gap:.4rem;margin-top:.6rem}form input{flex:1;min-width:0;font:12px/1.5 ui-monospace,monospace}
        #message{color:var(--soft);padding:0 1.25rem .8rem;min-height:1.2em;margin:0}#message.bad{color:var(--sell)}
        </style></head><body>
        <header><h1>Venue</h1><span id="now" class="soft">Open this page as <code>/venue#TOKEN</code>, with the token of <code>--token</code>.</span><span id="money"></span>
        <nav><button id="pause">Pause</button><button id="step" title="Advance a paused clock by one second of virtual time">Step 1 s</button><button id="sync" title="Set virtual time to the machine's, at speed 1">Sync</button><button id="snapshot">Snapshot</button><button id="restore">Restore…</button><button id="reset">Reset</button><input id="file" type="file" accept="application/json" hidden></nav></header>
        <main>
        <section><h2>Book</h2><select id="symbol" aria-label="Contract"></select><table id="book"></table></section>
        <div class="stack"><section><h2>Accounts</h2><div class="scroll"><table id="accounts"></table></div></section>
        <section><h2>Positions</h2><div class="scroll"><table id="positions"></table></div></section>
        <section><h2>Faults <small id="injected"></small></h2><div class="scroll"><table id="faults"></table></div>
        <form id="add"><input id="rule" aria-label="A fault as JSON" placeholder='{"type":"lost_answer","match":"/order","count":1}'><button>Add</button><button type="button" id="end">End all</button></form></section>
        <section><h2>Connections <small id="open"></small></h2><div class="scroll"><table id="connections"></table></div></section></div>
        </main><p id="message" role="status"></p>
        <script>
        const at = id => document.getElementById(id);
        const call = async (method, path, body) => {
          const r = await fetch('/venue' + (path ? '/v1/' + path : ''), {method, body, headers: {Authorization: 'Bearer ' + decodeURIComponent(location.hash.slice(1))}});
          if (r.status === 401) throw new Error('Wrong token: open this page as /venue#TOKEN.');
          const text = await r.text();
          if (!r.ok) throw new Error(JSON.parse(text).msg);
          return text; };
        const report = (text, bad) => { at('message').textContent = text; at('message').className = bad ? 'bad' : ''; };
        const act = work => async e => { e?.preventDefault?.(); try { report(await work(e) ?? 'Done.'); } catch (x) { report(x.message, true); } tick(); };

        // A column is [title, function for the value of a row, function for the CSS class of a row]; a table is rebuilt only when its rows have changed.
        const shown = {};
        const show = (id, rows, columns, none, style) => { const key = JSON.stringify(rows); if (shown[id] === key) return; shown[id] = key;
          const table = at(id); table.replaceChildren();
          if (!rows.length) { const cell = table.insertRow().insertCell(); cell.className = 'empty'; cell.textContent = none; return; }
          const head = table.createTHead().insertRow(); for (const [title, , kind] of columns) { const th = document.createElement('th'); th.textContent = title; if (kind === left || kind === wide) th.className = kind(); head.append(th); }
          const body = table.createTBody();
          for (const row of rows) { const line = body.insertRow(); line.className = style?.(row) ?? '';
            for (const [, value, kind] of columns) { const cell = line.insertCell(); const v = value(row); v instanceof Node ? cell.append(v) : cell.textContent = v ?? ''; if (kind) cell.className = kind(row); } } };
        const left = () => 'left', wide = () => 'left wide';
        const of = name => row => row[name];
        const sign = name => row => Number(row[name]) < 0 ? 'sell' : Number(row[name]) > 0 ? 'buy' : '';
        const money = name => row => Number(row[name]).toLocaleString('en', {minimumFractionDigits: 2, maximumFractionDigits: 2});
        const price = name => row => Number(row[name]).toLocaleString('en', {maximumSignificantDigits: 8, useGrouping: false});
        const places = texts => Math.max(0, ...texts.map(t => (t.split('.')[1] ?? '').length));
        const clock = ms => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
        const book = b => { const key = JSON.stringify(b); if (shown.book === key) return; shown.book = key;
          const table = at('book'); table.replaceChildren();
          if (!b) return;
          const most = Math.max(...[...b.asks, ...b.bids].map(l => Number(l[1])), 0);
          const decimals = [0, 1].map(i => places([...b.asks, ...b.bids].map(l => l[i])));
          const side = (levels, style) => { for (const [price, quantity] of levels) { const line = table.insertRow(); line.className = style;
            line.insertCell().textContent = Number(price).toFixed(decimals[0]); const cell = line.insertCell(); cell.textContent = Number(quantity).toFixed(decimals[1]); cell.className = 'bar'; cell.style.setProperty('--share', 100 * Number(quantity) / most + '%'); } };
          side([...b.asks].reverse(), 'sell');
          const middle = table.insertRow(); middle.className = 'mid'; const gap = middle.insertCell(); gap.colSpan = 2;
          gap.textContent = b.asks.length && b.bids.length ? 'spread ' + Number((b.asks[0][0] - b.bids[0][0]).toFixed(decimals[0])) : 'one side is empty';
          side(b.bids, 'buy'); };
        const when = f => [f.match && 'match ' + f.match, f.method, f.key && 'key ' + f.key, f.symbol, f.account, f.rate !== 1 && 'rate ' + f.rate, f.every && 'every ' + f.every, f.after && 'after ' + f.after,
          f.count && 'at most ' + f.count, f.delayMs && f.delayMs + ' ms', f.everyMs && 'each ' + f.everyMs / 1000 + ' s', f.fromMs && 'from ' + clock(f.fromMs).slice(11), f.untilMs && 'until ' + clock(f.untilMs).slice(11)].filter(Boolean).join(', ');
        const endButton = f => { const b = document.createElement('button'); b.textContent = 'End'; b.onclick = act(async () => { await call('DELETE', 'faults?id=' + f.id); return 'Fault ' + f.id + ' ended.'; }); return b; };

        let named = -1, counts = {}, timer, paused = false;
        const names = async count => { if (count === named) return; named = count;
          const list = JSON.parse(await call('GET', 'state?names=true')).names, chosen = at('symbol').value;
          at('symbol').replaceChildren(...list.map(name => new Option(name, name))); if (list.includes(chosen)) at('symbol').value = chosen; };
        const draw = async () => {
          const s = JSON.parse(await call('GET', 'state?symbol=' + encodeURIComponent(at('symbol').value || 'BTCUSDT')));
          paused = s.paused; at('pause').textContent = paused ? 'Resume' : 'Pause'; at('step').disabled = !paused;
          at('now').textContent = clock(s.nowMs) + ' UTC · ' + (paused ? 'paused' : s.speed === 0 ? 'as fast as possible' : 'speed ' + s.speed) + ' · ' + s.symbols + ' contracts · ' + s.listenKeys + (s.listenKeys === 1 ? ' listen key' : ' listen keys') + (s.overflows ? ' · ' + s.overflows + ' slow clients disconnected' : '');
          const conserved = s.imbalance === '0' && !s.openInterestImbalances.length;
          at('money').className = conserved ? 'buy' : 'bad'; at('money').textContent = conserved ? 'money conserved' : 'money not conserved: ' + s.imbalance;
          await names(s.symbols); book(s.book);
          show('accounts', s.accounts, [['Key', of('key')], ['Wallet', money('walletBalance')], ['Unrealised', money('unrealizedPnl'), sign('unrealizedPnl')], ['Margin', money('marginBalance')],
            ['Available', money('availableBalance')], ['Open orders', of('openOrders')]], 'No account: start with --account KEY:SECRET:BALANCE.');
          show('positions', s.accounts.flatMap(a => a.positions.filter(p => Number(p.amount)).map(p => ({...p, key: a.key}))), [['Key', of('key')], ['Contract', of('symbol')], ['Side', of('positionSide')],
            ['Amount', of('amount'), sign('amount')], ['Entry', price('entryPrice')], ['Mark', price('markPrice')]], 'No open positions.');
          at('injected').textContent = s.faults.length ? s.faults.reduce((sum, f) => sum + f.injected, 0) + ' injected' : '';
          const hit = Object.fromEntries(s.faults.map(f => [f.id, f.injected !== (counts[f.id] ?? f.injected)])); counts = Object.fromEntries(s.faults.map(f => [f.id, f.injected]));
          show('faults', s.faults.map(f => ({...f, hit: hit[f.id]})), [['Id', of('id')], ['Type', of('type'), left], ['When', when, wide], ['Matched', of('matched')], ['Injected', of('injected')], ['', endButton]], 'No faults.', f => f.hit ? 'hit' : '');
          at('open').textContent = s.connections.length ? s.connections.length + ' open' : '';
          show('connections', s.connections.slice(0, 100), [['Path', of('path')], ['Streams', c => c.streams || '–'], ['Frames sent', of('sentFrames')]], 'No stream connections.'); };
        const tick = async () => { clearTimeout(timer); try { if (!document.hidden && location.hash.length > 1) await draw(); } catch (e) { at('now').textContent = e.message; } timer = setTimeout(tick, 1000); };

        at('symbol').onchange = tick; document.onvisibilitychange = tick; window.onhashchange = tick;
        const action = body => call('POST', 'actions', JSON.stringify(body));
        at('pause').onclick = act(async () => { await action({action: paused ? 'resume' : 'pause'}); });
        at('step').onclick = act(async () => { await action({action: 'step', stepMs: 1000}); });
        at('sync').onclick = act(async () => { await action({action: 'sync'}); return 'Virtual time equals the machine\'s.'; });
        at('reset').onclick = act(async () => { if (!confirm('Reset accounts, orders, prices, clock and faults to the start?')) return ''; await call('POST', 'reset'); return 'The venue was reset.'; });
        at('snapshot').onclick = act(async () => { const text = await call('GET', 'snapshot'); const link = document.createElement('a'); link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'})); link.download = 'venue-snapshot.json'; link.click(); URL.revokeObjectURL(link.href); return 'The snapshot was saved as venue-snapshot.json.'; });
        at('restore').onclick = () => at('file').click();
        at('file').onchange = act(async e => { const file = e.target.files[0]; if (!file) return ''; await call('POST', 'restore', await file.text()); e.target.value = ''; return file.name + ' was restored.'; });
        at('add').onsubmit = act(async () => { const {id} = JSON.parse(await call('POST', 'faults', at('rule').value)); at('rule').value = ''; return 'Fault ' + id + ' was added.'; });
        at('end').onclick = act(async () => { await call('DELETE', 'faults'); return 'All faults ended.'; });
        tick();
        </script></body></html>
        """u8.ToArray();
}
