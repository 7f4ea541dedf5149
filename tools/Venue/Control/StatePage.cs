namespace Platform.Venue.Control;

/// <summary>The small page at /venue: accounts, connections and faults, read from the state with the token in the address's fragment.</summary>
internal static class StatePage
{
    public static ReadOnlyMemory<byte> Html { get; } =
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Venue</title>
        <style>body{font:14px system-ui,sans-serif;margin:2rem;max-width:70rem}table{border-collapse:collapse;margin:0 0 1.5rem}
        td,th{padding:.25rem .8rem;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}</style></head>
        <body><h1>Venue</h1><p id="now">Open this page as <code>/venue#TOKEN</code>, with the token of <code>--token</code>.</p>
        <h2>Accounts</h2><table id="accounts"></table><h2>Connections</h2><table id="connections"></table><h2>Faults</h2><table id="faults"></table>
        <script>
        const get = async path => { const r = await fetch(path, {headers: {Authorization: 'Bearer ' + location.hash.slice(1)}});
          if (!r.ok) throw new Error('the venue answered ' + r.status + ': check the token after #'); return r.json(); };
        const show = (id, rows, names) => { const t = document.getElementById(id); t.replaceChildren();
          for (const cells of [names, ...rows.map(row => names.map(name => row[name]))]) { const line = t.insertRow();
            for (const cell of cells) line.insertCell().textContent = Array.isArray(cell) ? cell.map(p => p.symbol + ' ' + p.amount).join(', ') : cell; } };
        const tick = async () => { try { const s = await get('/venue/v1/state'), f = await get('/venue/v1/faults');
          document.getElementById('now').textContent = new Date(s.nowMs).toISOString() + ' · ' + s.symbols + ' symbols · ' + s.overflows + ' slow clients cut off';
          show('accounts', s.accounts, ['key', 'walletBalance', 'unrealizedPnl', 'availableBalance', 'openOrders', 'positions']);
          show('connections', s.connections, ['path', 'streams', 'sentFrames']);
          show('faults', f, ['id', 'type', 'match', 'rate', 'matched', 'struck']); }
          catch (e) { if (location.hash) document.getElementById('now').textContent = e.message; } setTimeout(tick, 1000); };
        tick();
        </script></body></html>
        """u8.ToArray();
}
