using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Engine;

/// <summary>
/// The simulated exchange without its wire protocol. Thread-safe: calls are executed one at a time. A call first advances the core
/// to the current virtual time and then executes, so that a command takes effect at the virtual time of its arrival.
/// </summary>
internal sealed class Exchange : IAsyncDisposable
{
    /// <summary>Maximum virtual time that the pump thread advances in one turn, so that callers wait only briefly when the core is behind.</summary>
    private const long Slice_ms = 500;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(2);

    /// <summary>Execution time between two checkpoints, which is the time that a restart after a kill needs for the replay. The interval is longer when checkpoints would take more than a fixed share of the execution time.</summary>
    private static readonly TimeSpan MinReplayTime = TimeSpan.FromSeconds(5);
    private const int CheckpointShare = 25;

    private readonly Turn _turn;
    private readonly ExchangeOptions _options;
    private readonly long _start_ms;
    private readonly StateFile? _state;
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _real;
    private readonly OpenMarketSource _open;
    private TimeSpan _untilCheckpoint = MinReplayTime;
    private Thread? _pump;

    private Exchange(ExchangeCore core, VenueClock clock, StateFile? state, TimeProvider real, OpenMarketSource open)
    {
        (_real, _open) = (real, open);
        (_options, _start_ms, Clock, _state, _turn) = (core.State.Options, core.State.Start_ms, clock, state, new Turn(core, clock, real) { Journal = state });
        Clock.Changed = state is null ? null : state.Append;
        Market = new MarketQueries(_turn, core);
        Accounts = new AccountQueries(_turn);
    }

    public MarketQueries Market { get; }

    /// <summary>Notices of the market source for the operator, such as skipped files.</summary>
    public IReadOnlyList<string> MarketNotices => _turn.Take(core => core.State.Source.Notices);

    public AccountQueries Accounts { get; }

    public VenueClock Clock { get; }

    /// <summary>Virtual time at which the market started, Unix ms.</summary>
    public long MarketStart_ms => _turn.Take(core => core.State.Start_ms);

    /// <summary>Actions that run at given virtual times.</summary>
    public ScheduledActions ScheduledActions => _turn.ScheduledActions;

    /// <summary>Builds the market and the accounts; a fault when a recording cannot be read.</summary>
    /// <param name="statePath">The state file; when it exists, the exchange continues from it.</param>
    /// <param name="open">Opens the market that the options name.</param>
    /// <param name="given">A market that is already open and that the caller disposes; null for the one that the options name.</param>
    public static Result<Exchange> Create(ExchangeOptions options, TimeProvider real, OpenMarketSource open, string? statePath = null, IMarketSource? given = null)
    {
        if (statePath is not null && options.Market == MarketKind.Upstream)
            return new Fault(FaultKind.Invalid, "--state cannot save a mirrored market, because its events cannot be replayed. Omit --state, or choose another market.");
        if (File.Exists(statePath))
            return ExchangeRecovery.Open(statePath, options, real, open).Then<Exchange>(recovered => new Exchange(recovered.Core, recovered.Clock, recovered.File, real, open));
        // A market that starts now starts one second earlier, so that its first quotes exist when the first client connects.
        Result<IMarketSource> opened = given is not null ? Result<IMarketSource>.Ok(given) : open(options, real.NowMilliseconds() - UnixTime.MillisecondsPerSecond);
        if (!opened.TryGet(out IMarketSource? source, out Fault? fault))
            return fault;
        string[] twice = [.. options.Accounts.GroupBy(seed => seed.Name).Where(group => group.Count() > 1).Select(group => group.Key)];
        if (twice.Length > 0)
            return new Fault(FaultKind.Invalid, $"Account '{twice[0]}' is given twice: every account needs a unique key.");
        var core = new ExchangeCore(options, source);

        // The virtual clock is equal to the machine's clock, because clients compare the two.
        bool startsNow = options.Market == MarketKind.Model && options.VirtualStart_ms is null && !options.StartPaused;
        long start_ms = startsNow ? Math.Max(core.State.Now_ms, real.NowMilliseconds()) : core.State.Now_ms;
        var clock = new VenueClock(real, start_ms, options.Speed, options.StartPaused);
        if (statePath is null)
            return new Exchange(core, clock, null, real, open);
        return StateFile.Create(statePath, Header(core), clock.State).Then<Exchange>(state => new Exchange(core, clock, state, real, open));
    }

    /// <summary>Starts the thread that advances virtual time. A violated invariant on that thread ends the process.</summary>
    public void Start()
    {
        Check.That(_pump is null, "an exchange is started once");
        _pump = new Thread(Pump) { Name = "exchange", IsBackground = true };
        _pump.Start();
    }

    /// <summary>Opens an account at run time; null when an open account has the name.</summary>
    /// <param name="credential">Secret or public key with which the account's requests are checked; stored with the account, see <see cref="Credentials"/>.</param>
    public AccountId? OpenAccount(string name, Money balance, string? credential = null, int feeTier = 0) =>
        _turn.Take(core => core.Open(new OpenAccount(name, balance, credential, feeTier)));

    /// <summary>The accounts that were opened with a credential at run time, including those of a restored or restarted state.</summary>
    public IReadOnlyList<(AccountId Account, string Name, string Credential)> Credentials() => _turn.Take(core =>
        core.State.Accounts.Where(account => account is { Credential: not null, IsClosed: false }).Select(account => (account.Id, account.Name, account.Credential!)).ToArray());

    public AccountId? FindAccount(string name) =>
        _turn.Take(core => core.State.FindAccount(name)?.Id);

