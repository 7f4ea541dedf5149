using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Streams;

namespace Platform.Data.Collection;

/// <summary>The streams of some symbols on one connection, with the mark-price stream that drives their exchange clock. It can be opened anew, lose symbols, and end with the last of them.</summary>
internal sealed class MarketShard(
    BinanceEndpoints endpoints, SymbolTable symbols, ShardSink sink, StreamOptions options, TimeProvider clock, TimeProvider realTime)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _life = new();
    private BinanceStream? _stream;
    private string[] _symbols = [.. symbols.Symbols];

    /// <summary>Runs until cancelled, through every restart.</summary>
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

    /// <summary>Symbols by their place in the table stop; after the last one the connection ends.</summary>
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

        Restart();
    }

    /// <summary>Ends the connection and opens another: for a stream that is up and delivers nothing.</summary>
    public void Restart()
    {
        try
        {
            Volatile.Read(ref _life).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is between two lives already.
        }
    }

    /// <summary>The stream of the next life; null when no symbol is left.</summary>
    private BinanceStream? Open(CancellationTokenSource life)
    {
        lock (_gate)
        {
            if (_symbols.Length == 0)
                return null;
            Volatile.Write(ref _life, life);
            string[] streams = [BinanceStream.AllMarkPrices, .. _symbols.Select(BinanceStream.AggTradeName)];
            return _stream = new BinanceStream(endpoints, symbols, streams, [], options, sink, clock, realTime);
        }
    }
}
