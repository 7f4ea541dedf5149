using System.CommandLine;
using Platform.Cli.Arguments;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Commands;

/// <summary>platform new-calculator NAME: creates a new calculator from the template, ready to build.</summary>
internal static class NewCalculatorCommand
{
    public static Command Create()
    {
        var command = new Command("new-calculator", "Create a new calculator from the template, in plugins/NAME.");
        var name = new Argument<string>("name") { Description = "A C# name in PascalCase, such as MyMomentum." };
        command.Add(name);
        command.SetAction(parsed =>
        {
            Result<string> made = CalculatorTemplate.Copy(Path.Combine(Installation.Tree, "plugins"), parsed.GetValue(name)!);
            if (made.Fault is { } fault)
                return CommandFault.Report(fault);
            Console.WriteLine($"{made.Value} is ready. Build it with: dotnet build {made.Value} -c Release; the running strategy loads it automatically.");
            return 0;
        });
        return command;
    }
}
