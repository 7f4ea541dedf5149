using Platform.TestKit.Files;
using Platform.TestKit.Processes;

namespace Platform.EndToEnd.Runs;

/// <summary>A start that is expected to fail: its exit code and output.</summary>
internal sealed class FailedRun : IAsyncDisposable
{
    private readonly TempFolder _root = new("refused");

    public int Code { get; private set; }

    public string Output { get; private set; } = "";

    public static async Task<FailedRun> UpAsync(Dictionary<string, string?> environment, string? configuration = null)
    {
        var run = new FailedRun();
        if (configuration is not null)
            File.WriteAllText(run._root.File(Directory.CreateDirectory(run._root.File("config")).Name, "platform.yaml"), configuration);
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["up", "--root", run._root.Path], environment: environment);
        run.Code = await command.ExitAsync(TimeSpan.FromSeconds(60));
        run.Output = command.Output;
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(_root.File("data", "run")))
        {
            await using ChildProcess down = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["down", "--root", _root.Path]);
            await down.ExitAsync();
        }

        _root.Dispose();
    }
}
