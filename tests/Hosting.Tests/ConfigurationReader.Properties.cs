using FsCheck;
using FsCheck.Fluent;
using Platform.Hosting.Configuration.Reading;
using Platform.Primitives.Outcomes;
using Xunit;
using Check = FsCheck.Check;

namespace Platform.Hosting.Tests;

public class ConfigurationReaderProperties
{
    /// <summary>Whatever a person writes, the answer is a configuration or a message, never an exception.</summary>
    [Fact]
    public void Any_text_is_answered_with_a_value_or_with_a_message() => Check.QuickThrowOnFailure(
        Prop.ForAll(Lines(), text =>
        {
            var result = ConfigurationReader.Parse(text, "platform.yaml", new Dictionary<string, string>());
            return result.IsOk || (result.Fault.Kind == FaultKind.Invalid && result.Fault.Message.Length > 0);
        }));

    /// <summary>What is written as a file is read back as the same configuration.</summary>
    [Fact]
    public void The_commented_file_means_what_was_written() => Check.QuickThrowOnFailure(
        Prop.ForAll(
            ArbMap.Default.ArbFor<(byte Speed, bool DryRun, NonEmptyString Start, byte Symbols)>(),
            drawn =>
            {
                var configuration = new Configuration.PlatformConfiguration
                {
                    DryRun = drawn.DryRun,
                    Clock = new() { Speed = 0.5 + drawn.Speed },
                    Venue = new() { Market = drawn.Start.Get.Replace('\n', ' ').Replace('\r', ' ').Trim() is { Length: > 0 } text && text.All(letter => letter is >= ' ' and < '\x7f') ? text : "model", Symbols = drawn.Symbols + 1 },
                };
                var read = ConfigurationReader.Parse(ConfigurationText.ToCommentedYaml(configuration), "platform.yaml", new Dictionary<string, string>());
                return read.IsOk && read.Value.DryRun == configuration.DryRun && read.Value.Clock == configuration.Clock && read.Value.Venue == configuration.Venue;
            }));

    private static Arbitrary<string> Lines()
    {
        Gen<string> words = Gen.Elements("mode", "clock", "speed", "accounts", "id", "10", "mock", "[1, 2]", "- x", "\t", "\"", "{", "a: b", "~", "&a", "*a", "!!int 5", "?", "|", "");
        Gen<string> line = from indent in Gen.Choose(0, 4)
                           from key in words
                           from value in words
                           from colon in Gen.Elements(": ", ":", " ")
                           select new string(' ', indent) + key + colon + value;
        return Arb.From(Gen.ListOf(line).Select(lines => string.Join('\n', lines)));
    }
}
