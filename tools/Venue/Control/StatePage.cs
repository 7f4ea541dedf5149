namespace Platform.Venue.Control;

/// <summary>The page at /venue: books, accounts, connections and faults, read from the state with the token in the address's fragment.</summary>
internal static class StatePage
{
    public static ReadOnlyMemory<byte> Html { get; } =
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Venue</title>
        <style>
        :root{color-scheme:light dark;--line:light-dark(#dcdfe4,#33383f);--soft:light-dark(#6a7078,#9aa2ad);--buy:light-dark(#0a7d45,#3ecf8e);--sell:light-dark(#c02b3a,#ff6b78);--card:light-dark(#fff,#1b1e23);--page:light-dark(#f4f5f7,#121417)}
        *{box-sizing:border-box}body{font:14px/1.45 system-ui,sans-serif;margin:0;background:var(--page)}
        header{display:flex;gap:1.5rem;align-items:baseline;flex-wrap:wrap;padding:1rem 1.5rem;border-bottom:1px solid var(--line);background:var(--card)}
        h1{font-size:1.15rem;margin:0}h2{font-size:.8rem;text-transform:uppercase;letter-spacing:.06em;color:var(--soft);margin:0 0 .6rem}
        main{display:grid;grid-template-columns:minmax(18rem,22rem) 1fr;gap:1rem;padding:1rem 1.5rem;align-items:start}@media(max-width:60rem){main{grid-template-columns:1fr}}
        section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem;overflow-x:auto}.stack{display:grid;gap:1rem}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}td,th{padding:.25rem .5rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
        th{font-weight:500;color:var(--soft)}td:first-child,th:first-child{text-align:left}tr:last-child td{border-bottom:0}
        .buy{color:var(--buy)}.sell{color:var(--sell)}.soft,header span{color:var(--soft)}.bad{color:var(--sell);font-weight:600}select{font:inherit;margin-bottom:.6rem}
        .empty{color:var(--soft);text-align:left}
        </style></head><body>
        <header><h1>Venue</h1><span id="now">Open this page as <code>/venue#TOKEN</code>, with the token of <code>--token</code>.</span><span id="money"></span></header>
        <main>
        <section><h2>Book</h2><select id="symbol" aria-label="Contract"></select><table id="book"></table></section>
        <div class="stack"><section><h2>Accounts</h2><table id="accounts"></table></section>
        <section><h2>Positions</h2><table id="positions"></table></section>
        <section><h2>Connections</h2><table id="connections"></table></section>
        <section><h2>Faults</h2><table id="faults"></table></section></div>
        </main>
        <script>
        const at = id => document.getElementById(id);
        const get = async path => { const r = await fetch(path, {headers: {Authorization: 'Bearer ' + location.hash.slice(1)}});
          if (!r.ok) throw new Error('The venue answered ' + r.status + ': check the token after #.'); return r.json(); };
        // Columns are [title, value of a row, class of a row].
        const show = (id, rows, columns, none) => { const table = at(id); table.replaceChildren();
          if (!rows.length) { const cell = table.insertRow().insertCell(); cell.className = 'empty'; cell.textContent = none; return; }
          const head = table.insertRow(); for (const [title] of columns) { const th = document.createElement('th'); th.textContent = title; head.append(th); }
          for (const row of rows) { const line = table.insertRow();
            for (const [, value, style] of columns) { const cell = line.insertCell(); cell.textContent = value(row); if (style) cell.className = style(row); } } };
        const of = name => row => row[name];
        const sign = name => row => Number(row[name]) < 0 ? 'sell' : 'buy';
        const money = name => row => Number(row[name]).toLocaleString('en', {minimumFractionDigits: 2, maximumFractionDigits: 2});
        const book = b => show('book', b ? [...b.asks.map(l => ({price: l[0], quantity: l[1], side: 'sell'})).reverse(), ...b.bids.map(l => ({price: l[0], quantity: l[1], side: 'buy'}))] : [],
          [['Price', of('price'), of('side')], ['Quantity', of('quantity')]], 'This book is empty.');
        const names = list => { const select = at('symbol'); if (select.options.length === list.length) return;
          select.replaceChildren(...list.map(name => new Option(name, name))); };
        const tick = async () => { try {
          const s = await get('/venue/v1/state?symbol=' + encodeURIComponent(at('symbol').value || 'BTCUSDT')), f = await get('/venue/v1/faults');
          at('now').textContent = new Date(s.nowMs).toISOString().replace('T', ' ').slice(0, 19) + ' UTC · ' + s.symbols + ' contracts · ' + s.listenKeys + ' listen keys · ' + s.overflows + ' slow clients cut off';
          const sound = s.imbalance === '0' && !s.openInterestImbalances.length;
          at('money').className = sound ? '' : 'bad'; at('money').textContent = sound ? 'money conserved' : 'money made or lost: ' + s.imbalance;
          names(s.names); book(s.book);
          show('accounts', s.accounts, [['Key', of('key')], ['Wallet', money('walletBalance')], ['Unrealised', money('unrealizedPnl'), sign('unrealizedPnl')], ['Margin', money('marginBalance')],
            ['Available', money('availableBalance')], ['Open orders', of('openOrders')]], 'No account: start with --account KEY:SECRET:BALANCE.');
          show('positions', s.accounts.flatMap(a => a.positions.filter(p => Number(p.amount)).map(p => ({...p, key: a.key}))), [['Key', of('key')], ['Contract', of('symbol')], ['Side', of('positionSide')],
            ['Amount', of('amount'), sign('amount')], ['Entry', of('entryPrice')], ['Mark', of('markPrice')]], 'All accounts are flat.');
          show('connections', s.connections, [['Path', of('path')], ['Streams', of('streams')], ['Frames sent', of('sentFrames')]], 'Nobody follows a stream.');
          show('faults', f, [['Id', of('id')], ['Type', of('type')], ['Match', of('match')], ['Rate', of('rate')], ['Matched', of('matched')], ['Struck', of('struck')]], 'Nothing goes wrong on purpose.');
        } catch (e) { if (location.hash) at('now').textContent = e.message; } setTimeout(tick, 1000); };
        at('symbol').onchange = () => at('book').replaceChildren();
        tick();
        </script></body></html>
        """u8.ToArray();
}
