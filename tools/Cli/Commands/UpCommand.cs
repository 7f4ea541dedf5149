using System.CommandLine;
using System.Diagnostics;
using Platform.Cli.Arguments;
using Platform.Cli.Runs;
using Platform.Cli.Sessions;
using Platform.Cli.Supervision;
using Platform.Hosting.Life;
using Platform.Hosting.Places;
using Platform.Hosting.Secrets;
using Platform.Http;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Commands;

/// <summary>platform up: starts the supervisor, shows its progress, and returns when all processes run or the start has failed.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var command = new Command("up", "Start all processes and return when they run. If one does not start, report why and stop all of them.");
        UpOptions options = new UpOptions().AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(options, parsed, cancel));
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, ParseResult parsed, CancellationToken cancel)
    {
        if (!options.Read(parsed).TryGet(out RunFolder? folder, out Fault? fault))
            return CommandFault.Report(fault);
        if (FolderCheck.MakeWritable([folder.Arguments.Root]) is { } unwritable)
            return CommandFault.Report(unwritable);
        bool withMonitor = options.WithMonitor(parsed);
        using Process supervisor = Launch(folder, withMonitor, options.KeepsState(parsed));
        using CancellationTokenRegistration abort = cancel.Register(supervisor.StandardInput.Close);
        while (await supervisor.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (Progress.Parse(line) is not { } progress)
                continue;
            Show(progress);
            if (progress.Kind == "ready")
            {
                Console.WriteLine(StartedText(folder, withMonitor));
                return 0;
            }
        }

        await supervisor.WaitForExitAsync(CancellationToken.None);
        string last = await supervisor.StandardError.ReadToEndAsync(CancellationToken.None);
        if (last.Length > 0)
            await Console.Error.WriteLineAsync(last);
        return 1;
    }

    private static Process Launch(RunFolder folder, bool withMonitor, bool keepState)
    {
        List<string> arguments = ["supervise"];
        if (!withMonitor)
            arguments.Add("--no-web");
        if (keepState)
            arguments.Add("--keep-state");
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            WorkingDirectory = folder.Arguments.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in folder.ChildEnvironment())
            start.Environment[name] = value;
        start.Environment.Remove(StopSignals.SupervisedVariable);
        KeyVariables.RemoveFrom(start.Environment);
        Process supervisor = Process.Start(start)!;
        supervisor.StandardInput.WriteLine(KeyVariables.From(ProcessSetup.Environment()).ToLine());
        supervisor.StandardInput.Flush();
        return supervisor;
    }

    private static void Show(Progress progress)
    {
        switch (progress.Kind)
        {
            case "note":
                Console.WriteLine($"  {progress.Name} {progress.Text}");
                break;
            case "running":
                Console.WriteLine($"  {progress.Name,-22} running ({progress.Text})");
                break;
            case "failed":
                Console.Error.WriteLine($"The platform is not started:{Environment.NewLine}{progress.Text}");
                break;
        }
    }

    private static string StartedText(RunFolder folder, bool withMonitor)
    {
        string page = withMonitor ? $"{folder.Addresses.MonitorHttp}/?token={(TokenFile.Read(folder.Paths).TryGet(out BearerToken? token, out _) ? token.Text : "")}" : "(started without the page)";
        return $"The platform runs in {PlatformPaths.Of(folder.Arguments.Root, folder.Configuration).EnvironmentName}. Page: {page}{Environment.NewLine}Stop it with: scripts/platform down";
    }
}
