using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Engine.Contract;

namespace Platform.Venue.Engine;

/// <summary>
/// The simulated exchange behind its protocol; any thread may call it. Callers take turns: a call first brings the core
/// to the present virtual time, then executes, so commands act at the virtual time of their arrival.
/// </summary>
internal sealed class Exchange : IAsyncDisposable
{
    private Exchange() { }

    public MarketQueries Market => throw new NotSupportedException();

    public AccountQueries Accounts => throw new NotSupportedException();

    public VenueClock Clock => throw new NotSupportedException();

    /// <summary>Builds the market and the accounts; fails with a message for people when a recording cannot be read.</summary>
    public static Result<Exchange> Create(ExchangeOptions options, TimeProvider real) => throw new NotSupportedException();

    /// <summary>Begins to advance virtual time on a thread of its own.</summary>
    public void Start() => throw new NotSupportedException();

    /// <summary>Adds an account while running; null when the name is taken.</summary>
    public AccountId? OpenAccount(string name, Money balance) => throw new NotSupportedException();

    public AccountId? FindAccount(string name) => throw new NotSupportedException();

    /// <summary>Executes one command now, on the caller's thread, in its turn.</summary>
    public Reply<T> Execute<T>(Command<T> command) => throw new NotSupportedException();

    /// <summary>The same for asynchronous callers; completes synchronously.</summary>
    public ValueTask<Reply<T>> ExecuteAsync<T>(Command<T> command) => ValueTask.FromResult(Execute(command));

    /// <summary>Several queries or commands as one turn: nothing happens between them.</summary>
    public T InOneTurn<T>(Func<T> work) => throw new NotSupportedException();

    /// <summary>Adds a receiver of all events until disposed.</summary>
    public IDisposable Subscribe(IExchangeSink sink) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

/// <summary>The exchange's virtual time: running at a speed, paused, or stepped.</summary>
internal sealed class VenueClock
{
    /// <summary>Virtual Unix ms now.</summary>
    public long Now_ms => throw new NotSupportedException();

    /// <summary>The line that other processes follow; replaced when speed or pause change.</summary>
    public ClockAnchor Anchor => throw new NotSupportedException();

    public bool IsPaused => throw new NotSupportedException();

    /// <summary>Virtual seconds per real second; 0 = as fast as possible.</summary>
    public void SetSpeed(double speed) => throw new NotSupportedException();

    public void Pause() => throw new NotSupportedException();

    public void Resume() => throw new NotSupportedException();

    /// <summary>While paused: moves virtual time by so much.</summary>
    public void Step(long by_ms) => throw new NotSupportedException();
}
