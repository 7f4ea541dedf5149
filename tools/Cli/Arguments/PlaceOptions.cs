using System.CommandLine;
using Platform.Cli.Runs;
using Platform.Hosting.Life;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Arguments;

/// <summary>The two options of every command that select the run: --root and --config.</summary>
internal sealed class PlaceOptions
{
    public Option<string> Root { get; } = new("--root")
    {
        Description = "Folder of the run: it contains data/ and logs/.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ProcessArguments.RootVariable) ?? Directory.GetCurrentDirectory(),
    };

    public Option<string> Config { get; } = new("--config")
    {
        Description = "Configuration file; without it config/platform.yaml of the root, otherwise of the installation.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ProcessArguments.ConfigVariable) ?? "",
    };

    public PlaceOptions AddTo(Command command)
    {
        command.Add(Root);
        command.Add(Config);
        return this;
    }

    public Result<RunFolder> Running(ParseResult parsed) => RunFolder.ForRunning(parsed.GetValue(Root)!, parsed.GetValue(Config)!);
}
