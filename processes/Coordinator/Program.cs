using Platform.Coordinator;
using Platform.Hosting.Life;

return await ProcessHost.RunAsync("coordinator", args, context => new CoordinatorProcess(context));
