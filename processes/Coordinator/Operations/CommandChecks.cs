using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Platform.Wire.V1;

namespace Platform.Coordinator.Operations;

/// <summary>Validates commands before they are journalled; a refusal states what was expected.</summary>
internal static partial class CommandChecks
{
    private const int IdLengthMax = 120;

    /// <summary>Null when the command is valid, otherwise the reason for the refusal.</summary>
    public static string? WhyRefused(CommandRequest command, IReadOnlySet<string> accounts)
    {
        if (command.CommandId.Length == 0)
            return "the command has no id; expected an id chosen by the caller, which identifies repeats";
        if (command.CommandId.Length > IdLengthMax)
            return $"the command id has {command.CommandId.Length} characters; expected at most {IdLengthMax}";
        if (!CommandKinds.All.Contains(command.Kind))
            return $"'{command.Kind}' is not a command; expected one of {string.Join(", ", CommandKinds.All)}";
        if (command.Account.Length > 0 && !accounts.Contains(command.Account))
            return $"account '{command.Account}' is not in the configuration; known: {string.Join(", ", accounts)}";
        return WhyScopeRefused(command);
    }

    private static string? WhyScopeRefused(CommandRequest command)
    {
        bool takesSymbol = command.Kind is not (CommandKinds.Reset or CommandKinds.Limit);
        if (command.Symbol.Length > 0 && !takesSymbol)
            return $"{command.Kind} applies to whole accounts; expected no symbol";
        if (command.Symbol.Length > 0 && !SymbolPattern().IsMatch(command.Symbol))
            return $"'{command.Symbol}' is not a symbol; expected the exchange's spelling, such as BTCUSDT";
        if (command.Kind == CommandKinds.Reset && command.Reason.Length == 0)
            return "a reset needs a reason";
        if (command.Kind != CommandKinds.Limit)
            return null;
        if (command.Setting.Length == 0)
            return "a limit needs its key in the section risk, such as order_notional_max";
        return command.Value.Length == 0 || double.TryParse(command.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? null
            : $"'{command.Value}' is not a number; expected one such as 250000, or 'configured' for the configured value";
    }

    [GeneratedRegex(@"^[^\s/\\]{1,40}$")]
    private static partial Regex SymbolPattern();
}
