using Platform.Data;
using Platform.Hosting.Life;

return await ProcessHost.RunAsync("data", args, context => new DataProcess(context));
