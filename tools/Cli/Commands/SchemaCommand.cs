using System.CommandLine;
using System.Text;
using Platform.Cli.Arguments;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Reading;
using Platform.Hosting.Places;
using Platform.Primitives.Outcomes;
using Platform.Store.Documents;

namespace Platform.Cli.Commands;

/// <summary>platform schema: prints the configuration's JSON schema, or writes it and updates the comments of config/platform.yaml.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON schema of the configuration.");
        var write = new Option<bool>("--write") { Description = "Write config/platform.schema.json and update the comments in config/platform.yaml; its values are kept." };
        command.Add(write);
        command.SetAction(parsed =>
        {
            string schema = ConfigurationText.ToSchemaJson();
            if (!parsed.GetValue(write))
            {
                Console.Write(schema);
                return 0;
            }

            string file = Path.Combine(Installation.Tree, ConfigurationReader.DefaultFile);
            Result<PlatformConfiguration> current = File.Exists(file) ? ConfigurationReader.Read(file, file, new Dictionary<string, string>()) : new PlatformConfiguration();
            if (current.Fault is { } fault)
                return CommandFault.Report(fault);
            Result<Done> written = AtomicFile.Write(file, Encoding.UTF8.GetBytes(ConfigurationText.ToCommentedYaml(current.Value)))
                .Then(_ => AtomicFile.Write(Path.Combine(Path.GetDirectoryName(file)!, "platform.schema.json"), Encoding.UTF8.GetBytes(schema)));
            return written.IsOk ? 0 : CommandFault.Report(written.Fault);
        });
        return command;
    }
}
