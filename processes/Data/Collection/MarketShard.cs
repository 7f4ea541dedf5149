using Platform.Venues.Binance.Endpoints;
using Platform.Venues.Binance.Streams;

namespace Platform.Data.Collection;

/// <summary>The streams of some symbols on one connection, with the mark-price stream that drives their exchange clock. It can be opened anew.</summary>
internal sealed class MarketShard(
    BinanceEndpoints endpoints, SymbolTable symbols, ShardSink sink, StreamOptions options, TimeProvider clock, TimeProvider realTime)
{
    private CancellationTokenSource _life = new();

    /// <summary>Runs until cancelled, through every restart.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        string[] streams = [BinanceStream.AllMarkPrices, .. symbols.Symbols.Select(BinanceStream.AggTradeName)];
        while (!cancel.IsCancellationRequested)
        {
            using var life = new CancellationTokenSource();
            Volatile.Write(ref _life, life);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(life.Token, cancel);
            await new BinanceStream(endpoints, symbols, streams, [], options, sink, clock, realTime).RunAsync(either.Token);
        }
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
}
