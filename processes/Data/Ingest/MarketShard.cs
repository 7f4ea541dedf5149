using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Streams;
using Platform.Primitives.Time;

namespace Platform.Data.Ingest;

/// <summary>The addresses and options with which market streams are opened.</summary>
internal sealed record StreamSource(BinanceEndpoints Endpoints, StreamOptions Options, Clocks Clocks);

/// <summary>
/// The streams of some symbols on one connection, with the mark-price stream that drives their exchange clock. It can be reopened, lose
/// symbols, and end with the last of them.
/// </summary>
internal sealed class MarketShard(StreamSource source, SymbolTable symbols, ShardSink sink, ShardState state)
{
    private readonly Lock _gate = new();
    private BinanceStream? _stream;
    private string[] _symbols = [.. symbols.Symbols];

    /// <summary>Runs until cancelled, through every reconnect.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            using var life = new CancellationTokenSource();
            if (Open(life) is not { } stream)
                return;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(life.Token, cancel);
            await stream.RunAsync(either.Token);
        }
    }

    /// <summary>Stops symbols, named by their position in the table; the connection ends with the last one.</summary>
    public void Leave(IReadOnlyList<int> places)
    {
        string[] gone = [.. places.Select(place => symbols[place])];
        foreach (int place in places)
            sink.Drop(place);
        lock (_gate)
        {
            _symbols = [.. _symbols.Except(gone, StringComparer.Ordinal)];
            _stream?.Drop([.. gone.Select(BinanceStream.AggTradeName)]);
            if (_symbols.Length > 0)
                return;
        }

        state.Restart();
    }

    /// <summary>The stream of the next connection; null when no symbol is left.</summary>
    private BinanceStream? Open(CancellationTokenSource life)
    {
        lock (_gate)
        {
            if (_symbols.Length == 0)
                return null;
            state.Begin(life);
            string[] streams = [BinanceStream.AllMarkPrices, .. _symbols.Select(BinanceStream.AggTradeName)];
            return _stream = new BinanceStream(source.Endpoints, symbols, new StreamNames(streams, []), source.Options, sink, source.Clocks);
        }
    }
}