    /// <summary>Executes one command on the caller's thread.</summary>
    public Reply<T> Execute<T>(Command<T> command) => _turn.Take(core => core.Execute(command));

    /// <summary>Executes one command for an asynchronous caller; completes synchronously.</summary>
    public ValueTask<Reply<T>> ExecuteAsync<T>(Command<T> command) => ValueTask.FromResult(Execute(command));

    /// <summary>Executes several queries or commands as one turn: no event and no other caller can come between them.</summary>
    public T InOneTurn<T>(Func<T> work) => _turn.Take(_ => work());

    /// <summary>Advances the core to the current virtual time; for callers that step the clock.</summary>
    public void CatchUp() => _turn.Take(_ => true);

    /// <summary>The whole state at this moment; a fault for a mirrored market, which cannot be replayed.</summary>
    public Result<ExchangeSnapshot> Snapshot() => _turn.Take<Result<ExchangeSnapshot>>(core => _options.Market == MarketKind.Upstream
        ? new Fault(FaultKind.Invalid, "A mirrored market has no snapshots, because its events cannot be replayed.")
        : new ExchangeSnapshot(ExchangeSnapshot.Current, _start_ms, core.State.Now_ms, core.State.Options, StateImage.Of(core)));

    /// <summary>Resets the state and the clock to the start; subscribers stay subscribed.</summary>
    public Result<Done> Reset() => Rebuild(_options, default);

    /// <summary>Restores a snapshot of the same market; subscribers stay subscribed and receive no event about the restore.</summary>
    public Result<Done> Restore(ExchangeSnapshot snapshot)
    {
        ExchangeOptions kept = snapshot.Options;
        if ((kept.Market, kept.Seed, kept.Symbols) != (_options.Market, _options.Seed, _options.Symbols))
            return new Fault(FaultKind.Invalid, $"The snapshot is of market {kept.Market}, seed {kept.Seed}, {kept.Symbols} symbols; this exchange runs {_options.Market}, seed {_options.Seed}, {_options.Symbols}.");
        return Rebuild(kept with { VirtualStart_ms = snapshot.Start_ms, MarketPath = _options.MarketPath }, snapshot.Image);
    }

    private Result<Done> Rebuild(ExchangeOptions options, ReadOnlyMemory<byte> image)
    {
        if (!ExchangeRecovery.Build(options, options.VirtualStart_ms ?? _start_ms, image, _open).TryGet(out ExchangeCore? core, out Fault? fault))
            return fault;
        _turn.Replace(core);
        _turn.Take(_ =>
        {
            Checkpoint(core);
            return true;
        });
        return Done.Value;
    }

    /// <summary>Writes a checkpoint: the current state replaces the commands in the state file. No effect without a state file.</summary>
    public void Checkpoint() => _turn.Take(core =>
    {
        Checkpoint(core);
        return true;
    });

    private void Checkpoint(ExchangeCore core)
    {
        long began = _real.GetTimestamp();
        _state?.Replace(Header(core), Clock.State, stream => StateImage.Write(core, stream));

        // The old file contains a change of speed that occurred during the write, so the clock is written again.
        _state?.Append(Clock.State);
        TimeSpan cost = _real.GetElapsedTime(began);
        _untilCheckpoint = cost * CheckpointShare > MinReplayTime ? cost * CheckpointShare : MinReplayTime;
        _turn.ResetUsedTime();
    }

    /// <summary>Sum of all wallets and of the exchange's own accounts; zero unless money was created or lost.</summary>
    public Notional Imbalance() => _turn.Take(core => core.State.Imbalance());

    /// <summary>Signed sum of the positions of the market maker and all clients in one symbol; zero unless only one side of a trade was applied.</summary>
    public Quantity OpenInterestBalance(string symbol) => _turn.Take(core =>
    {
        SymbolState at = core.State.Find(symbol)!;
        Quantity sum = core.State.Ledger.MarketMakerAmount(at.Listing.Index);
        foreach (Account account in core.State.Accounts)
        {
            if (account.TryIn(at.Listing) is { } holding)
                sum += holding.Both.Amount + holding.Long.Amount + holding.Short.Amount;
        }

        return sum;
    });

    /// <summary>Sends all events to the sink until the subscription is disposed.</summary>
    public IDisposable Subscribe(IExchangeSink sink)
    {
        _turn.Take(core =>
        {
            core.State.Events.Add(sink);
            return true;
        });
        return new Subscription(this, sink);
    }

    public ValueTask DisposeAsync()
    {
        _stop.Cancel();
        _pump?.Join();
        if (_state is not null)
        {
            _turn.Take(core =>
            {
                Checkpoint(core);
                _state.Append(Clock.State with { Reached_ms = core.State.Now_ms, Stopped = true });
                return true;
            });
            _state.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static StateHeader Header(ExchangeCore core) => new(StateHeader.Current, core.State.Start_ms, core.State.Options);

    private void Pump()
    {
        while (!_stop.IsCancellationRequested)
        {
            bool present = _turn.Advance(Slice_ms);
            if (_state is not null && _turn.Spent > _untilCheckpoint)
                Checkpoint();
            if (present)
                _stop.Token.WaitHandle.WaitOne(Rest);
            while (_turn.HasWaiters && !_stop.IsCancellationRequested)
                Thread.Yield();
        }
    }

    private sealed class Subscription(Exchange exchange, IExchangeSink sink) : IDisposable
    {
        public void Dispose() => exchange._turn.Take(core =>
        {
            core.State.Events.Remove(sink);
            return true;
        });
    }
}
