using Platform.Analytics.Portfolio;
using Platform.Exchanges.Binance.Endpoints;
using Platform.Exchanges.Binance.Rest;
using Platform.Exchanges.Binance.Streams;
using Platform.Executor.Accounts;
using Platform.Executor.Execution;
using Platform.Executor.Gateway;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Trading;
using Platform.Hosting.Life;
using Platform.Hosting.Secrets;
using Platform.Primitives.Outcomes;

namespace Platform.Executor;

/// <summary>The platform's configuration as the account executor needs it.</summary>
internal static class ExecutorConfiguration
{
    /// <summary>Reads the settings. Throws <see cref="StartFault"/> when settings contradict each other.</summary>
    public static AccountSetup For(ProcessContext context)
    {
        PlatformConfiguration configuration = context.Configuration;
        ExecutionOptions execution = configuration.Execution;
        PortfolioOptions portfolio = configuration.Portfolio;
        if (portfolio.StrategyLeverage > execution.Leverage * 0.5)
            throw new StartFault($"portfolio.strategy_leverage {portfolio.StrategyLeverage} is more than half of execution.leverage {execution.Leverage}: initial margin would take more than half of the equity. Lower the first or raise the second.");
        if (execution.Symbols.GroupBy(row => row.Symbol, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new StartFault($"execution.symbols names {twice.Key} {twice.Count()} times: keep one entry.");
        if (!context.Secrets.For(context.Account).TryGet(out AccountKey? key, out Fault? fault))
            throw new StartFault(fault);

        bool hedge = execution.PositionMode == PositionMode.DualSide;
        double speed = Math.Max(1, context.Anchor.Speed);
        long window_ms = (long)Math.Min(60_000, configuration.Venue.ReceiveWindow_ms * speed);
        var endpoints = new BinanceEndpoints(context.Addresses.Trading.Rest, context.Addresses.Trading.Streams);
        var options = new BinanceRestOptions(window_ms, TimeSpan.FromMilliseconds(configuration.Venue.CallTimeout_ms));
        var session = ExchangeSession.Open(context, endpoints, options, new ApiKey(key.Key, key.Secret));
        return new AccountSetup(
            context.Account,
            session.Rest,
            session.Gateway,
            new StreamOptions(),
            new ContractTerms(hedge, execution.MarginType, execution.Leverage),
            new PlanRules(new DeltaRules(portfolio.Flip == PositionFlip.Single ? FlipMode.Single : FlipMode.TwoStep, portfolio.Band), portfolio.StrategyLeverage, hedge, configuration.Risk, execution.Leverage),
            new RunRules(context.Account, execution.RunDeadline_ms, context.Clock, context.RealTime),
            ParentRules.Of(execution, configuration.Risk, configuration.Accounts.FirstOrDefault(account => account.Id == context.Account)?.OwnAlgorithm),
            new StoredVolumes(new Wire.V1.Data.DataClient(context.Channel("data")), context.RealTime),
            new OrderRetryPolicy(TimeSpan.FromMilliseconds(execution.ResolveInterval_ms), window_ms + 1_000, execution.InFlightMax),
            execution.TriggerAgeMax_ms,
            TimeSpan.FromSeconds(5),
            TimeSpan.FromMilliseconds(execution.ReconcileInterval_ms),
            TimeSpan.FromSeconds(execution.DeadManSwitch_s),
            speed,
            context.Alerts,
            context.Clock,
            context.RealTime);
    }
}
