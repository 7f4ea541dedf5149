using Platform.Hosting.Life;
using Platform.Monitor;

return await ProcessHost.RunAsync("monitor", args, context => new MonitorProcess(context));
