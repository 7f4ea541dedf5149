using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Executor.Paper;
using Platform.Hosting.Configuration;
using Platform.Hosting.Control;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;

namespace Platform.Executor;

/// <summary>The connection of an executor to the exchange: a session that only reads, and the gateway for orders.</summary>
/// <param name="Rest">Reads; it cannot change the account.</param>
/// <param name="Gateway">Live, or on paper in a dry run.</param>
internal sealed record ExchangeSession(BinanceRest Rest, IOrderGateway Gateway)
{
    /// <summary>Largest age of a depth snapshot that a dry run fills orders from, in real ms.</summary>
    private const long DepthAgeMax_ms = 5_000;

    /// <summary>Opens the session of the configured mode. Throws <see cref="StartFault"/> when the paper account cannot be read.</summary>
    public static ExchangeSession Open(ProcessContext context, BinanceEndpoints endpoints, BinanceRestOptions options, ApiKey key) =>
        context.Configuration.DryRun ? Paper(context, endpoints, options, key) : Live(context, endpoints, options, key);

    /// <summary>A dry run has no session that could change the account.</summary>
    private static ExchangeSession Paper(ProcessContext context, BinanceEndpoints endpoints, BinanceRestOptions options, ApiKey key)
    {
        var rest = new BinanceRest(endpoints, options, Gate(context, endpoints), context.Clock, context.RealTime, key);
        if (!PaperLedger.Open(context.Paths.Journals, context.Account).TryGet(out PaperLedger? ledger, out Fault? fault))
            throw new StartFault(fault);
        var rules = new PaperRules(context.Configuration.Execution.Leverage, (long)(DepthAgeMax_ms * Math.Max(1, context.Anchor.Speed)));
        return new ExchangeSession(rest, new PaperOrderGateway(rest, ledger, rules, context.Alerts, context.Clock));
    }

    private static ExchangeSession Live(ProcessContext context, BinanceEndpoints endpoints, BinanceRestOptions options, ApiKey key)
    {
        var rest = new BinanceTradingRest(endpoints, options, Gate(context, endpoints), context.Clock, context.RealTime, key);
        return new ExchangeSession(rest, new LiveOrderGateway(rest, TimeSpan.FromMilliseconds(context.Configuration.Execution.ResolveInterval_ms), context.Clock));
    }

    /// <summary>Without the coordinator, data and all executors use two fifths of the address's weight each.</summary>
    private static SharedWeightGate Gate(ProcessContext context, BinanceEndpoints endpoints)
    {
        PlatformConfiguration configuration = context.Configuration;
        int share = configuration.Coordinator.WeightPerMinute * 2 / 5 / Math.Max(1, configuration.Accounts.Count);
        return new SharedWeightGate(
            new LocalWeightGate(context.Clock, new WeightGateOptions(OrdersPerMinute: Math.Min(1_150, configuration.Risk.OrdersPerMinuteMax))),
            new SharedWeightOptions(endpoints.Rest.Authority, share),
            new WeightClient(context.Coordinator, context.FullName, context.RealTime).AskAsync, context.Clock, context.RealTime);
    }
}
