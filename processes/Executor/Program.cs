using Platform.Executor;
using Platform.Hosting.Life;

return await ProcessHost.RunAsync("executor", args, context => new ExecutorProcess(context));
