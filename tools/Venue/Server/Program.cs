using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Platform.Primitives.Outcomes;
using Platform.Venue.Server;
using Platform.Venue.Server.Options;

return await VenueCommandLine.RunAsync(args, async options =>
{
    using ILoggerFactory loggers = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
    if (!(await VenueProcess.StartAsync(options, TimeProvider.System, loggers)).TryGet(out VenueProcess? venue, out Fault? fault))
    {
        await Console.Error.WriteLineAsync(fault.Message);
        return 1;
    }

    await using (venue)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        (string http, string ws) = options.Certificate is null ? ("http", "ws") : ("https", "wss");
        foreach (string notice in venue.MarketNotices)
            await Console.Error.WriteLineAsync($"notice: {notice}");
        foreach ((string exchange, IPEndPoint endpoint) in venue.Fronts.Addresses)
            Console.WriteLine($"also {exchange} {http}://{endpoint}");
        Console.WriteLine($"ready {http}://{venue.Endpoint}/fapi {ws}://{venue.Endpoint}/{{public,market,private}} {ws}://{venue.Endpoint}/ws-fapi/v1");
        await stopped.Task;
    }

    return 0;
});
