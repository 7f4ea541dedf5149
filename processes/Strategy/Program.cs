using Platform.Hosting.Life;
using Platform.Strategy;

return await ProcessHost.RunAsync("strategy", args, context => new StrategyProcess(context));
