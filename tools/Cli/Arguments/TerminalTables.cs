using Spectre.Console;

namespace Platform.Cli.Arguments;

/// <summary>The plain tables of commands, in a terminal or in a file.</summary>
internal static class TerminalTables
{
    /// <summary>A redirected output has no width of its own and no colours.</summary>
    public static void Fit(int redirectedWidth)
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Width = redirectedWidth;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }

    /// <summary>An empty table; only the last column wraps.</summary>
    public static Table New(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = column != columns[^1] });
        return table;
    }

    /// <summary>As plain text: a detail with brackets is not markup.</summary>
    public static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
